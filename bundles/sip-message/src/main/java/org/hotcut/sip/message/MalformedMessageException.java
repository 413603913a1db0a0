package org.hotcut.sip.message;

/** Bytes that are no good SIP message. The message is a reason phrase that names the fault. Has no stack trace: it is the peer that is at fault. */
public final class MalformedMessageException extends Exception {
    private static final long serialVersionUID = 1;
    private final int status;
    private final transient Request request;
    private final boolean response;

    MalformedMessageException(int status, String reason, Request request, boolean response) {
        super(reason, null, false, false);
        this.status = status;
        this.request = request;
        this.response = response;
    }

    /** Returns the status to answer with. */
    public int status() {
        return status;
    }

    /**
     * Returns what could be read of a request, for {@link ResponseWriter}. Only {@link Request#method} and {@link Message#topVia}, which may be null,
     * are safe to ask: the rest may be broken or missing. Null when nothing can or may be answered: it has no Via, what an answer
     * repeats may be read in two ways, or it is an ACK.
     */
    public Request request() {
        return request;
    }

    /** Returns whether it was a response: to be dropped. */
    public boolean response() {
        return response;
    }
}
