package org.hotcut.turn.relay;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

import org.hotcut.core.api.net.Loops;
import org.hotcut.testkit.ManualClock;

/** Loops without threads. What is given from outside runs at once, what a loop gives itself or another after what it does. Ticks come when the clock is moved. */
final class TestLoops implements Loops {
    private record Tick(int loop, long millis, Runnable task) { }

    private record Task(int loop, Runnable task) { }

    private final ManualClock clock;
    private final int count;
    private final List<Tick> ticks = new ArrayList<>();
    private final Queue<Task> waiting = new ArrayDeque<>();
    private int current = -1;

    TestLoops(int count, ManualClock clock) {
        this.count = count;
        this.clock = clock;
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public int current() {
        return current;
    }

    @Override
    public void execute(int loop, Runnable task) {
        waiting.add(new Task(loop, task));
        if (current < 0) {
            drain();
        }
    }

    private void drain() {
        for (Task next = waiting.poll(); next != null; next = waiting.poll()) {
            current = next.loop;
            next.task.run();
        }
        current = -1;
    }

    @Override
    public AutoCloseable tick(int loop, long millis, Runnable task) {
        Tick tick = new Tick(loop, millis, task);
        ticks.add(tick);
        return () -> ticks.remove(tick);
    }

    /** Moves the clock on, by steps of a quarter of a second: nothing ticks at another rate. */
    void advance(Duration by) {
        for (long passed = 0; passed < by.toMillis(); passed += TurnLoop.TICK_MILLIS) {
            clock.advance(Duration.ofMillis(TurnLoop.TICK_MILLIS));
            ticks.forEach(tick -> execute(tick.loop, tick.task));
        }
    }

    /** Runs it on no loop, as a thread of a pool would. */
    void elsewhere(Runnable task) {
        Thread thread = new Thread(task);
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The test's thread is on this loop until {@link #leave}. */
    void enter(int loop) {
        current = loop;
    }

    void leave() {
        drain();
    }

    int ticks() {
        return ticks.size();
    }
}
