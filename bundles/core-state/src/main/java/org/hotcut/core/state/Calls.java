package org.hotcut.core.state;

import java.util.concurrent.CompletableFuture;

import org.hotcut.core.state.work.WorkClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls to one whiteboard service, on the pool, never two at a time. Asking while one runs makes one more follow. Any thread.
 */
public final class Calls implements AutoCloseable {
    /** What is called. */
    @FunctionalInterface
    public interface Call {
        /** Blocks as work on the pool may. */
        void run() throws Exception;
    }

    private static final Logger LOG = LoggerFactory.getLogger(Calls.class);

    private final WorkClient work;
    private final String what;
    private final Call call;
    /** Guarded by this, as the two below. */
    private boolean busy;
    private boolean again;
    private boolean failing;

    /** Makes calls of a service; {@code what} names it in the log. */
    public Calls(WorkClient work, String what, Call call) {
        this.work = work;
        this.what = what;
        this.call = call;
    }

    /** Calls, now or after the call that runs. */
    public void ask() {
        synchronized (this) {
            if (busy) {
                again = true;
                return;
            }
            busy = true;
        }
        start();
    }

    /** Calls unless a call is running. */
    public void askIfIdle() {
        synchronized (this) {
            if (busy) {
                return;
            }
        }
        ask();
    }

    /** Makes up for a call for which the pool had no room. */
    public void retry() {
        synchronized (this) {
            if (busy || !again) {
                return;
            }
            again = false;
            busy = true;
        }
        start();
    }

    @Override
    public void close() {
        work.close();
    }

    private void start() {
        CompletableFuture<Void> done = work.call(this::run);
        if (done.isCompletedExceptionally()) {
            synchronized (this) {
                busy = false;
                again = true;
            }
        }
    }

    private Void run() {
        do {
            callOnce();
        } while (more());
        return null;
    }

    private synchronized boolean more() {
        boolean more = again && !work.closed();
        again = false;
        busy = more;
        return more;
    }

    private void callOnce() {
        try {
            call.run();
            failed(null);
        } catch (Exception | LinkageError e) {
            failed(e);
        }
    }

    /** Of a row of failures the first is logged. */
    private synchronized void failed(Throwable failure) {
        if (failure != null && !failing && !work.closed()) {
            LOG.warn("{} failed: {}", what, failure.toString());
        }
        failing = failure != null;
    }
}
