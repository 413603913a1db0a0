package org.hotcut.sip.message;

/** Messages for tests. */
final class Sample {
    static final String INVITE = """
        INVITE sip:bob@example.org SIP/2.0
        Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK1;rport
        Via: SIP/2.0/TCP [2001:db8::1]:5070;branch=z9hG4bK0
        Max-Forwards: 70
        Route: <sip:edge.example.org;lr>, <sip:next.example.org;lr>
        From: "Alice" <sip:alice@example.org>;tag=a1
        To: <sip:bob@example.org>
        Call-ID: c1@192.0.2.1
        CSeq: 4711 INVITE
        Record-Route: <sip:192.0.2.1;lr>
        Contact: <sip:alice@192.0.2.1:5060>
        Supported: outbound, path
        Content-Type: text/plain
        Content-Length: 4

        body""";

    private Sample() { }

    static byte[] bytes(String text) {
        return Bytes.of(text.replace("\n", "\r\n"));
    }

    static Request request(String text) {
        return (Request) message(text);
    }

    static Response response(String text) {
        return (Response) message(text);
    }

    private static Message message(String text) {
        try {
            return Parser.parse(bytes(text));
        } catch (MalformedMessageException e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    static String text(byte[] message) {
        return Bytes.string(message, 0, message.length).replace("\r\n", "\n");
    }
}
