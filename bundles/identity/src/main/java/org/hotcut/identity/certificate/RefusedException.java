package org.hotcut.identity.certificate;

/** A certificate that proves nothing. The message says why, for the log. */
final class RefusedException extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean unknownAuthority;

    /** Has no stack trace: it is the peer that is at fault. */
    RefusedException(String reason) {
        this(reason, false);
    }

    private RefusedException(String reason, boolean unknownAuthority) {
        super(reason, null, false, false);
        this.unknownAuthority = unknownAuthority;
    }

    /** Nobody who counts has anything to do with it. */
    static RefusedException ofUnknownAuthority(String reason) {
        return new RefusedException(reason, true);
    }

    boolean isOfUnknownAuthority() {
        return unknownAuthority;
    }
}
