package org.hotcut.sip.events;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that does with the journal what would hold up a loop: forces it to disk each second, replaces it by a snapshot when most of it is stale, tries again after an error. */
final class Keeper {
    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);
    private static final long EVERY_MILLIS = 1_000;
    private static final long LEAVE_MILLIS = 5_000;
    private static final long ANSWER_MILLIS = 10_000;
    private static final long AGAIN_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long LEAST_BYTES = 4 << 20;
    private static final int FACTOR = 3;

    private final Journal journal;
    private final Home home;
    private final Supplier<List<Supplier<Entry>>> rows;
    private final Thread thread;
    private volatile boolean stopped;
    private boolean due = true;
    private boolean failing;
    private long triedAt;
    private CompletableFuture<List<Supplier<Entry>>> turning;

    /** Starts the thread; what was loaded is put together in a snapshot first. */
    Keeper(Journal journal, Home home, Supplier<List<Supplier<Entry>>> rows) {
        this.journal = journal;
        this.home = home;
        this.rows = rows;
        this.thread = new Thread(this::run, "hotcut-events-journal");
        thread.setDaemon(true);
        thread.start();
    }

    /** Ends the thread, which is never interrupted: that would close the file under its hands. */
    void stop() {
        synchronized (this) {
            stopped = true;
            notifyAll();
        }
        try {
            thread.join(LEAVE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!stopped) {
            try {
                journal.sync();
                if (due()) {
                    compact();
                }
                rest();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.error("The journal of subscriptions and messages could not be looked after", e);
            }
        }
    }

    private synchronized void rest() throws InterruptedException {
        if (!stopped) {
            wait(EVERY_MILLIS);
        }
    }

    private boolean due() {
        due |= journal.failure() != null || journal.size() > Math.max(LEAST_BYTES, FACTOR * journal.snapshotSize());
        return due && !(failing && System.nanoTime() - triedAt < AGAIN_NANOS);
    }

    private void compact() throws InterruptedException {
        triedAt = System.nanoTime();
        try {
            journal.snapshot(turned().get(ANSWER_MILLIS, TimeUnit.MILLISECONDS));
            turning = null;
            due = false;
            failing = false;
        } catch (IOException | ExecutionException | TimeoutException e) {
            turning = e instanceof TimeoutException ? turning : null;
            if (!failing && !stopped) {
                LOG.error("No snapshot of subscriptions and messages could be written; it is tried again every few seconds: {}", e.toString());
            }
            failing = true;
        }
    }

    // while the loop has not done it: a second file of the same number would put an end to the first
    private CompletableFuture<List<Supplier<Entry>>> turned() throws IOException {
        if (turning == null) {
            FileChannel fresh = journal.next();
            turning = home.ask(() -> {
                journal.turn(fresh);
                return rows.get();
            }).toCompletableFuture();
        }
        return turning;
    }
}
