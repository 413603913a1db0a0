package org.hotcut.turn.relay.store;

import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The time by which all ends that clients have: milliseconds that nobody can set. While the process lives they are those of {@link System#nanoTime}: whatever happens to the
 * wall clock, nothing ends early or lives on. From one process to the next they go on by wall time, but never back. So they are those since 1970 as the first process
 * counted them, and some others when the wall clock was set since. Safe for any thread.
 */
public final class RelayClock {
    /**
     * What both clocks said at one moment.
     *
     * @param millis of this one
     * @param wall   milliseconds since 1970
     */
    record Reading(long millis, long wall) {
        /** Returns by how much the wall clock is ahead: another number after it was set. */
        long ahead() {
            return wall - millis;
        }
    }

    private final Clock wall;
    private final LongSupplier nanos;
    private final long began;
    private final long beganNanos;

    /**
     * Goes on.
     *
     * @param nanos  a clock like that of {@link System#nanoTime}
     * @param before the last that is known of the process before; null: nothing
     */
    RelayClock(Clock wall, LongSupplier nanos, Reading before) {
        this.wall = wall;
        this.nanos = nanos;
        this.beganNanos = nanos.getAsLong();
        long now = wall.millis();
        this.began = before == null ? now : before.millis() + Math.max(0, now - before.wall());
    }

    /** Returns the time. */
    public long millis() {
        return began + TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong() - beganNanos);
    }

    /** Returns milliseconds since 1970, by the wall clock. */
    public long wall() {
        return wall.millis();
    }

    /** Returns when it will be that time, milliseconds since 1970, unless the wall clock is set. */
    public long wall(long millis) {
        return millis + read().ahead();
    }

    Reading read() {
        return new Reading(millis(), wall.millis());
    }
}
