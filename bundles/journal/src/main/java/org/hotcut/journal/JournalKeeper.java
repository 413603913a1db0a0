package org.hotcut.journal;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that does with a journal what would hold up a loop: forces it to disk each second, replaces it when most of it is stale, tries again after an error. */
public final class JournalKeeper {
    /**
     * When to replace the journal.
     *
     * @param least  it is longer than this many bytes ...
     * @param factor ... and than this many times the last snapshot
     */
    public record Policy(long least, int factor) { }

    private static final Logger LOG = LoggerFactory.getLogger(JournalKeeper.class);
    private static final long EVERY_MILLIS = 1000;
    private static final long AGAIN_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long LEAVE_MILLIS = 5000;

    private final Journal journal;
    private final Snapshots snapshots;
    private final Thread thread;
    private volatile Policy policy;
    private volatile boolean stopped;
    private boolean due;
    private boolean failing;
    private long triedAt;

    /**
     * Starts the thread; what was loaded is put together in a snapshot first.
     *
     * @param name of the thread
     */
    public JournalKeeper(String name, Journal journal, Journalled table, Policy policy) {
        this.journal = journal;
        this.snapshots = new Snapshots(journal, table, () -> stopped);
        this.policy = policy;
        this.due = journal.isStale();
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Takes another policy. Safe for any thread. */
    public void policy(Policy newPolicy) {
        policy = newPolicy;
    }

    /** Ends the thread, which is never interrupted: that would close the file under its hands. Waits for it, a few seconds at most. */
    public void stop() {
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
        try {
            while (!stopped) {
                lookAfter();
                rest();
            }
        } catch (InterruptedException e) {
            LOG.error("{}: somebody has interrupted the thread that forces them to disk", journal.what());
        }
    }

    private void lookAfter() throws InterruptedException {
        try {
            journal.sync();
            if (due()) {
                replace();
            }
        } catch (RuntimeException e) {
            LOG.error("{}: the journal could not be looked after", journal.what(), e);
            failing = true;
        }
    }

    private synchronized void rest() throws InterruptedException {
        if (!stopped) {
            wait(EVERY_MILLIS);
        }
    }

    private boolean due() {
        Policy present = policy;
        due |= journal.failure() != null || journal.size() > Math.max(present.least(), present.factor() * journal.snapshotSize());
        return due && !(failing && System.nanoTime() - triedAt < AGAIN_NANOS);
    }

    private void replace() throws InterruptedException {
        triedAt = System.nanoTime();
        try {
            due = !snapshots.take();
            failing = false;
        } catch (IOException e) {
            if (!failing && !stopped) {
                LOG.error("{}: no snapshot could be written; it is tried again every few seconds: {}", journal.what(), e.toString());
            }
            failing = true;
        }
    }
}
