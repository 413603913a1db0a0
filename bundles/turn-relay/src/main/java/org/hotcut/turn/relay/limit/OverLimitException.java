package org.hotcut.turn.relay.limit;

/** There are too many allocations to make another. */
public final class OverLimitException extends Exception {
    private static final long serialVersionUID = 1;

    private final Limit limit;

    /** An answer rather than a fault, so it costs no stack trace: clients decide how often. */
    OverLimitException(Limit limit, String message) {
        super(message, null, false, false);
        this.limit = limit;
    }

    /** Returns of what. */
    public Limit limit() {
        return limit;
    }
}
