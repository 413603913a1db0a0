package org.hotcut.journal;

import java.nio.ByteBuffer;

/** Takes what was kept, at the start; called by the thread that loads. */
@FunctionalInterface
public interface Replay {
    /**
     * A record. Unless something is damaged they come in the order in which they were appended; some may come twice.
     *
     * @param content the owner's bytes, valid during the call
     * @throws RuntimeException when it cannot be understood, as one of a later Hotcut that was rolled back: the others are read, and the file is kept
     */
    void record(ByteBuffer content);

    /** The records of a snapshot follow: it has everything that came before. An owner whose rows say themselves which is the later need not forget that. */
    default void snapshot() { }
}
