package org.hotcut.turn.relay.limit;

import java.util.concurrent.atomic.AtomicLong;

/** As {@link Rate}, for all allocations of a user together, on whatever loops they are. Safe for any thread. */
public final class UserRate {
    private final Speed speed;
    private final AtomicLong fullAt;

    /** Begins full. */
    UserRate(Speed speed, long now) {
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
}
