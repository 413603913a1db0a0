package org.hotcut.sip.api.event;

import java.util.List;
import java.util.concurrent.CompletionStage;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Messages for users who cannot be reached, sent to them when they register, one after the other. One is forgotten when a device has answered 2xx, when it is too old,
 * or when the admin says so. Implemented by {@code sip-events}. Safe for any thread; never blocks; stages complete on the loop of the call.
 */
@ProviderType
public interface StoredMessages {
    /** Whether a message is kept. */
    enum Outcome {
        /** It is in the journal. */
        KEPT,
        /** Its body is longer than is kept. */
        TOO_LONG,
        /** It is of no use already. */
        TOO_LATE,
        /** The recipient has as many as one user may have. */
        USER_FULL,
        /** The sender has as many waiting as one user may have. */
        SENDER_FULL,
        /** There is no room for anybody's. */
        FULL
    }

    /**
     * Keeps a message.
     *
     * @param tried true when the recipient's devices have just failed to take it: then it waits for the next registration; false has it sent as soon as there is one
     */
    CompletionStage<Outcome> keep(StoredMessage message, boolean tried);

    /** Returns what waits, the oldest first for each user, at most so many. */
    CompletionStage<List<StoredMessage>> messages(int most);

    /** Forgets what waits for a user, or for everybody when it is null. Returns how many there were. */
    CompletionStage<Integer> purge(String address);
}
