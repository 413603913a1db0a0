package org.hotcut.certificates;

/** Files that hold no certificate fit for use. The message says why and what to do, for the admin. */
final class RefusedException extends Exception {
    private final boolean waiting;

    RefusedException(String message) {
        this(message, false);
    }

    /** Says whether nothing is wrong but that an authority has not answered yet. */
    RefusedException(String message, boolean waiting) {
        super(message);
        this.waiting = waiting;
    }

    boolean isWaiting() {
        return waiting;
    }
}
