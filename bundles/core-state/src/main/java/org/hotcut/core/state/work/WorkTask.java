package org.hotcut.core.state.work;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/** A task that waits or runs. It is inside its client until its result was delivered, with all that hangs on it. */
final class WorkTask<T> {
    private final WorkClient client;
    private final Callable<T> callable;
    private final CompletableFuture<T> result = new CompletableFuture<>();
    /** Guarded by the pool's lock. */
    private Thread thread;

    WorkTask(WorkClient client, Callable<T> callable) {
        this.client = client;
        this.callable = callable;
    }

    WorkClient client() {
        return client;
    }

    CompletableFuture<T> result() {
        return result;
    }

    void begin(Thread runner) {
        thread = runner;
    }

    boolean isOn(Thread other) {
        return thread == other;
    }

    void interrupt() {
        thread.interrupt();
    }

    void run() {
        if (result.isDone()) {
            return;
        }
        try {
            result.complete(callable.call());
        } catch (Throwable e) {
            // an Error of a task (a class missing after a bad update) must reach who waits, and must not end the thread
            result.completeExceptionally(e);
        }
    }
}
