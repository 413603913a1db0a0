package org.hotcut.sip.tcp;

import java.nio.ByteBuffer;

import org.hotcut.core.api.net.FramingException;

/**
 * Finds the end of the first message of a stream. Strict where another reader might see another end: lines end with CRLF and nothing
 * else, Content-Length is there once and is a number (RFC 3261 section 18.3; two equal ones are refused as well as two that differ).
 *
 * <p>The header section is walked from its start on each call. How far was scanned before cannot tell whether the empty line was among
 * that, and an empty line of the body must not be taken for it; {@link #maxHead} bounds what the walk costs.
 */
record Framer(int maxHead, int maxBody) {
    private static final byte[] LONG_NAME = {'c', 'o', 'n', 't', 'e', 'n', 't', '-', 'l', 'e', 'n', 'g', 't', 'h'};

    /** Returns the length of the first message or keep-alive, 0 while it is incomplete. */
    int frame(ByteBuffer unread) throws FramingException {
        int start = unread.position();
        int end = unread.limit();
        if (start == end) {
            return 0;
        }
        if (unread.get(start) == '\r' || unread.get(start) == '\n') {
            return keepAlive(unread, start, end);
        }
        return message(unread, start, end);
    }

    /**
     * A ping is two CRLFs, a pong one (RFC 5626 section 3.5.1). A lone CRLF is taken at once: to wait for a second one would make every
     * pong an unfinished message.
     */
    private static int keepAlive(ByteBuffer unread, int start, int end) throws FramingException {
        int at = start;
        while (at < end && at < start + 4 && unread.get(at) == ((at - start & 1) == 0 ? '\r' : '\n')) {
            at++;
        }
        int length = at - start;
        if ((length & 1) == 0) {
            return whole(length);
        }
        if (at == end) {
            return 0;
        }
        return length == 3 ? 2 : whole(0);
    }

    private static int whole(int length) throws FramingException {
        if (length == 0) {
            throw new FramingException("CR or LF alone before a message");
        }
        return length;
    }

    private int message(ByteBuffer unread, int start, int end) throws FramingException {
        checkStart(unread.get(start));
        int headEnd = Math.min(end, start + maxHead);
        int value = -1;
        int valueEnd = -1;
        boolean inLength = false;
        int line = start;
        int feed = lineFeed(unread, line, headEnd);
        while (feed > line + 1) {
            if (!isFold(unread.get(line))) {
                int found = valueOfLength(unread, line, feed - 1);
                inLength = found >= 0;
                if (inLength && value >= 0) {
                    throw new FramingException("more than one Content-Length");
                }
                value = inLength ? found : value;
            }
            valueEnd = inLength ? feed - 1 : valueEnd;
            line = feed + 1;
            feed = lineFeed(unread, line, headEnd);
        }
        if (feed < 0) {
            return incompleteHead(end - start);
        }
        if (value < 0) {
            throw new FramingException("no Content-Length");
        }
        long whole = feed + 1 - start + number(unread, value, valueEnd);
        return whole <= end - start ? (int) whole : 0;
    }

    // what is no SIP at all, such as a TLS hello, is seen at its first byte
    private static void checkStart(byte first) throws FramingException {
        if (first < '!' || first > '~') {
            throw new FramingException("not SIP");
        }
    }

    private int incompleteHead(int available) throws FramingException {
        if (available >= maxHead) {
            throw new FramingException("a header section of more than " + maxHead + " bytes");
        }
        return 0;
    }

    /** Returns the position of the LF that ends this line, or -1. */
    private static int lineFeed(ByteBuffer unread, int from, int end) throws FramingException {
        for (int at = from; at < end; at++) {
            if (unread.get(at) != '\n') {
                continue;
            }
            if (at == from || unread.get(at - 1) != '\r') {
                throw new FramingException("a line that ends without CR");
            }
            return at;
        }
        return -1;
    }

    private static boolean isFold(byte c) {
        return c == ' ' || c == '\t';
    }

    /** Returns where the value starts when this line is Content-Length, else -1. */
    private static int valueOfLength(ByteBuffer unread, int line, int end) {
        int first = unread.get(line) | 0x20;
        if (first != 'c' && first != 'l') {
            return -1;
        }
        int at = line + 1;
        if (first == 'c') {
            for (int i = 1; i < LONG_NAME.length; i++, at++) {
                byte c = at < end ? unread.get(at) : 0;
                if ((c == '-' ? c : c | 0x20) != LONG_NAME[i]) {
                    return -1;
                }
            }
        }
        while (at < end && isFold(unread.get(at))) {
            at++;
        }
        return at < end && unread.get(at) == ':' ? at + 1 : -1;
    }

    private long number(ByteBuffer unread, int from, int end) throws FramingException {
        int at = from;
        int last = end;
        while (at < last && unread.get(at) <= ' ') {
            at++;
        }
        while (last > at && unread.get(last - 1) <= ' ') {
            last--;
        }
        if (at == last) {
            throw new FramingException("an empty Content-Length");
        }
        long number = 0;
        for (; at < last; at++) {
            byte digit = unread.get(at);
            if (digit < '0' || digit > '9') {
                throw new FramingException("a Content-Length that is no number");
            }
            number = number * 10 + digit - '0';
            if (number > maxBody) {
                throw new FramingException("a body of more than " + maxBody + " bytes");
            }
        }
        return number;
    }
}
