package org.hotcut.net;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.netty.channel.SelectStrategy;
import io.netty.util.IntSupplier;

/**
 * Lets packets gather while a loop has many to pass on, as a network card does with its interrupts: to fall asleep and be woken for each costs more than to read it. Media
 * comes later by {@link #REST_NANOS} at most, and what the kernel needs to wake a thread; a loop that has few passes each on at once. Of the loop's thread.
 */
final class Coalescing implements SelectStrategy {
    static final long REST_NANOS = TimeUnit.MICROSECONDS.toNanos(200);
    static final long WINDOW_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    /** Packets in a window from which on they are many: 10 000 a second. */
    static final long MANY = 100;
    /** Packets at a time from which on nobody rests: the loop falls behind. */
    static final long BEHIND = 48;

    private long seen;
    private long windowBegan;
    private long windowFirst;
    private boolean isBusy;

    @Override
    public int calculateStrategy(IntSupplier selectNow, boolean hasTasks) throws Exception {
        if (hasTasks) {
            return selectNow.get();
        }
        Loop loop = LoopThread.here();
        if (loop != null && mayRest(loop.packets, System.nanoTime())) {
            LockSupport.parkNanos(REST_NANOS);
        }
        return SELECT;
    }

    /**
     * Returns whether more will have come by the time that it takes to rest.
     *
     * @param packets that the loop has taken so far
     */
    boolean mayRest(long packets, long now) {
        long taken = packets - seen;
        seen = packets;
        long passed = now - windowBegan;
        if (passed >= WINDOW_NANOS) {
            isBusy = passed < 2 * WINDOW_NANOS && packets - windowFirst >= MANY;
            windowBegan = now;
            windowFirst = packets;
        }
        return isBusy && taken > 0 && taken < BEHIND;
    }
}
