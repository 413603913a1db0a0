package org.hotcut.sip.core.push;

import java.util.concurrent.CompletableFuture;

import org.hotcut.sip.api.push.Push.Outcome;
import org.hotcut.sip.api.push.PushRequest;

/** One push on its way. What changes is guarded by its desk. */
final class Job {
    final PushRequest request;
    final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    /** Who has it, or null while it waits for somebody. */
    Sender sender;
    long since;

    Job(PushRequest request) {
        this.request = request;
    }
}
