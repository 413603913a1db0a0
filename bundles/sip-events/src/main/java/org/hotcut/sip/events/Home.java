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
    private final Loops loops;
    private final int loop;
    private volatile boolean closed;

    /** Takes the last loop: the first has other things to look after. */
    Home(Loops loops) {
        this.loops = loops;
        loop = loops.count() - 1;
    }

    int loop() {
        return loop;
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
        loops.execute(loop, () -> {
            if (!closed) {
                task.run();
            }
        });
    }

    /** Asks something there; fails with what it throws, or with {@link RejectedExecutionException} when all is over. */
    <T> CompletionStage<T> ask(Callable<T> question) {
        int from = loops.current();
        CompletableFuture<T> answer = new CompletableFuture<>();
        loops.execute(loop, () -> {
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
        if (loops.current() == loop) {
            return;
        }
        CountDownLatch done = new CountDownLatch(1);
        loops.execute(loop, done::countDown);
        try {
            done.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void back(int from, Runnable answer) {
        if (from < 0 || from == loop) {
            answer.run();
        } else {
            loops.execute(from, answer);
        }
    }
}
