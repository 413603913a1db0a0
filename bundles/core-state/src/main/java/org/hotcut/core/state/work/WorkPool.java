package org.hotcut.core.state.work;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.hotcut.core.state.CoreStateConfig;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;

/**
 * Threads for blocking work, shared fairly: clients with something queued take turns, none may use more than three quarters of the threads
 * or half of the queue. All threads are started at activation, for a thread inherits the access context of who starts it.
 */
@Component(service = WorkPool.class, immediate = true, configurationPid = CoreStateConfig.PID)
@Designate(ocd = CoreStateConfig.class)
public final class WorkPool {
    private static final long DRAIN_MILLIS = 2_000;

    final ReentrantLock lock = new ReentrantLock();
    /** Signalled when a task ends: whoever drains a client waits for it. */
    final Condition ended = lock.newCondition();
    final long drainNanos;
    private final Condition queuedOrStopped = lock.newCondition();
    /** Clients that have something queued and may use one more thread, in turn. */
    private final Deque<WorkClient> ready = new ArrayDeque<>();
    private final Deque<WorkClient> clients = new ArrayDeque<>();
    private int wanted;
    private int alive;
    private int threadNumber;
    private int running;
    private int queued;
    private int capacity;
    private long finished;
    private long rejected;

    /** Activates the component. */
    @Activate
    public WorkPool(CoreStateConfig config) {
        this(threads(config.workThreads()), config.workQueue(), DRAIN_MILLIS);
    }

    /**
     * Starts a pool.
     *
     * @param threads     how many
     * @param capacity    tasks that may wait, of all clients
     * @param drainMillis how long a running task of a client that leaves is awaited before its thread is interrupted
     */
    public WorkPool(int threads, int capacity, long drainMillis) {
        this.drainNanos = TimeUnit.MILLISECONDS.toNanos(drainMillis);
        resize(threads, capacity);
    }

    @Modified
    void modified(CoreStateConfig config) {
        resize(threads(config.workThreads()), config.workQueue());
    }

    /** Stops the pool: each client leaves, then the threads end. */
    @Deactivate
    public void stop() {
        for (WorkClient client = anyClient(); client != null; client = anyClient()) {
            client.close();
        }
        resize(0, 0);
    }

    /** Returns a new client, to be closed when whoever it works for leaves. */
    public WorkClient client(String name) {
        WorkClient client = new WorkClient(this, name);
        lock.lock();
        try {
            clients.add(client);
        } finally {
            lock.unlock();
        }
        return client;
    }

    /** Returns figures for the admin. */
    public Map<String, Object> status() {
        Map<String, Object> status = new LinkedHashMap<>();
        lock.lock();
        try {
            status.put("threads", wanted);
            status.put("running", running);
            status.put("queued", queued);
            status.put("queue", capacity);
            status.put("finished", finished);
            status.put("refused", rejected);
        } finally {
            lock.unlock();
        }
        return status;
    }

    /** Queues a task; the caller holds the lock. Returns false when there is no room. */
    boolean enqueue(WorkClient client, WorkTask<?> task) {
        if (client.closed || queued >= capacity || client.queue.size() >= Math.max(1, capacity / 2)) {
            rejected++;
            return false;
        }
        client.queue.add(task);
        queued++;
        offer(client);
        return true;
    }

    /** Takes what a client has queued away from it; the caller holds the lock. */
    Deque<WorkTask<?>> withdraw(WorkClient client) {
        Deque<WorkTask<?>> withdrawn = new ArrayDeque<>(client.queue);
        queued -= withdrawn.size();
        client.queue.clear();
        ready.remove(client);
        clients.remove(client);
        return withdrawn;
    }

    private void offer(WorkClient client) {
        if (!client.queue.isEmpty() && client.running.size() < share() && !ready.contains(client)) {
            ready.add(client);
            queuedOrStopped.signal();
        }
    }

    private int share() {
        return Math.max(1, wanted * 3 / 4);
    }

    private WorkClient anyClient() {
        lock.lock();
        try {
            return clients.peek();
        } finally {
            lock.unlock();
        }
    }

    private void resize(int threads, int room) {
        lock.lock();
        try {
            wanted = threads;
            capacity = room;
            while (alive < wanted) {
                alive++;
                Thread thread = new Thread(this::work, "hotcut-work-" + ++threadNumber);
                thread.setDaemon(true);
                thread.setContextClassLoader(WorkPool.class.getClassLoader());
                thread.start();
            }
            // a client's share may have grown
            clients.forEach(this::offer);
            queuedOrStopped.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void work() {
        boolean more = true;
        while (more) {
            more = workOnce();
        }
    }

    /** A method of its own: a thread that waits must not have the last task on its stack, for that would keep the class loader of a bundle that left. */
    private boolean workOnce() {
        WorkTask<?> task = next();
        if (task == null) {
            return false;
        }
        task.run();
        end(task);
        // an interrupt meant for the task that just ended, or what the task left behind, is not for the next one
        Thread.interrupted();
        Thread.currentThread().setContextClassLoader(WorkPool.class.getClassLoader());
        return true;
    }

    /** Waits for a task; null when this thread is one too many. */
    private WorkTask<?> next() {
        lock.lock();
        try {
            while (ready.isEmpty() && alive <= wanted) {
                queuedOrStopped.awaitUninterruptibly();
            }
            if (alive > wanted) {
                alive--;
                // the signal that woke this thread may have been for work
                queuedOrStopped.signal();
                return null;
            }
            return begin(ready.poll());
        } finally {
            lock.unlock();
        }
    }

    private WorkTask<?> begin(WorkClient client) {
        WorkTask<?> task = client.queue.poll();
        queued--;
        running++;
        task.begin(Thread.currentThread());
        client.running.add(task);
        offer(client);
        return task;
    }

    private void end(WorkTask<?> task) {
        lock.lock();
        try {
            running--;
            finished++;
            task.client().running.remove(task);
            offer(task.client());
            ended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static int threads(int configured) {
        return configured > 0 ? configured : Math.min(16, Math.max(4, 2 * Runtime.getRuntime().availableProcessors()));
    }
}
