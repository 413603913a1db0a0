package org.hotcut.turn.relay.limit;

import java.util.concurrent.atomic.AtomicLong;

/** As {@link Rate}, for what is on several loops: all allocations of a user, or the connections of one allocation. Safe for any thread. */
public final class UserRate {
    private final Speed speed;
    private final AtomicLong fullAt;

    /**
     * Begins full.
     *
     * @param now by {@link System#nanoTime}
     */
    public UserRate(Speed speed, long now) {
        this.speed = speed;
        this.fullAt = new AtomicLong(now);
    }

    /**
     * Takes a packet out, or returns false when the bucket is empty.
     *
     * @param now by {@link System#nanoTime}; may be that of the read burst
     */
    public boolean allows(int bytes, long now) {
        double nanosPerByte = speed.nanosPerByte();
        if (nanosPerByte == 0) {
            return true;
        }
        while (true) {
            long before = fullAt.get();
            long behind = Math.max(0, before - now);
            if (behind >= Rate.BURST_NANOS) {
                return false;
            }
            if (fullAt.compareAndSet(before, now + behind + (long) (bytes * nanosPerByte))) {
                return true;
            }
        }
    }

    /**
     * Takes out what has passed already, whatever there was.
     *
     * @param now by {@link System#nanoTime}; may be that of the read burst
     * @return for how many nanoseconds the bucket is empty after that
     */
    public long spend(int bytes, long now) {
        double nanosPerByte = speed.nanosPerByte();
        if (nanosPerByte == 0) {
            return 0;
        }
        while (true) {
            long before = fullAt.get();
            long behind = Math.max(0, before - now) + (long) (bytes * nanosPerByte);
            if (bytes == 0 || fullAt.compareAndSet(before, now + behind)) {
                return Math.max(0, behind - Rate.BURST_NANOS);
            }
        }
    }
}
