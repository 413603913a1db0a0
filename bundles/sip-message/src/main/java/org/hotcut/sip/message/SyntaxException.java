package org.hotcut.sip.message;

/** A text that is not what its grammar wants; the message names the fault. Has no stack trace: it is the sender that is at fault. */
final class SyntaxException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    SyntaxException(String fault) {
        super(fault);
    }

    @Override
    public Throwable fillInStackTrace() {
        return this;
    }
}
