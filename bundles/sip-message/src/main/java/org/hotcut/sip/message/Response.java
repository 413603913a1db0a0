package org.hotcut.sip.message;

import org.hotcut.sip.api.SipResponse;

/** A response; see {@link Message}. */
public final class Response extends Message implements SipResponse {
    /** Position of the status code: after {@code SIP/2.0} and a space. */
    static final int STATUS = 8;
    private final int status;

    Response(byte[] bytes, Index index) {
        super(bytes, index);
        status = (int) Bytes.number(bytes, STATUS, STATUS + 3, 999);
    }

    @Override
    Response copy(byte[] newBytes, Index newIndex) {
        return new Response(newBytes, newIndex);
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public String reason() {
        int end = Bytes.find(bytes, '\r', STATUS, bytes.length);
        return end <= STATUS + 4 ? "" : Bytes.string(bytes, STATUS + 4, end);
    }

    /** Returns this response with a header field added above the first of its name, or at the end; see {@link Request#withHeader}. */
    public Response withHeader(String name, String value) {
        return (Response) Edits.inserted(this, name, value);
    }

    /** Returns this response without any header of that name; see {@link Request#without}. */
    public Response without(String name) {
        return (Response) Edits.removed(this, name);
    }

    /** Returns the response as it goes on to the one before us: without its topmost Via (RFC 3261 section 16.7 step 3). */
    public byte[] forwarded() {
        int line = index.first(HeaderNames.VIA);
        int comma = Values.elementEnd(bytes, index.valueStart(line), index.valueEnd(line));
        boolean alone = comma == index.valueEnd(line);
        int from = alone ? index.name(line) : index.valueStart(line);
        int to = alone ? index.lineEnd(line) : Bytes.skipSpace(bytes, comma + 1, index.valueEnd(line));
        return Edits.replaced(bytes, from, to, new byte[0]);
    }
}
