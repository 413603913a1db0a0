package org.hotcut.sip.message;

/** The {@code hostport} of a URI or Via. */
final class Host {
    private Host() { }

    /** Returns the end of the host that starts here, brackets of an IPv6 reference included. */
    static int end(byte[] bytes, int from, int end) {
        int at = from < end && bytes[from] == '[' ? reference(bytes, from + 1, end) : name(bytes, from, end);
        if (at == from) {
            throw new SyntaxException("No host");
        }
        return at;
    }

    private static int name(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && isNamePart(bytes[at])) {
            at++;
        }
        return at;
    }

    // the underscore is not in the grammar but in the names of many real hosts
    private static boolean isNamePart(byte c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '.' || c == '-' || c == '_';
    }

    private static int reference(byte[] bytes, int from, int end) {
        int colons = 0;
        int at = from;
        while (at < end && (Character.digit(bytes[at], 16) >= 0 || bytes[at] == ':' || bytes[at] == '.')) {
            colons += bytes[at] == ':' ? 1 : 0;
            at++;
        }
        // what begins with a dot is no address to InetAddress either, which would ask DNS for it
        if (at == end || bytes[at] != ']' || colons < 2 || bytes[from] == '.') {
            throw new SyntaxException("Broken IPv6 reference");
        }
        return at + 1;
    }

    /** Returns the host without brackets and trailing dot, lower case. */
    static String text(byte[] bytes, int start, int end) {
        if (bytes[start] == '[') {
            return Bytes.lower(bytes, start + 1, end - 1);
        }
        return Bytes.lower(bytes, start, end - start > 1 && bytes[end - 1] == '.' ? end - 1 : end);
    }

    static int port(byte[] bytes, int start, int end) {
        int port = (int) Bytes.number(bytes, start, end, 65_535);
        if (port < 0) {
            throw new SyntaxException("Broken port");
        }
        return port;
    }
}
