package org.hotcut.turn.relay.limit;

/**
 * Bytes a second of an allocation: a bucket that holds what comes in a second, kept as the time at which it will be full again (the generic cell rate algorithm), so that
 * nothing has to refill it. Confined to one thread at a time.
 */
public final class Rate {
    static final long BURST_NANOS = 1_000_000_000L;

    private final Speed speed;
    private long fullAt;

    /**
     * Begins full.
     *
     * @param now by {@link System#nanoTime}
     */
    public Rate(Speed speed, long now) {
        this.speed = speed;
        this.fullAt = now;
    }

    /**
     * Takes a packet out, or returns false when the bucket is empty. The last packet may take more than there is left: what it lacks is lacking later.
     *
     * @param now by {@link System#nanoTime}; may be that of the read burst
     */
    public boolean allows(int bytes, long now) {
        double nanosPerByte = speed.nanosPerByte();
        if (nanosPerByte == 0) {
            return true;
        }
        long behind = Math.max(0, fullAt - now);
        if (behind >= BURST_NANOS) {
            return false;
        }
        fullAt = now + behind + (long) (bytes * nanosPerByte);
        return true;
    }
}
