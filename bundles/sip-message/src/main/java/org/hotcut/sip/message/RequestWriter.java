package org.hotcut.sip.message;

import java.util.List;

/**
 * Writes a request as a proxy sends it on (RFC 3261 section 16.6), in one pass: what is new goes to the top, what nobody edited goes out byte for byte.
 * One for each loop; {@link #start} forgets what went before.
 */
public final class RequestWriter {
    private final Output out = new Output();
    private Request request;
    private String uri;
    private int maxForwards;
    private int maxBreadth;
    private String received;
    private int rport;
    private String via;
    private int popped;
    private List<String> routes;
    private String recordRoute;
    private String secondRecordRoute;

    /** Begins with a request as it is. */
    public RequestWriter start(Request incoming) {
        request = incoming;
        uri = null;
        maxForwards = -1;
        maxBreadth = -1;
        received = null;
        rport = -1;
        via = null;
        popped = 0;
        routes = List.of();
        recordRoute = null;
        secondRecordRoute = null;
        return this;
    }

    /**
     * Replaces the Request-URI; null leaves it.
     *
     * @throws IllegalArgumentException when it could not stand in a start line
     */
    public RequestWriter uri(String newUri) {
        if (newUri != null && hasSpace(newUri)) {
            throw new IllegalArgumentException("White space in a Request-URI");
        }
        uri = newUri;
        return this;
    }

    private static boolean hasSpace(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) <= ' ') {
                return true;
            }
        }
        return false;
    }

    /** Sets Max-Forwards; -1 leaves it. */
    public RequestWriter maxForwards(int hops) {
        maxForwards = hops;
        return this;
    }

    /** Sets Max-Breadth (RFC 5393 section 5.3.3); -1 leaves it. */
    public RequestWriter maxBreadth(int branches) {
        maxBreadth = branches;
        return this;
    }

    /** Notes in the topmost Via of the incoming request where it came from; null and -1 leave what is there. */
    public RequestWriter received(String host, int port) {
        received = host;
        rport = port;
        return this;
    }

    /** Puts a Via on top. */
    public RequestWriter via(String value) {
        via = value;
        return this;
    }

    /** Takes so many Route values off the top. */
    public RequestWriter popRoutes(int count) {
        popped = count;
        return this;
    }

    /** Puts Route values on top, the first one topmost. */
    public RequestWriter routes(List<String> values) {
        routes = values;
        return this;
    }

    /** Puts Record-Route values on top, the first one topmost; null for none. */
    public RequestWriter recordRoutes(String first, String second) {
        recordRoute = first;
        secondRecordRoute = second;
        return this;
    }

    /** Returns the request to send. */
    public byte[] finish() {
        out.clear();
        startLine();
        top();
        byte[] bytes = request.bytes;
        return out.bytes(bytes, rest(), bytes.length).toBytes();
    }

    private void startLine() {
        byte[] bytes = request.bytes;
        int end = request.index.name(0);
        if (uri == null) {
            out.bytes(bytes, 0, end);
        } else {
            out.bytes(bytes, 0, request.uriStart).text(uri).bytes(bytes, request.uriEnd, end);
        }
    }

    /** Writes what is changed with all before it and returns where what was not written yet begins. */
    private int rest() {
        Index index = request.index;
        int written = index.name(0);
        boolean patchesVia = received != null || rport >= 0;
        int left = popped;
        for (int line = 0; line < index.count(); line++) {
            int id = index.id(line);
            if (id == HeaderNames.VIA && patchesVia) {
                patchesVia = false;
                written = patchVia(written);
            } else if (id == HeaderNames.MAX_FORWARDS && maxForwards >= 0) {
                written = number(line, written, maxForwards);
            } else if (id == HeaderNames.MAX_BREADTH && maxBreadth >= 0) {
                written = number(line, written, maxBreadth);
            } else if (id == HeaderNames.ROUTE && left > 0) {
                out.bytes(request.bytes, written, index.name(line));
                int values = Values.count(request.bytes, index.valueStart(line), index.valueEnd(line));
                written = values <= left ? index.lineEnd(line) : popFrom(line, left);
                left = Math.max(0, left - values);
            }
        }
        return written;
    }

    private int number(int line, int written, int value) {
        out.bytes(request.bytes, written, request.index.valueStart(line)).number(value);
        return request.index.valueEnd(line);
    }

    private void top() {
        if (via != null) {
            out.header("Via", via);
        }
        for (int i = 0; i < routes.size(); i++) {
            out.header("Route", routes.get(i));
        }
        if (recordRoute != null) {
            out.header("Record-Route", recordRoute);
        }
        if (secondRecordRoute != null) {
            out.header("Record-Route", secondRecordRoute);
        }
        if (maxForwards >= 0 && request.index.first(HeaderNames.MAX_FORWARDS) < 0) {
            out.text("Max-Forwards: ").number(maxForwards).text("\r\n");
        }
        if (maxBreadth >= 0 && request.index.first(HeaderNames.MAX_BREADTH) < 0) {
            out.text("Max-Breadth: ").number(maxBreadth).text("\r\n");
        }
    }

    private int patchVia(int written) {
        Via top = request.topVia();
        out.bytes(request.bytes, written, top.start());
        top.write(out, received, rport);
        return top.end();
    }

    /** Writes the name of a Route line and returns where what is left of its values starts. */
    private int popFrom(int line, int count) {
        byte[] bytes = request.bytes;
        Index index = request.index;
        int end = index.valueEnd(line);
        out.bytes(bytes, index.name(line), index.valueStart(line));
        int at = index.valueStart(line);
        for (int i = 0; i < count; i++) {
            at = Values.elementEnd(bytes, at, end) + 1;
        }
        return Bytes.skipSpace(bytes, at, end);
    }
}
