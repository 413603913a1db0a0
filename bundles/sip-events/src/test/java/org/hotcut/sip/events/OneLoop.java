package org.hotcut.sip.events;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.hotcut.core.api.net.Loops;

/** One loop that is a thread; ticks run when the test says so. */
final class OneLoop implements Loops, AutoCloseable {
    private final ExecutorService executor = Executors.newSingleThreadExecutor();
    private volatile Thread thread;
    private volatile Runnable tick = () -> { };

    OneLoop() {
        on(() -> thread = Thread.currentThread());
    }

    @Override
    public int count() {
        return 1;
    }

    @Override
    public int current() {
        return Thread.currentThread() == thread ? 0 : -1;
    }

    @Override
    public void execute(int loop, Runnable task) {
        executor.execute(task);
    }

    @Override
    public AutoCloseable tick(int loop, long millis, Runnable task) {
        tick = task;
        return () -> { };
    }

    <T> T on(Callable<T> task) {
        try {
            return executor.submit(task).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Ticks, after what was given before. */
    void tick() {
        on(Executors.callable(tick));
    }

    @Override
    public void close() {
        executor.shutdown();
    }
}
