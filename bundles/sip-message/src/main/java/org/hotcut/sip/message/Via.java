package org.hotcut.sip.message;

import java.util.Locale;

/** One value of Via (RFC 3261 section 20.42), as a view of bytes. */
public final class Via {
    private static final String[] TRANSPORTS = {"UDP", "TCP", "TLS", "WS", "WSS"};
    private final byte[] bytes;
    private final int start;
    private final int end;
    private final int transportStart;
    private final int transportEnd;
    private final int hostStart;
    private final int hostEnd;
    private final int port;
    private final int params;
    private String branch;

    /** Reads the value that starts here and ends at a comma or with the range. */
    Via(byte[] bytes, int start, int limit) {
        this.bytes = bytes;
        this.start = start;
        transportStart = part(part(start, limit, true), limit, true);
        transportEnd = Bytes.tokenEnd(bytes, transportStart, limit);
        hostStart = part(transportStart, limit, false);
        hostEnd = Host.end(bytes, hostStart, limit);
        int colon = Bytes.skipSpace(bytes, hostEnd, limit);
        if (colon < limit && bytes[colon] == ':') {
            int digits = Bytes.skipSpace(bytes, colon + 1, limit);
            int after = Bytes.tokenEnd(bytes, digits, limit);
            port = Host.port(bytes, digits, after);
            params = Bytes.skipSpace(bytes, after, limit);
        } else {
            port = -1;
            params = colon;
        }
        int after = Params.check(bytes, params, limit);
        end = Bytes.trimEnd(bytes, start, after);
    }

    /** Returns where the part after this token begins, past white space and the slash that must (or must not) be between. */
    private int part(int from, int limit, boolean slash) {
        int after = Bytes.tokenEnd(bytes, from, limit);
        int next = Bytes.skipSpace(bytes, after, limit);
        boolean found = next < limit && bytes[next] == '/';
        if (after == from || found != slash || !slash && next == after) {
            throw new SyntaxException("Broken Via");
        }
        return slash ? Bytes.skipSpace(bytes, next + 1, limit) : next;
    }

    /** Returns the transport in upper case. */
    public String transport() {
        for (String known : TRANSPORTS) {
            if (Bytes.equals(bytes, transportStart, transportEnd, known)) {
                return known;
            }
        }
        return Bytes.string(bytes, transportStart, transportEnd).toUpperCase(Locale.ROOT);
    }

    /** Returns the host of sent-by in lower case, an IPv6 address without brackets. */
    public String host() {
        return Host.text(bytes, hostStart, hostEnd);
    }

    /** Returns the port of sent-by, or -1. */
    public int port() {
        return port;
    }

    /** Returns the branch, or null. */
    public String branch() {
        if (branch == null) {
            branch = param("branch");
        }
        return branch;
    }

    /** Returns whether the branch identifies the transaction (RFC 3261 section 17.2.3): the magic cookie and something after it. */
    public boolean hasCookie() {
        String text = branch();
        return text != null && text.length() > 7 && text.regionMatches(true, 0, "z9hG4bK", 0, 7);
    }

    /** Returns whether there is an rport parameter, with or without a value (RFC 3581). */
    public boolean hasRport() {
        return Params.locate(bytes, params, end, "rport") >= 0;
    }

    /** Returns the value of rport, or -1. */
    public int rport() {
        int at = Params.locate(bytes, params, end, "rport");
        if (at < 0) {
            return -1;
        }
        long value = Params.valueOf(bytes, at, end);
        return (int) Bytes.number(bytes, Bytes.start(value), Bytes.end(value), 65_535);
    }

    /** Returns the value of received, an IPv6 address without brackets, or null. */
    public String received() {
        String text = param("received");
        return text != null && text.length() > 2 && text.charAt(0) == '[' ? text.substring(1, text.length() - 1) : text;
    }

    /** Returns a parameter's value, "" when it has none, null when it is absent. The name must be in lower case. */
    public String param(String name) {
        return Params.get(bytes, params, end, name);
    }

    /** Returns the value as it stands in the message. */
    public String text() {
        return Bytes.unfolded(bytes, start, end);
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }

    /** Writes this value with received and rport as the next hop saw them; null and -1 leave them as they are. */
    void write(Output out, String received, int rport) {
        int at = start;
        int param = params;
        while (param < end && bytes[param] == ';') {
            int after = Params.endOf(bytes, param, end);
            if (received != null && Params.isNamed(bytes, param, end, "received") || rport >= 0 && Params.isNamed(bytes, param, end, "rport")) {
                out.bytes(bytes, at, param);
                at = after;
            }
            param = Bytes.skipSpace(bytes, after, end);
        }
        out.bytes(bytes, at, end);
        if (received != null) {
            out.text(";received=").text(received);
        }
        if (rport >= 0) {
            out.text(";rport=").number(rport);
        }
    }

    /** Returns the text. */
    @Override
    public String toString() {
        return text();
    }
}
