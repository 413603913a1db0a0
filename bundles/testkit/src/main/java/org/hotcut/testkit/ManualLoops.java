package org.hotcut.testkit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;

import org.hotcut.core.api.net.Loops;

/**
 * Loops without threads: what is executed waits until {@link #run}, ticks fire when {@link #advance} moves the clock past them. The test's thread
 * is on the loop that {@link #enter} said, at first 0; tasks may be given from any thread.
 */
public final class ManualLoops implements Loops {
    private record Task(int loop, Runnable work) { }

    private static final class Tick {
        private final int loop;
        private final long millis;
        private final Runnable work;
        private long due;

        Tick(int loop, long millis, Runnable work, long now) {
            this.loop = loop;
            this.millis = millis;
            this.work = work;
            this.due = now + millis;
        }
    }

    private final ManualClock clock;
    private final int count;
    private final int signalling;
    private final AtomicInteger current = new AtomicInteger();
    private final Queue<Task> tasks = new ArrayDeque<>();
    private final List<Tick> ticks = new ArrayList<>();

    /** Makes so many loops whose ticks follow this clock. */
    public ManualLoops(int count, ManualClock clock) {
        this(count, count, clock);
    }

    /** Makes so many loops of which only the first so many are of signalling. */
    public ManualLoops(int count, int signalling, ManualClock clock) {
        this.count = count;
        this.signalling = signalling;
        this.clock = clock;
    }

    /** Makes one loop. */
    public ManualLoops(ManualClock clock) {
        this(1, clock);
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public int signallingCount() {
        return signalling;
    }

    @Override
    public int current() {
        return current.get();
    }

    /** Says which loop the test's thread is from now on; -1 for none. */
    public void enter(int loop) {
        current.set(loop);
    }

    @Override
    public void execute(int loop, Runnable task) {
        synchronized (tasks) {
            tasks.add(new Task(loop, task));
        }
    }

    @Override
    public AutoCloseable tick(int loop, long millis, Runnable task) {
        Tick tick = new Tick(loop, millis, task, clock.millis());
        ticks.add(tick);
        return () -> ticks.remove(tick);
    }

    /** Runs what waits, and what that adds, each on its loop. */
    public void run() {
        Task task = next();
        while (task != null) {
            on(task.loop, task.work);
            task = next();
        }
    }

    private Task next() {
        synchronized (tasks) {
            return tasks.poll();
        }
    }

    /** Runs this on a loop, and then what waits. */
    public void run(int loop, Runnable work) {
        on(loop, work);
        run();
    }

    private void on(int loop, Runnable work) {
        int before = current.getAndSet(loop);
        try {
            work.run();
        } finally {
            current.set(before);
        }
    }

    /** Moves the clock on from tick to tick, running what is due and what waits in between. */
    public void advance(Duration by) {
        long end = clock.millis() + by.toMillis();
        run();
        for (Tick tick = firstDue(end); tick != null; tick = firstDue(end)) {
            clock.advance(Duration.ofMillis(Math.max(0, tick.due - clock.millis())));
            tick.due += tick.millis;
            on(tick.loop, tick.work);
            run();
        }
        clock.advance(Duration.ofMillis(end - clock.millis()));
    }

    private Tick firstDue(long end) {
        Tick first = null;
        for (Tick tick : ticks) {
            if (tick.due <= end && (first == null || tick.due < first.due)) {
                first = tick;
            }
        }
        return first;
    }

    /** Returns how many tasks wait. */
    public int waiting() {
        synchronized (tasks) {
            return tasks.size();
        }
    }

    /** Returns how many ticks there are, to see that each was closed. */
    public int ticks() {
        return ticks.size();
    }

    /** Returns how many ticks a loop has. */
    public int ticks(int loop) {
        return (int) ticks.stream().filter(tick -> tick.loop == loop).count();
    }
}
