package org.hotcut.sip.location;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.hotcut.core.api.net.Loops;

/** Loops that are one thread each; ticks run when the test says so. */
final class LoopThreads implements Loops, AutoCloseable {
    private final List<ExecutorService> executors = new ArrayList<>();
    private final ThreadLocal<Integer> current = ThreadLocal.withInitial(() -> -1);
    private volatile Runnable tick = () -> { };

    LoopThreads(int count) {
        for (int i = 0; i < count; i++) {
            int number = i;
            ExecutorService executor = Executors.newSingleThreadExecutor();
            executor.execute(() -> current.set(number));
            executors.add(executor);
        }
    }

    @Override
    public int count() {
        return executors.size();
    }

    @Override
    public int current() {
        return current.get();
    }

    @Override
    public void execute(int loop, Runnable task) {
        executors.get(loop).execute(task);
    }

    @Override
    public AutoCloseable tick(int loop, long millis, Runnable task) {
        tick = task;
        return () -> { };
    }

    <T> T on(int loop, Callable<T> task) {
        try {
            return executors.get(loop).submit(task).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    void tick() {
        on(0, Executors.callable(tick));
    }

    @Override
    public void close() {
        executors.forEach(ExecutorService::shutdown);
    }
}
