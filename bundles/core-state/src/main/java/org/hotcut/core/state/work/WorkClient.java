package org.hotcut.core.state.work;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Somebody's share of the pool. Any thread. */
public final class WorkClient implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkClient.class);

    /** Guarded by the pool's lock, as the two below. */
    final Deque<WorkTask<?>> queue = new ArrayDeque<>();
    final Set<WorkTask<?>> running = new HashSet<>();
    boolean closed;
    private final WorkPool pool;
    private final String name;

    WorkClient(WorkPool pool, String name) {
        this.pool = pool;
        this.name = name;
    }

    /**
     * Runs a task on the pool. Cancelling the result keeps a task that waits from being run.
     *
     * @return completes on a pool thread; fails at once with {@link RejectedExecutionException} when there is no room or the client is closed,
     *     with {@link java.util.concurrent.CancellationException} when it is closed while the task waits
     */
    public <T> CompletableFuture<T> call(Callable<T> callable) {
        WorkTask<T> task = new WorkTask<>(this, callable);
        boolean accepted;
        pool.lock.lock();
        try {
            accepted = pool.enqueue(this, task);
        } finally {
            pool.lock.unlock();
        }
        if (!accepted) {
            return CompletableFuture.failedFuture(new RejectedExecutionException(closed() ? name + " is leaving" : "too much blocking work waits"));
        }
        return task.result();
    }

    /** Leaves: cancels what waits, awaits what runs for the pool's drain time, then interrupts it. Work may close its own client. */
    @Override
    public void close() {
        Deque<WorkTask<?>> withdrawn;
        pool.lock.lock();
        try {
            closed = true;
            withdrawn = pool.withdraw(this);
        } finally {
            pool.lock.unlock();
        }
        withdrawn.forEach(task -> task.result().cancel(false));
        drain();
    }

    /** Tells whether it was closed. */
    public boolean closed() {
        pool.lock.lock();
        try {
            return closed;
        } finally {
            pool.lock.unlock();
        }
    }

    private void drain() {
        pool.lock.lock();
        try {
            long left = pool.drainNanos;
            while (!others().isEmpty() && left > 0) {
                left = pool.ended.awaitNanos(left);
            }
            List<WorkTask<?>> late = others();
            late.forEach(WorkTask::interrupt);
            if (!late.isEmpty()) {
                LOG.warn("{} leaves while {} of its blocking tasks still run; they are interrupted", name, late.size());
            }
        } catch (InterruptedException e) {
            others().forEach(WorkTask::interrupt);
            Thread.currentThread().interrupt();
        } finally {
            pool.lock.unlock();
        }
    }

    /** What runs on other threads than this one: a task that closes its own client does not wait for itself. */
    private List<WorkTask<?>> others() {
        List<WorkTask<?>> others = new ArrayList<>(running);
        others.removeIf(task -> task.isOn(Thread.currentThread()));
        return others;
    }
}
