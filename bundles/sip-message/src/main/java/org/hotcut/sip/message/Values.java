package org.hotcut.sip.message;

/** The elements of a comma list; commas in quotes and brackets do not count. */
final class Values {
    private Values() { }

    /** Returns the position of the comma that ends the element which starts here, or end. */
    static int elementEnd(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end) {
            byte c = bytes[at];
            if (c == ',') {
                return at;
            }
            if (c == '"') {
                int after = Bytes.quotedEnd(bytes, at, end);
                at = after < 0 ? end : after;
            } else if (c == '<') {
                int close = Bytes.find(bytes, '>', at, end);
                at = close < 0 ? end : close + 1;
            } else {
                at++;
            }
        }
        return end;
    }

    /** Returns the element which starts here without white space about it. */
    static long element(byte[] bytes, int from, int end) {
        int start = Bytes.skipSpace(bytes, from, end);
        return Bytes.span(start, Bytes.trimEnd(bytes, start, elementEnd(bytes, start, end)));
    }

    static int count(byte[] bytes, int start, int end) {
        int count = 1;
        for (int at = elementEnd(bytes, start, end); at < end; at = elementEnd(bytes, at + 1, end)) {
            count++;
        }
        return count;
    }
}
