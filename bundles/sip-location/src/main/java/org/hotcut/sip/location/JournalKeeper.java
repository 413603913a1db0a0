package org.hotcut.sip.location;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that does with the journal what would hold up a loop: forces it to disk each second, replaces it when most of it is stale, tries again after an error. */
final class JournalKeeper {
    /** When to replace the journal: it is longer than {@code least} bytes and {@code factor} times the last snapshot. */
    record Policy(long least, int factor) { }

    private static final Logger LOG = LoggerFactory.getLogger(JournalKeeper.class);
    private static final long EVERY_MILLIS = 1000;
    private static final long AGAIN_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long LEAVE_MILLIS = 5000;

    private final Journal journal;
    private final Table table;
    private final Thread thread;
    private volatile Policy policy;
    private volatile boolean stopped;
    private boolean due;
    private boolean failing;
    private long triedAt;

    /** Starts the thread; what was loaded is put together in a snapshot first. */
    JournalKeeper(Journal journal, Table table, Policy policy, boolean loaded) {
        this.journal = journal;
        this.table = table;
        this.policy = policy;
        this.due = loaded;
        this.thread = new Thread(this::run, "hotcut-location-journal");
        thread.setDaemon(true);
        thread.start();
    }

    void policy(Policy newPolicy) {
        policy = newPolicy;
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
                LOG.error("The registration journal could not be looked after", e);
                triedAt = System.nanoTime();
                failing = true;
            }
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

    private void compact() {
        triedAt = System.nanoTime();
        try {
            journal.compact(table.rows(), () -> stopped);
            due = false;
            failing = false;
        } catch (IOException e) {
            if (!failing) {
                LOG.error("No snapshot of the registrations could be written; it is tried again every few seconds: {}", e.toString());
            }
            failing = true;
        }
    }
}
