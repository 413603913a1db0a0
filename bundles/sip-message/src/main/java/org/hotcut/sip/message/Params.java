package org.hotcut.sip.message;

/** Header parameters, {@code *( SEMI generic-param )}: of Via, From, To, Contact and Route. */
final class Params {
    private Params() { }

    /**
     * Checks the parameters that start here, at a semicolon or at what follows them.
     *
     * @return the position of what follows them: end, or a comma
     */
    static int check(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && bytes[at] == ';') {
            int name = Bytes.skipSpace(bytes, at + 1, end);
            int nameEnd = Bytes.tokenEnd(bytes, name, end);
            if (nameEnd == name) {
                throw new SyntaxException("Parameter without a name");
            }
            at = Bytes.skipSpace(bytes, afterName(bytes, nameEnd, end), end);
        }
        if (at < end && bytes[at] != ',') {
            throw new SyntaxException("Broken parameter");
        }
        return at;
    }

    /** Returns the position of the semicolon before the parameter of this lower-case name, or -1. What follows must have passed {@link #check}. */
    static int locate(byte[] bytes, int from, int end, String lower) {
        int at = from;
        while (at < end && bytes[at] == ';') {
            int name = Bytes.skipSpace(bytes, at + 1, end);
            int nameEnd = Bytes.tokenEnd(bytes, name, end);
            if (Bytes.equalsIgnoreCase(bytes, name, nameEnd, lower)) {
                return at;
            }
            at = Bytes.skipSpace(bytes, afterName(bytes, nameEnd, end), end);
        }
        return -1;
    }

    /** Returns whether the parameter whose semicolon is here has this lower-case name. */
    static boolean isNamed(byte[] bytes, int semicolon, int end, String lower) {
        int name = Bytes.skipSpace(bytes, semicolon + 1, end);
        return Bytes.equalsIgnoreCase(bytes, name, Bytes.tokenEnd(bytes, name, end), lower);
    }

    /** Returns the end of the parameter whose semicolon is here. */
    static int endOf(byte[] bytes, int semicolon, int end) {
        return afterName(bytes, Bytes.tokenEnd(bytes, Bytes.skipSpace(bytes, semicolon + 1, end), end), end);
    }

    private static int afterName(byte[] bytes, int nameEnd, int end) {
        int equal = Bytes.skipSpace(bytes, nameEnd, end);
        return equal < end && bytes[equal] == '=' ? valueEnd(bytes, Bytes.skipSpace(bytes, equal + 1, end), end) : nameEnd;
    }

    /** Returns the value of the parameter whose semicolon is here, quotes included; an empty span when it has none. */
    static long valueOf(byte[] bytes, int semicolon, int end) {
        int nameEnd = Bytes.tokenEnd(bytes, Bytes.skipSpace(bytes, semicolon + 1, end), end);
        int equal = Bytes.skipSpace(bytes, nameEnd, end);
        if (equal == end || bytes[equal] != '=') {
            return Bytes.span(nameEnd, nameEnd);
        }
        int value = Bytes.skipSpace(bytes, equal + 1, end);
        return Bytes.span(value, valueEnd(bytes, value, end));
    }

    /** Returns the value without quotes of the parameter of this lower-case name, "" when it has none, null when it is absent. */
    static String get(byte[] bytes, int from, int end, String lower) {
        int at = locate(bytes, from, end, lower);
        if (at < 0) {
            return null;
        }
        long value = valueOf(bytes, at, end);
        int start = Bytes.start(value);
        boolean quoted = start < Bytes.end(value) && bytes[start] == '"';
        return quoted ? Bytes.unquoted(bytes, start + 1, Bytes.end(value) - 1) : Bytes.string(bytes, value);
    }

    private static int valueEnd(byte[] bytes, int from, int end) {
        if (from < end && bytes[from] == '"') {
            int after = Bytes.quotedEnd(bytes, from, end);
            if (after < 0) {
                throw new SyntaxException("Quote that is not closed");
            }
            return after;
        }
        return Bytes.wordEnd(bytes, from, end);
    }
}
