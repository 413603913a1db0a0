package org.hotcut.sip.message;

import java.util.List;

import org.hotcut.sip.api.Decision;

/** Writes the responses that we make of our own (RFC 3261 section 8.2.6). */
public final class ResponseWriter {
    private ResponseWriter() { }

    /**
     * Answers a request, also one of {@link MalformedMessageException#request}.
     *
     * @param reason   null for the code's usual one
     * @param toTag    added to To when it has no tag; null for none, as in 100
     * @param received for the topmost Via, as {@link RequestWriter#received}
     * @param rport    for the topmost Via
     * @param headers  more header fields; line ends in them become spaces
     * @param body     null for none
     */
    public static byte[] response(Request request, int status, String reason, String toTag, String received, int rport,
                                  List<Decision.HeaderField> headers, byte[] body) {
        Output out = new Output();
        out.text("SIP/2.0 ").number(status).text(" ").text(reason == null ? Reasons.of(status) : Output.oneLine(reason)).text("\r\n");
        vias(out, request, received, rport);
        copy(out, request, HeaderNames.FROM);
        to(out, request, toTag);
        copy(out, request, HeaderNames.CALL_ID);
        copy(out, request, HeaderNames.CSEQ);
        if (status == 100) {
            copy(out, request, HeaderNames.TIMESTAMP);
        }
        if (status > 100 && status < 300 && Methods.makesDialog(request.method())) {
            copyAll(out, request, HeaderNames.RECORD_ROUTE);
        }
        for (Decision.HeaderField header : headers) {
            out.header(header.name(), header.value());
        }
        out.text("Content-Length: ").number(body == null ? 0 : body.length).text("\r\n\r\n");
        return body == null ? out.toBytes() : out.bytes(body).toBytes();
    }

    private static void vias(Output out, Request request, String received, int rport) {
        Index index = request.index;
        int first = index.first(HeaderNames.VIA);
        Via top = request.topVia();
        if (top == null) {
            copyAll(out, request, HeaderNames.VIA);
            return;
        }
        out.bytes(request.bytes, index.name(first), top.start());
        top.write(out, received, rport);
        out.bytes(request.bytes, top.end(), index.lineEnd(first));
        for (int line = index.next(HeaderNames.VIA, first + 1); line >= 0; line = index.next(HeaderNames.VIA, line + 1)) {
            out.bytes(request.bytes, index.name(line), index.lineEnd(line));
        }
    }

    private static void to(Output out, Request request, String tag) {
        int line = request.index.first(HeaderNames.TO);
        if (line < 0) {
            return;
        }
        int end = request.index.valueEnd(line);
        out.bytes(request.bytes, request.index.name(line), end);
        if (tag != null && !hasTag(request)) {
            out.text(";tag=").text(tag);
        }
        out.bytes(request.bytes, end, request.index.lineEnd(line));
    }

    private static boolean hasTag(Request request) {
        try {
            return request.toTag() != null;
        } catch (SyntaxException e) {
            return false;
        }
    }

    private static void copy(Output out, Request request, int id) {
        int line = request.index.first(id);
        if (line >= 0) {
            out.bytes(request.bytes, request.index.name(line), request.index.lineEnd(line));
        }
    }

    private static void copyAll(Output out, Request request, int id) {
        for (int line = request.index.first(id); line >= 0; line = request.index.next(id, line + 1)) {
            out.bytes(request.bytes, request.index.name(line), request.index.lineEnd(line));
        }
    }
}
