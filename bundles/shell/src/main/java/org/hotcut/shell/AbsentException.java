package org.hotcut.shell;

/** A service that a command needs is not there; the message says whose it is and what to do. */
public final class AbsentException extends Exception {
    private static final long serialVersionUID = 1;

    /** Has no stack trace: nothing is wrong here. */
    public AbsentException(String message) {
        super(message, null, false, false);
    }
}
