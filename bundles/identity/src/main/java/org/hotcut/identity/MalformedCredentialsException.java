package org.hotcut.identity;

/** Credentials that no honest client sends. The message is the reason phrase of a 400. */
final class MalformedCredentialsException extends Exception {
    private static final long serialVersionUID = 1;

    /** Has no stack trace: it is the peer that is at fault. */
    MalformedCredentialsException(String reason) {
        super(reason, null, false, false);
    }
}
