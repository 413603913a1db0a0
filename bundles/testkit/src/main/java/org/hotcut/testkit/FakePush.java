package org.hotcut.testkit;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

import org.hotcut.sip.api.push.Push;
import org.hotcut.sip.api.push.PushRequest;

/** Keeps the pushes it was asked for. */
public final class FakePush implements Push {
    private final List<PushRequest> woken = new CopyOnWriteArrayList<>();
    private final List<String> providers;

    /** Makes one that accepts these push services. */
    public FakePush(String... providers) {
        this.providers = List.of(providers);
    }

    /** Returns the pushes asked for, in order. */
    public List<PushRequest> woken() {
        return woken;
    }

    @Override
    public boolean accepts(String provider) {
        return providers.stream().anyMatch(provider::equalsIgnoreCase);
    }

    @Override
    public List<String> providers() {
        return providers;
    }

    @Override
    public CompletionStage<Outcome> wake(PushRequest request) {
        if (!accepts(request.provider())) {
            return CompletableFuture.completedFuture(Outcome.UNKNOWN);
        }
        woken.add(request);
        return CompletableFuture.completedFuture(Outcome.SENT);
    }
}
