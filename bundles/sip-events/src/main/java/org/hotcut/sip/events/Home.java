package org.hotcut.sip.events;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import org.hotcut.core.api.net.Loops;

/** The loop that all tables belong to: questions come from any thread, are answered there, and the answer is brought back to the loop of the question. */
final class Home {
    /** The first, which is never one of relayed media. */
    private static final int LOOP = 0;

    private final Loops loops;
    private volatile boolean closed;

    Home(Loops loops) {
        this.loops = loops;
    }

    int loop() {
        return LOOP;
    }

    /** From now on everything is refused. */
    void close() {
        closed = true;
    }

    boolean isClosed() {
        return closed;
    }

    /** Runs something there, unless all is over. */
    void run(Runnable task) {
        loops.execute(LOOP, () -> {
            if (!closed) {
                task.run();
            }
        });
    }

    /** Asks something there; fails with what it throws, or with {@link RejectedExecutionException} when all is over. */
    <T> CompletionStage<T> ask(Callable<T> question) {
        int from = loops.current();
        CompletableFuture<T> answer = new CompletableFuture<>();
        loops.execute(LOOP, () -> {
            try {
                if (closed) {
                    throw new RejectedExecutionException("sip-events is leaving");
                }
                T value = question.call();
                back(from, () -> answer.complete(value));
            } catch (Exception e) {
                back(from, () -> answer.completeExceptionally(e));
            }
        });
        return answer;
    }

    /** Waits until what the loop does now is done, at most so long; not on the loop itself. */
    void settle(long millis) {
        if (loops.current() == LOOP) {
            return;
        }
        CountDownLatch done = new CountDownLatch(1);
        loops.execute(LOOP, done::countDown);
        try {
            done.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void back(int from, Runnable answer) {
        if (from < 0 || from == LOOP) {
            answer.run();
        } else {
            loops.execute(from, answer);
        }
    }
}
