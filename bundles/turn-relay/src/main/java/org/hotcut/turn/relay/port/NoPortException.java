package org.hotcut.turn.relay.port;

/** There is no port to be had: 508 (Insufficient Capacity). The message says why, for the log. */
public final class NoPortException extends Exception {
    private static final long serialVersionUID = 1;

    /** An answer rather than a fault, so it costs no stack trace: clients decide how often. */
    public NoPortException(String message, Throwable cause) {
        super(message, cause, false, false);
    }
}
