package org.hotcut.turn.relay.limit;

/** A limit of bytes a second, for any number of those that are held to it. Safe for any thread. */
public final class Speed {
    private static final double SECOND = 1e9;

    private volatile double nanosPerByte;

    /** Allows this many bytes a second; 0 any number. */
    public Speed(long bytesPerSecond) {
        set(bytesPerSecond);
    }

    /** Allows another number from now on; 0 any. */
    public void set(long bytesPerSecond) {
        nanosPerByte = bytesPerSecond <= 0 ? 0 : SECOND / bytesPerSecond;
    }

    /** Returns how long a byte takes; 0 no time at all. */
    double nanosPerByte() {
        return nanosPerByte;
    }
}
