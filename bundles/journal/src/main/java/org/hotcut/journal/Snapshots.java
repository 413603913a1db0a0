package org.hotcut.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** Replaces a journal by a snapshot of its table. Changes go on meanwhile. Confined to the keeper's thread. */
final class Snapshots {
    private static final long ANSWER_MILLIS = 10_000;
    private static final int PIECE = 1 << 16;

    private final Journal journal;
    private final Journalled table;
    private final BooleanSupplier stopped;
    private FileChannel next;
    private CompletableFuture<Rows> turning;

    /**
     * Takes none yet.
     *
     * @param stopped asked now and then; true leaves things as they are
     */
    Snapshots(Journal journal, Journalled table, BooleanSupplier stopped) {
        this.journal = journal;
        this.table = table;
        this.stopped = stopped;
    }

    /** Takes one. Returns false when it was stopped. */
    boolean take() throws IOException, InterruptedException {
        Rows rows = rows();
        journal.retire();
        return journal.replace(out -> write(rows, out));
    }

    /** While the table has not turned it is not asked again: a second file of the same number would put an end to the first. */
    private Rows rows() throws IOException, InterruptedException {
        if (turning == null) {
            turning = ask();
        }
        try {
            Rows rows = turning.get(ANSWER_MILLIS, TimeUnit.MILLISECONDS);
            turning = null;
            return rows;
        } catch (TimeoutException e) {
            throw new IOException("the table gave no rows in time", e);
        } catch (ExecutionException e) {
            turning = null;
            throw new IOException("the table gave no rows: " + e.getCause(), e);
        }
    }

    private CompletableFuture<Rows> ask() throws IOException {
        if (next != null && !journal.isPresent(next)) {
            next.close(); // the table could not turn to it
        }
        FileChannel successor = journal.next();
        next = successor;
        return table.snapshot(() -> journal.turn(successor)).toCompletableFuture();
    }

    private boolean write(Rows rows, FileChannel out) throws IOException {
        RecordBuffer buffer = new RecordBuffer(journal.format());
        while (rows.next(buffer)) {
            if (buffer.length() < PIECE) {
                continue;
            }
            if (stopped.getAsBoolean()) {
                return false;
            }
            Journal.write(out, buffer.written());
            buffer.clear();
        }
        Journal.write(out, buffer.written());
        return true;
    }
}
