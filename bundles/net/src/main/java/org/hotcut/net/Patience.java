package org.hotcut.net;

/** Since when one connection keeps us waiting, and for what; in milliseconds of its loop's clock. On its loop only. */
final class Patience {
    private static final long UNREAD_MILLIS = 30_000;

    /** A limit overstepped, and how to say it; words are null when it is nobody's fault. */
    record Overdue(Drops.Reason kind, String words) { }

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

    /** Returns how long it is there, without what was before it was last let go on. */
    long since(long now) {
        return now - beganAt;
    }

    void writable(boolean writable, long now) {
        unwritableSince = writable ? 0 : now;
    }

    void closing(long now) {
        closingSince = now;
    }

    /**
     * Returns which limit the peer has overstepped, or null.
     *
     * @param owesFirst it opened the connection and no message of it was whole yet
     * @param overstays nobody has proven who he is, and it is time
     */
    Overdue overdue(long now, Limits limits, boolean owesFirst, boolean overstays) {
        if (owesFirst && now - beganAt > limits.firstMessageMillis()) {
            return new Overdue(Drops.Reason.SILENT, "sent no whole message within " + limits.firstMessageMillis() / 1000 + " s");
        }
        if (incompleteSince != 0 && now - incompleteSince > limits.incompleteMillis()) {
            return new Overdue(Drops.Reason.INCOMPLETE, "left a message incomplete for " + limits.incompleteMillis() / 1000 + " s");
        }
        if (overstays) {
            return new Overdue(Drops.Reason.UNPROVEN, null);
        }
        boolean idle = limits.idleMillis() > 0 && now - lastHeard > limits.idleMillis();
        return idle ? new Overdue(Drops.Reason.IDLE, null) : null;
    }

    /** Asked while nothing can be written: returns whether that has been so for too long, or null. */
    Overdue unwritable(long now) {
        if (unwritableSince == 0) {
            unwritableSince = now;
        }
        return now - unwritableSince > UNREAD_MILLIS ? new Overdue(Drops.Reason.PEER_DOES_NOT_READ, "does not read what it is sent") : null;
    }

    long lastHeard() {
        return lastHeard;
    }

    long closingSince() {
        return closingSince;
    }
}
