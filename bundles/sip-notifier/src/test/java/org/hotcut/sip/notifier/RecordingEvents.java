package org.hotcut.sip.notifier;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.hotcut.core.api.net.Flow;
import org.hotcut.sip.api.OwnRequest;
import org.hotcut.sip.api.SipClient;
import org.hotcut.sip.api.Target;
import org.hotcut.sip.api.event.Document;
import org.hotcut.sip.api.event.Publication;
import org.hotcut.sip.api.event.Publications;
import org.hotcut.sip.api.event.Refresh;
import org.hotcut.sip.api.event.Subscription;
import org.hotcut.sip.api.event.Subscriptions;

/** Keeps what it is asked to and says what the test wants. */
final class RecordingEvents implements Subscriptions, Publications, SipClient {
    final List<Subscription> subscribed = new ArrayList<>();
    final List<Refresh> refreshed = new ArrayList<>();
    final List<String> ended = new ArrayList<>();
    final List<Publication> published = new ArrayList<>();
    Subscriptions.Outcome outcome = Subscriptions.Outcome.DONE;
    Publications.Result result = new Publications.Result(Publications.Outcome.DONE, "etag-1");

    @Override
    public CompletionStage<Subscriptions.Outcome> subscribe(Subscription subscription) {
        subscribed.add(subscription);
        return CompletableFuture.completedFuture(outcome);
    }

    @Override
    public CompletionStage<Subscriptions.Outcome> refresh(Refresh refresh) {
        refreshed.add(refresh);
        return CompletableFuture.completedFuture(outcome);
    }

    @Override
    public CompletionStage<Subscription> find(String callId, String tag) {
        return CompletableFuture.completedFuture(subscribed.stream().filter(each -> each.callId().equals(callId) && each.tag().equals(tag)).findFirst().orElse(null));
    }

    @Override
    public CompletionStage<Void> end(String callId, String tag, String reason) {
        ended.add(callId + ' ' + tag + ' ' + reason);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public Set<String> packages() {
        return Set.of("conference-x");
    }

    @Override
    public CompletionStage<List<Subscription>> subscriptions(int most) {
        return CompletableFuture.completedFuture(subscribed);
    }

    @Override
    public CompletionStage<Publications.Result> publish(Publication publication) {
        published.add(publication);
        return CompletableFuture.completedFuture(result);
    }

    @Override
    public CompletionStage<List<Document>> documents(int most) {
        return CompletableFuture.completedFuture(List.of());
    }

    @Override
    public CompletionStage<Answer> send(OwnRequest request, Target target) {
        throw new AssertionError("behaviour sends nothing");
    }

    @Override
    public String contact(Flow line) {
        return "sip:198.51.100.1:5060;transport=udp";
    }
}
