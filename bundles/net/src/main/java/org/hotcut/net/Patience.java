package org.hotcut.net;

/** Since when one connection keeps us waiting, and for what; in milliseconds of its loop's clock. On its loop only. */
final class Patience {
    private long beganAt;
    private long lastHeard;
    private long incompleteSince;
    private long unwritableSince;
    private long closingSince;

    void began(long now) {
        beganAt = now;
        lastHeard = now;
    }

    void heard(long now) {
        lastHeard = now;
    }

    /**
     * Something was framed, or tried.
     *
     * @param whole   at least one message was whole
     * @param waiting how many bytes of the next one are there
     */
    void framed(boolean whole, int waiting, long now) {
        if (waiting == 0) {
            incompleteSince = 0;
        } else if (whole || incompleteSince == 0) {
            incompleteSince = now;
        }
    }

    /** What the peer did while we did not read is not held against it. */
    void resumed(long now) {
        beganAt = now;
        lastHeard = now;
        incompleteSince = 0;
    }

    void writable(boolean writable, long now) {
        unwritableSince = writable ? 0 : now;
    }

    void closing(long now) {
        closingSince = now;
    }

    long beganAt() {
        return beganAt;
    }

    long lastHeard() {
        return lastHeard;
    }

    long incompleteSince() {
        return incompleteSince;
    }

    /** Returns for how long, from the first time that this is asked or told, nothing could be written. */
    long unwritableFor(long now) {
        if (unwritableSince == 0) {
            unwritableSince = now;
        }
        return now - unwritableSince;
    }

    long closingSince() {
        return closingSince;
    }
}
