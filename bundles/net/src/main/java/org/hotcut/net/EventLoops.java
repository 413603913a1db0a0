package org.hotcut.net;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.netty.channel.IoEventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import org.hotcut.core.api.net.Loops;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loops and their threads, all started by the constructor so that none inherits anything from a behaviour bundle. Those of signalling come first, then those of
 * relayed media, which are always the JDK's: its bare datagram sockets cost least (DESIGN.md section 5). Where there is nothing better than the JDK's selector, the same
 * loops do both.
 */
final class EventLoops implements Loops {
    private static final Logger LOG = LoggerFactory.getLogger(EventLoops.class);

    /** What peers that do not read may make the loops of one kind keep, all together. */
    private static final long UNSENT_BYTES = 128L << 20;

    /** The loops of one kind, which take turns. */
    private static final class Circle {
        private final List<Loop> loops;
        private final AtomicInteger next = new AtomicInteger();

        Circle(List<Loop> loops) {
            this.loops = loops;
        }

        Loop next() {
            return loops.get(Math.floorMod(next.getAndIncrement(), loops.size()));
        }
    }

    private final List<MultiThreadIoEventLoopGroup> groups = new ArrayList<>();
    private final List<Loop> loops;
    private final Circle signalling;
    private final Circle media;

    /**
     * Starts the threads.
     *
     * @param count   loops of signalling, which have sockets of that kind
     * @param ofMedia loops of relayed media, when they are not the same
     */
    EventLoops(int count, int ofMedia, Sockets sockets) {
        List<Loop> first = start(count, sockets, "hotcut-net-", 0);
        List<Loop> second = sockets == Sockets.NIO ? first : start(ofMedia, Sockets.NIO, "hotcut-media-", count);
        signalling = new Circle(first);
        media = new Circle(second);
        loops = second == first ? first : Stream.concat(first.stream(), second.stream()).toList();
    }

    private List<Loop> start(int count, Sockets sockets, String name, int from) {
        AtomicInteger number = new AtomicInteger();
        ThreadFactory threads = task -> new LoopThread(task, name + number.getAndIncrement());
        MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(count, threads, sockets.ioHandler());
        groups.add(group);
        List<Loop> made = new ArrayList<>(count);
        for (EventExecutor executor : group) {
            Loop loop = new Loop(from + made.size(), (IoEventLoop) executor, sockets, UNSENT_BYTES / count);
            executor.submit(() -> LoopThread.assign(loop)).syncUninterruptibly();
            made.add(loop);
        }
        return List.copyOf(made);
    }

    @Override
    public int count() {
        return loops.size();
    }

    @Override
    public int signallingCount() {
        return signalling.loops.size();
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

    /** Returns those of SIP over UDP, of connections that we open, and of listeners for nothing but SIP. */
    List<Loop> signalling() {
        return signalling.loops;
    }

    /** Returns those of relayed media and of whatever shares a listener with it. */
    List<Loop> media() {
        return media.loops;
    }

    Loop get(int index) {
        return loops.get(index);
    }

    /** Returns the loop of these whose thread this is, or null. */
    Loop here() {
        Loop here = LoopThread.here();
        return here != null && here.index < loops.size() && loops.get(here.index) == here ? here : null;
    }

    /** Returns the loop that is here if it is one of signalling, otherwise one of these in turn. */
    Loop hereOrNext() {
        Loop here = here();
        return here != null && here.index < signalling.loops.size() ? here : next();
    }

    /** Returns one of the loops of signalling, in turn. */
    Loop next() {
        return signalling.next();
    }

    /** Returns one of the loops of relayed media, in turn. */
    Loop nextMedia() {
        return media.next();
    }

    /** Returns one of the same kind, in turn. */
    Loop nextLike(Loop loop) {
        return loop.index < signalling.loops.size() ? next() : nextMedia();
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
        List<Future<?>> ends = groups.stream().<Future<?>>map(group -> group.shutdownGracefully(0, 800, TimeUnit.MILLISECONDS)).toList();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
        ends.forEach(each -> each.awaitUninterruptibly(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS));
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
