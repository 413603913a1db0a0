package org.hotcut.sip.events;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import org.hotcut.core.api.net.Flow;
import org.hotcut.sip.api.Decision.HeaderField;
import org.hotcut.sip.api.OwnRequest;
import org.hotcut.sip.api.SipClient;
import org.hotcut.sip.api.Target;
import org.hotcut.testkit.Sip;

/** Keeps what is to be sent until the test answers it. */
final class RecordingClient implements SipClient {
    /** A request under way. */
    record Sent(OwnRequest request, Target target, CompletableFuture<Answer> answer) {
        String body() {
            return request.body() == null ? null : new String(request.body(), StandardCharsets.UTF_8);
        }

        String header(String name) {
            return request.headers().stream().filter(header -> header.name().equals(name)).map(HeaderField::value).findFirst().orElse(null);
        }
    }

    /** What is told at once instead of sending, null to send. */
    volatile Answer refusal;
    private final List<Sent> waiting = new CopyOnWriteArrayList<>();
    /** How many were not sent. */
    final AtomicInteger refused = new AtomicInteger();

    @Override
    public CompletionStage<Answer> send(OwnRequest request, Target target) {
        if (refusal != null) {
            refused.incrementAndGet();
            return CompletableFuture.completedFuture(refusal);
        }
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        waiting.add(new Sent(request, target, answer));
        return answer;
    }

    @Override
    public String contact(Flow line) {
        return "sip:127.0.0.1:5060";
    }

    /** Returns what waits for an answer. */
    List<Sent> waiting() {
        return List.copyOf(waiting);
    }

    /** Takes out the only one that waits. */
    Sent one() {
        if (waiting.size() != 1) {
            throw new AssertionError(waiting.size() + " requests: " + waiting);
        }
        return waiting.remove(0);
    }

    /** Returns an answer that a peer gave. */
    static Answer answer(int status, String... headers) {
        return new Answer(status, Sip.response(Sip.request("NOTIFY", "sip:alice@192.0.2.1"), status, headers));
    }

    /** Returns what is told when no peer answered. */
    static Answer nobody(int status) {
        return new Answer(status, null);
    }
}
