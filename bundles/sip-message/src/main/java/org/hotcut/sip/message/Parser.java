package org.hotcut.sip.message;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Reads messages. One pass over the header section finds the lines; then what routing leans on is checked, the rest stays unread. Strict
 * where two readers could differ (line ends, spaces of the start line, header fields that occur twice), liberal where only a person
 * looks.
 */
public final class Parser {
    private final byte[] bytes;
    private final Limits limits;
    private final Index index = new Index();
    private boolean response;
    private int status;
    private String fault;
    private boolean doubtful;
    private boolean mute;

    private Parser(byte[] bytes, Limits limits) {
        this.bytes = bytes;
        this.limits = limits;
    }

    /**
     * Reads one message, which the caller has framed. Empty lines before it are skipped (RFC 3261 section 7.5); so is what follows the body that
     * Content-Length tells (section 18.3). Where Content-Length is absent, the body goes to the end and the header is added.
     *
     * @param in position to limit are copied once; not changed
     * @throws MalformedMessageException saying what to answer
     */
    public static Message parse(ByteBuffer in, Limits limits) throws MalformedMessageException {
        int start = in.position();
        while (start < in.limit() && (in.get(start) == '\r' || in.get(start) == '\n')) {
            start++;
        }
        byte[] copy = new byte[in.limit() - start];
        in.get(start, copy);
        return new Parser(copy, limits).parse();
    }

    /** Reads one message with {@link Limits#DEFAULT}; the array belongs to the message from now on. */
    public static Message parse(byte[] message) throws MalformedMessageException {
        return new Parser(message, Limits.DEFAULT).parse();
    }

    private Message parse() throws MalformedMessageException {
        response = Bytes.equalsIgnoreCase(bytes, 0, Math.min(4, bytes.length), "sip/");
        if (bytes.length > limits.maxMessage()) {
            fault(513, "Message too large");
        }
        int startLineEnd = lineEnd(0);
        if (startLineEnd == bytes.length) {
            throw new MalformedMessageException(status, fault, null, response);
        }
        lines(startLineEnd + 2);
        Message message = response ? checkStatusLine(startLineEnd) : checkRequestLine(startLineEnd);
        checkPresence();
        if (fault == null) {
            checkValues(message);
        }
        if (fault != null) {
            throw new MalformedMessageException(status, fault, response ? null : answerable(message), response);
        }
        return framed(message);
    }

    /** Returns the position of the CRLF that ends this line, or the end of the message; a fold belongs to the line. */
    private int lineEnd(int from) {
        int at = from;
        while (true) {
            at = Bytes.control(bytes, at, bytes.length);
            if (at == bytes.length) {
                doubtful = true;
                fault(400, "Header section without an end");
                return at;
            }
            if (bytes[at] == '\r' && at + 1 < bytes.length && bytes[at + 1] == '\n') {
                if (at == from || at + 2 == bytes.length || bytes[at + 2] != ' ' && bytes[at + 2] != '\t') {
                    return at;
                }
                at += 2;
            } else {
                if (bytes[at] == '\r' || bytes[at] == '\n') {
                    doubtful = true;
                    fault(400, "CR or LF alone");
                }
                at++;
            }
        }
    }

    private void fault(int code, String reason) {
        if (fault == null) {
            status = code;
            fault = reason;
        }
    }

    private void lines(int from) {
        int at = from;
        while (at < bytes.length) {
            doubtful = false;
            int end = lineEnd(at);
            if (end == at) {
                index.body = at + 2;
                return;
            }
            addLine(at, end);
            at = end + 2;
        }
        fault(400, "No empty line after the header fields");
        index.body = at + 2;
    }

    private void addLine(int at, int end) {
        int nameEnd = Bytes.tokenEnd(bytes, at, end);
        int colon = nameEnd;
        while (colon < end && (bytes[colon] == ' ' || bytes[colon] == '\t')) {
            colon++;
        }
        if (nameEnd == at || colon == end || bytes[colon] != ':') {
            fault(400, "Header line without a name");
            addFaulty(HeaderNames.OTHER, at, at, end);
            return;
        }
        int id = HeaderNames.id(bytes, at, nameEnd);
        int value = Bytes.skipSpace(bytes, colon + 1, end);
        if (doubtful || end - at > limits.maxHeaderLine() || index.count() >= limits.maxHeaders()) {
            fault(400, index.count() >= limits.maxHeaders() ? "Too many header lines" : "Header line too long");
            addFaulty(id, at, value, end);
            return;
        }
        index.add(id, at, value, Bytes.trimEnd(bytes, value, end));
    }

    /** What an answer repeats of a message that has a fault must not be what may be read in two ways, and it must be all there. */
    private void addFaulty(int id, int at, int value, int end) {
        boolean repeated = HeaderNames.isRepeated(id);
        mute |= repeated && (doubtful || end - at > limits.maxHeaderLine()) || index.count() >= 2 * limits.maxHeaders();
        // others only mark where the line before ends
        if (!mute && (repeated || index.count() < limits.maxHeaders() || index.id(index.count() - 1) != HeaderNames.OTHER)) {
            index.add(repeated ? id : HeaderNames.OTHER, at, value, Bytes.trimEnd(bytes, value, end));
        }
    }

    private Message checkRequestLine(int end) {
        int method = Bytes.tokenEnd(bytes, 0, end);
        int uri = method + 1;
        int uriEnd = method < end ? Bytes.find(bytes, ' ', uri, end) : -1;
        if (method == 0 || bytes[method] != ' ' || uriEnd <= uri || !isVersion(uriEnd + 1, end)) {
            fault(400, "Broken request line");
        } else if (!Bytes.equalsIgnoreCase(bytes, uriEnd + 1, end, "sip/2.0")) {
            fault(505, "Version Not Supported");
        }
        return new Request(bytes, index);
    }

    private boolean isVersion(int from, int end) {
        int dot = Bytes.find(bytes, '.', from, end);
        return end - from > 4 && Bytes.equalsIgnoreCase(bytes, from, from + 4, "sip/") && dot > 0
            && Bytes.digits(bytes, from + 4, dot) && Bytes.digits(bytes, dot + 1, end);
    }

    private Message checkStatusLine(int end) {
        int after = Response.STATUS + 3;
        long code = end < after ? -1 : Bytes.number(bytes, Response.STATUS, after, 699);
        if (code < 100 || Bytes.find(bytes, '\r', 0, end) >= 0 || !Bytes.equalsIgnoreCase(bytes, 0, 7, "sip/2.0") || bytes[7] != ' '
            || after < end && bytes[after] != ' ') {
            fault(400, "Broken status line");
            return null;
        }
        return new Response(bytes, index);
    }

    private void checkPresence() {
        int seen = 0;
        for (int line = 0; line < index.count(); line++) {
            int id = index.id(line);
            if (HeaderNames.isSingle(id) && (seen & 1 << id) != 0) {
                fault(400, "More than one " + HeaderNames.text(id));
            }
            seen |= id < 32 ? 1 << id : 0;
        }
        for (int id = HeaderNames.VIA; id <= HeaderNames.CSEQ; id++) {
            if ((seen & 1 << id) == 0) {
                fault(400, "Missing " + HeaderNames.text(id));
            }
        }
    }

    private void checkValues(Message message) {
        String where = "Via";
        try {
            int via = index.first(HeaderNames.VIA);
            new Via(bytes, index.valueStart(via), index.valueEnd(via));
            where = "From";
            message.from();
            where = "To";
            message.to();
            where = "CSeq";
            message.cseq();
            checkCallId();
            checkLength();
            if (message instanceof Request request) {
                where = "Request-URI";
                checkRequest(request);
                where = "Max-Forwards";
                request.maxForwards();
                where = "Max-Breadth";
                request.maxBreadth();
                for (int line = 0; line < index.count(); line++) {
                    where = HeaderNames.text(index.id(line));
                    checkAddresses(line);
                }
            }
        } catch (SyntaxException e) {
            fault(400, e.getMessage() + " (" + where + ')');
        }
    }

    private void checkCallId() {
        int line = index.first(HeaderNames.CALL_ID);
        int start = index.valueStart(line);
        int end = index.valueEnd(line);
        if (start == end) {
            fault(400, "Empty Call-ID");
        }
        for (int at = start; at < end; at++) {
            if (bytes[at] >= 0 && bytes[at] <= ' ') {
                fault(400, "Broken Call-ID");
            }
        }
    }

    private void checkLength() {
        int line = index.first(HeaderNames.CONTENT_LENGTH);
        if (line < 0) {
            return;
        }
        int start = index.valueStart(line);
        int end = index.valueEnd(line);
        if (!Bytes.digits(bytes, start, end)) {
            fault(400, "Broken Content-Length");
        } else if (Bytes.number(bytes, start, end, bytes.length - index.body) < 0) {
            fault(400, "Content-Length too large");
        }
    }

    private void checkRequest(Request request) {
        Uri uri = request.uri();
        // else they would become header fields of a request that somebody else forms (RFC 4475 section 3.1.2.11)
        if (uri.hasHeaders()) {
            fault(400, "Headers in Request-URI");
        }
        if (!request.method().equals(request.cseqMethod())) {
            fault(400, "CSeq of another method");
        }
    }

    private void checkAddresses(int line) {
        int id = index.id(line);
        if (id != HeaderNames.CONTACT && id != HeaderNames.ROUTE && id != HeaderNames.PATH) {
            return;
        }
        int end = index.valueEnd(line);
        for (int at = index.valueStart(line); at <= end; at = Values.elementEnd(bytes, at, end) + 1) {
            long span = Values.element(bytes, at, end);
            if (id != HeaderNames.CONTACT || !Bytes.equals(bytes, Bytes.start(span), Bytes.end(span), "*")) {
                new Address(bytes, Bytes.start(span), Bytes.end(span));
            }
        }
    }

    private Request answerable(Message message) {
        boolean unanswered = mute || index.first(HeaderNames.VIA) < 0 || Bytes.equals(bytes, 0, Math.min(4, bytes.length), "ACK ");
        return unanswered ? null : (Request) message;
    }

    private Message framed(Message message) {
        int line = index.first(HeaderNames.CONTENT_LENGTH);
        if (line < 0) {
            return withLength(message);
        }
        int end = index.body + (int) Bytes.number(bytes, index.valueStart(line), index.valueEnd(line), bytes.length);
        return end == bytes.length ? message : message.copy(Arrays.copyOf(bytes, end), index);
    }

    private Message withLength(Message message) {
        int at = index.body - 2;
        byte[] field = Bytes.of("Content-Length: " + (bytes.length - index.body) + "\r\n");
        Index longer = index.inserted(index.count(), HeaderNames.CONTENT_LENGTH, "Content-Length".length(), field.length);
        return message.copy(Edits.replaced(bytes, at, at, field), longer);
    }
}
