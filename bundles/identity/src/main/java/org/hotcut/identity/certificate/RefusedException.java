package org.hotcut.identity.certificate;

/** A certificate that proves nothing. The message says why, for the log. */
final class RefusedException extends Exception {
    private static final long serialVersionUID = 1;

    /** Has no stack trace: it is the peer that is at fault. */
    RefusedException(String reason) {
        super(reason, null, false, false);
    }
}
