package org.hotcut.sip.message;

import org.hotcut.sip.api.SipUri;

/** A URI as a view of bytes; it keeps the message it stands in from being collected, so hold its {@link #text} where it is to be kept. */
public final class Uri implements SipUri {
    private final byte[] bytes;
    private final int start;
    private final int end;
    private final String scheme;
    private final int userStart;
    private final int userEnd;
    private final int hostStart;
    private final int hostEnd;
    private final int port;
    private final int params;
    private final int headers;
    private String text;
    private String host;

    /** Reads a URI that fills this range. */
    Uri(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.start = start;
        this.end = end;
        int colon = schemeEnd();
        scheme = scheme(bytes, start, colon);
        checkCharacters(colon + 1);
        if (!isSip()) {
            userStart = -1;
            userEnd = -1;
            hostStart = -1;
            hostEnd = -1;
            port = -1;
            params = end;
            headers = end;
            return;
        }
        int at = Bytes.find(bytes, '@', colon + 1, end);
        userStart = at < 0 ? -1 : colon + 1;
        userEnd = at < 0 ? -1 : userEnd(colon + 1, at);
        hostStart = at < 0 ? colon + 1 : at + 1;
        hostEnd = Host.end(bytes, hostStart, end);
        boolean hasPort = hostEnd < end && bytes[hostEnd] == ':';
        params = hasPort ? digitsEnd(hostEnd + 1) : hostEnd;
        port = hasPort ? Host.port(bytes, hostEnd + 1, params) : -1;
        int question = params == end ? -1 : Bytes.find(bytes, '?', params, end);
        headers = question < 0 ? end : question;
        checkTail();
    }

    private void checkTail() {
        if (params < end && (bytes[params] != ';' && bytes[params] != '?' || Bytes.find(bytes, '@', params, end) >= 0)) {
            throw new SyntaxException("Broken host in URI");
        }
    }

    private static String scheme(byte[] bytes, int start, int colon) {
        if (Bytes.equalsIgnoreCase(bytes, start, colon, "sip")) {
            return "sip";
        }
        return Bytes.equalsIgnoreCase(bytes, start, colon, "sips") ? "sips" : Bytes.lower(bytes, start, colon);
    }

    private int schemeEnd() {
        int at = start;
        while (at < end && (Bytes.isLetter(bytes[at]) || at > start && isSchemePart(bytes[at]))) {
            at++;
        }
        if (at == start || at == end || bytes[at] != ':') {
            throw new SyntaxException("URI without a scheme");
        }
        return at;
    }

    private static boolean isSchemePart(byte c) {
        return Bytes.isDigit(c) || c == '+' || c == '-' || c == '.';
    }

    private void checkCharacters(int from) {
        if (from == end) {
            throw new SyntaxException("Empty URI");
        }
        if (Bytes.uriEnd(bytes, from, end) < end) {
            throw new SyntaxException("Character in URI that must be escaped");
        }
    }

    private int userEnd(int from, int at) {
        int password = Bytes.find(bytes, ':', from, at);
        int userEnd = password < 0 ? at : password;
        if (userEnd == from) {
            throw new SyntaxException("Empty user in URI");
        }
        return userEnd;
    }

    private int digitsEnd(int from) {
        int at = from;
        while (at < end && Bytes.isDigit(bytes[at])) {
            at++;
        }
        return at;
    }

    @Override
    public String text() {
        if (text == null) {
            text = Bytes.string(bytes, start, end);
        }
        return text;
    }

    @Override
    public String scheme() {
        return scheme;
    }

    @Override
    public boolean isSip() {
        return scheme.equals("sip") || scheme.equals("sips");
    }

    @Override
    public String user() {
        return userStart < 0 ? null : Bytes.unescaped(bytes, userStart, userEnd);
    }

    @Override
    public String host() {
        if (host == null && hostStart >= 0) {
            host = Host.text(bytes, hostStart, hostEnd);
        }
        return host;
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public String param(String name) {
        for (int at = params; at < headers; at = paramEnd(at)) {
            int stop = paramEnd(at);
            int equal = Bytes.find(bytes, '=', at, stop);
            if (isNamed(name, at + 1, equal < 0 ? stop : equal)) {
                return equal < 0 ? "" : Bytes.unescaped(bytes, equal + 1, stop);
            }
        }
        return null;
    }

    private boolean isNamed(String name, int from, int to) {
        if (Bytes.find(bytes, '%', from, to) >= 0) {
            return name.equalsIgnoreCase(Bytes.unescaped(bytes, from, to));
        }
        return Bytes.sameIgnoreCase(bytes, from, to, name);
    }

    /** Returns the text as it may stand in a start line: without header fields (RFC 3261 section 19.1.1, table 1). */
    public String asRequestUri() {
        return hasHeaders() ? Bytes.string(bytes, start, headers) : text();
    }

    /** Returns whether there are header fields in it, after a question mark. */
    boolean hasHeaders() {
        return headers < end;
    }

    private int paramEnd(int semicolon) {
        int next = Bytes.find(bytes, ';', semicolon + 1, headers);
        return next < 0 ? headers : next;
    }

    @Override
    public String address() {
        if (!isSip()) {
            return text();
        }
        return userStart < 0 ? host() : user() + '@' + host();
    }

    @Override
    public boolean matches(SipUri other) {
        return UriComparison.equal(this, other);
    }

    /** Returns the password, or null. */
    String password() {
        return userStart < 0 || bytes[userEnd] != ':' ? null : Bytes.unescaped(bytes, userEnd + 1, Bytes.find(bytes, '@', userEnd, end));
    }

    /** Returns the parameters with their semicolons, "" when there are none. */
    String params() {
        return Bytes.string(bytes, params, headers);
    }

    /** Returns the header fields without the question mark, "" when there are none. */
    String headers() {
        return headers == end ? "" : Bytes.string(bytes, headers + 1, end);
    }

    /** Returns the text. */
    @Override
    public String toString() {
        return text();
    }
}
