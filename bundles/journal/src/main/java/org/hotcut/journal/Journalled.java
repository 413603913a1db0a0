package org.hotcut.journal;

import java.util.concurrent.CompletionStage;

/** A table that a journal is kept of. */
@FunctionalInterface
public interface Journalled {
    /**
     * Called on the keeper's thread when a snapshot is due. Calls {@code turn} at a moment when the table has every change that was appended, and then gives its
     * rows, as they are from that moment on; a table that belongs to a loop does both there. They are written by the keeper's thread.
     *
     * @param turn returns at once; safe for any thread
     */
    CompletionStage<Rows> snapshot(Runnable turn);
}
