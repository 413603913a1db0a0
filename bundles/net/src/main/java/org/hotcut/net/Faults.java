package org.hotcut.net;

/** Puts what went wrong with a peer into words for one line of the log. */
final class Faults {
    private static final int DEPTH = 8;

    private Faults() { }

    /** Returns the message of the innermost cause that has one. */
    static String reason(Throwable thrown) {
        String reason = thrown.getClass().getSimpleName();
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < DEPTH; depth++) {
            if (cause.getMessage() != null) {
                reason = cause.getMessage();
            }
            cause = cause.getCause();
        }
        return reason;
    }
}
