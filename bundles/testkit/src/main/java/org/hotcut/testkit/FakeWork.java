package org.hotcut.testkit;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;

import org.hotcut.core.api.Work;

/** Work that is done at once on the caller's thread, or later, or refused, as the test says. */
public final class FakeWork implements Work {
    /** What becomes of a task. */
    public enum Mode { INLINE, QUEUED, REFUSED }

    private final Queue<Runnable> queue = new ArrayDeque<>();
    private Mode mode = Mode.INLINE;

    /** Says what becomes of tasks from now on. */
    public void mode(Mode next) {
        mode = next;
    }

    /** Does what is queued. */
    public void run() {
        while (!queue.isEmpty()) {
            queue.remove().run();
        }
    }

    @Override
    public <T> CompletionStage<T> call(Callable<T> task) {
        if (mode == Mode.REFUSED) {
            return CompletableFuture.failedFuture(new RejectedExecutionException("the queue is full"));
        }
        CompletableFuture<T> result = new CompletableFuture<>();
        Runnable work = () -> complete(result, task);
        if (mode == Mode.INLINE) {
            work.run();
        } else {
            queue.add(work);
        }
        return result;
    }

    private static <T> void complete(CompletableFuture<T> result, Callable<T> task) {
        try {
            result.complete(task.call());
        } catch (Exception e) {
            result.completeExceptionally(e);
        }
    }
}
