package org.hotcut.sip.message;

import java.util.ArrayList;
import java.util.List;

import org.hotcut.sip.api.Decision.HeaderField;
import org.hotcut.sip.api.OwnRequest;

/** Writes the requests that this server makes of its own (RFC 3261 section 8.1.1). */
public final class OwnRequestWriter {
    private static final int MAX_FORWARDS = 70;

    private OwnRequestWriter() { }

    /**
     * Checks what goes into the start line.
     *
     * @throws IllegalArgumentException naming the fault
     */
    public static void check(OwnRequest request) {
        byte[] method = Bytes.of(request.method());
        if (method.length == 0 || Bytes.tokenEnd(method, 0, method.length) != method.length) {
            throw new IllegalArgumentException("No method: " + request.method());
        }
        UriParser.parse(request.uri());
    }

    /**
     * Writes a request.
     *
     * @param uri     the Request-URI
     * @param routes  Route values, the first one topmost
     * @param via     the Via value
     * @param contact the Contact URI, or null for none
     */
    public static byte[] write(OwnRequest request, String uri, List<String> routes, String via, String contact) {
        Uri first = routes.isEmpty() ? null : AddressParser.parse(routes.get(0)).uri();
        if (first != null && first.isSip() && first.param("lr") == null) {
            // RFC 3261 section 12.2.1.1: a strict router wants itself in the Request-URI
            List<String> rest = new ArrayList<>(routes.subList(1, routes.size()));
            rest.add('<' + uri + '>');
            return lines(request, first.asRequestUri(), rest, via, contact);
        }
        return lines(request, UriParser.parse(uri).asRequestUri(), routes, via, contact);
    }

    private static byte[] lines(OwnRequest request, String uri, List<String> routes, String via, String contact) {
        Output out = new Output().text(request.method()).text(" ").text(Output.oneLine(uri).replace(" ", "%20")).text(" SIP/2.0\r\n");
        out.header("Via", via);
        for (String route : routes) {
            out.header("Route", route);
        }
        out.header("Max-Forwards", Integer.toString(MAX_FORWARDS)).header("From", request.from()).header("To", request.to());
        out.header("Call-ID", request.callId()).header("CSeq", request.cseq() + " " + request.method());
        if (contact != null) {
            out.header("Contact", '<' + contact + '>');
        }
        for (HeaderField header : request.headers()) {
            out.header(header.name(), header.value());
        }
        byte[] body = request.body() == null ? new byte[0] : request.body();
        return out.header("Content-Length", Integer.toString(body.length)).text("\r\n").bytes(body).toBytes();
    }
}
