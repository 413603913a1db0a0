package org.hotcut.sip.message;

import java.nio.ByteBuffer;

/** Writes the requests that belong to the transaction of an INVITE which we sent. */
public final class Requests {
    private static final Limits ANY = new Limits(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE);

    private Requests() { }

    /** Returns the CANCEL (RFC 3261 section 9.1) of an INVITE as it was sent on that branch. */
    public static byte[] cancel(byte[] invite) {
        Request sent = read(invite);
        return hopByHop(sent, "CANCEL", sent);
    }

    /** Returns the ACK (RFC 3261 section 17.1.1.3) for a final response other than 2xx to an INVITE as it was sent on that branch. */
    public static byte[] ack(byte[] invite, Response response) {
        return hopByHop(read(invite), "ACK", response);
    }

    // the limits are for strangers: what we sent has more lines than what came, and a target's URI may be worse
    private static Request read(byte[] invite) {
        try {
            return (Request) Parser.parse(ByteBuffer.wrap(invite), ANY);
        } catch (MalformedMessageException e) {
            if (e.request() == null) {
                throw new IllegalArgumentException("Not a request that was sent: " + e.getMessage(), e);
            }
            return e.request();
        }
    }

    private static byte[] hopByHop(Request invite, String method, Message to) {
        Output out = new Output();
        out.text(method).text(" ").bytes(invite.bytes, invite.uriStart, invite.uriEnd).text(" SIP/2.0\r\n");
        Via via = invite.topVia();
        out.text("Via: ").bytes(invite.bytes, via.start(), via.end()).text("\r\n");
        Index index = invite.index;
        for (int line = index.first(HeaderNames.ROUTE); line >= 0; line = index.next(HeaderNames.ROUTE, line + 1)) {
            copy(out, invite, line);
        }
        out.text("Max-Forwards: 70\r\n");
        copy(out, invite, index.first(HeaderNames.FROM));
        copy(out, to, to.index.first(HeaderNames.TO));
        copy(out, invite, index.first(HeaderNames.CALL_ID));
        out.text("CSeq: ").number(invite.cseq()).text(" ").text(method).text("\r\n");
        return out.text("Content-Length: 0\r\n\r\n").toBytes();
    }

    private static void copy(Output out, Message from, int line) {
        out.bytes(from.bytes, from.index.name(line), from.index.lineEnd(line));
    }
}
