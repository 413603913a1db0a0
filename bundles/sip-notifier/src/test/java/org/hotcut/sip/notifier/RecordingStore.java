package org.hotcut.sip.notifier;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.hotcut.sip.api.event.StoredMessage;
import org.hotcut.sip.api.event.StoredMessages;

/** Keeps what it is given and says what the test wants. */
final class RecordingStore implements StoredMessages {
    final List<StoredMessage> kept = new ArrayList<>();
    final List<Boolean> tried = new ArrayList<>();
    Outcome outcome = Outcome.KEPT;

    @Override
    public CompletionStage<Outcome> keep(StoredMessage message, boolean failed) {
        kept.add(message);
        tried.add(failed);
        return CompletableFuture.completedFuture(outcome);
    }

    @Override
    public CompletionStage<List<StoredMessage>> messages(int most) {
        return CompletableFuture.completedFuture(kept);
    }

    @Override
    public CompletionStage<Integer> purge(String address) {
        return CompletableFuture.completedFuture(0);
    }
}
