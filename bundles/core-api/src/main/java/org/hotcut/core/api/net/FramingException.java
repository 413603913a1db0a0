package org.hotcut.core.api.net;

/** Bytes of which no message can be made. The message says why in words for the log. */
public final class FramingException extends Exception {
    private static final long serialVersionUID = 1;

    /** Has no stack trace: it is the peer that is at fault. */
    public FramingException(String reason) {
        super(reason, null, false, false);
    }
}
