package org.hotcut.net;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import org.hotcut.core.api.net.Loops;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The loops and their threads, all started by the constructor so that none inherits anything from a behaviour bundle. */
final class EventLoops implements Loops {
    private static final Logger LOG = LoggerFactory.getLogger(EventLoops.class);

    /** What peers that do not read may make us keep, all together. */
    private static final long UNSENT_BYTES = 128L << 20;

    private final MultiThreadIoEventLoopGroup group;
    private final List<Loop> loops;
    private final AtomicInteger next = new AtomicInteger();

    EventLoops(int count, Sockets sockets) {
        AtomicInteger number = new AtomicInteger();
        ThreadFactory threads = task -> new LoopThread(task, "hotcut-net-" + number.getAndIncrement());
        group = new MultiThreadIoEventLoopGroup(count, threads, sockets.ioHandler());
        List<Loop> made = new ArrayList<>(count);
        for (EventExecutor executor : group) {
            Loop loop = new Loop(made.size(), (EventLoop) executor, UNSENT_BYTES / count);
            executor.submit(() -> LoopThread.assign(loop)).syncUninterruptibly();
            made.add(loop);
        }
        loops = List.copyOf(made);
    }

    @Override
    public int count() {
        return loops.size();
    }

    @Override
    public int current() {
        Loop here = here();
        return here == null ? -1 : here.index;
    }

    @Override
    public void execute(int loop, Runnable task) {
        loops.get(loop).events.execute(() -> guarded(task));
    }

    @Override
    public AutoCloseable tick(int loop, long millis, Runnable task) {
        Future<?> ticks = loops.get(loop).events.scheduleAtFixedRate(() -> guarded(task), millis, millis, TimeUnit.MILLISECONDS);
        return () -> ticks.cancel(false);
    }

    List<Loop> all() {
        return loops;
    }

    Loop get(int index) {
        return loops.get(index);
    }

    /** Returns the loop of these whose thread this is, or null. */
    Loop here() {
        Loop here = LoopThread.here();
        return here != null && here.index < loops.size() && loops.get(here.index) == here ? here : null;
    }

    /** Returns the loop that is here, otherwise one in turn. */
    Loop hereOrNext() {
        Loop here = here();
        return here != null ? here : next();
    }

    Loop next() {
        return loops.get(Math.floorMod(next.getAndIncrement(), loops.size()));
    }

    /** Runs an action on every loop, soon; in order with earlier ones. */
    void onEach(Consumer<Loop> action) {
        for (Loop loop : loops) {
            loop.events.execute(() -> guarded(() -> action.accept(loop)));
        }
    }

    /**
     * Waits until every loop has finished what it was doing when this was called; but for the loop that calls, which is known to be here.
     *
     * @return false when the time was not enough
     */
    boolean barrier(long millis) {
        Loop here = here();
        CountDownLatch passed = new CountDownLatch(here == null ? loops.size() : loops.size() - 1);
        for (Loop loop : loops) {
            if (loop != here) {
                loop.events.execute(passed::countDown);
            }
        }
        try {
            return passed.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Ends the threads; returns within a second. */
    void shutdown() {
        group.shutdownGracefully(0, 800, TimeUnit.MILLISECONDS).awaitUninterruptibly(1000, TimeUnit.MILLISECONDS);
    }

    // also of Errors: a tick that throws is never run again, and with it go all timers of the loop
    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            LOG.error("A task on a loop failed", e);
        }
    }
}
