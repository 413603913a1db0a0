package org.hotcut.sip.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EditsTest {
    private final Request invite = Sample.request(Sample.INVITE);

    @Test
    void anEditGivesAnotherMessageAndLeavesTheFirst() {
        Request edited = invite.withUri("sip:other@198.51.100.1:5070;transport=tcp").without("supported").withHeader("X-One", "1").withHeader("Route", "<sip:top;lr>");
        assertEquals(Sample.INVITE, Sample.text(invite.encode()));
        assertEquals("""
            INVITE sip:other@198.51.100.1:5070;transport=tcp SIP/2.0
            Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK1;rport
            Via: SIP/2.0/TCP [2001:db8::1]:5070;branch=z9hG4bK0
            Max-Forwards: 70
            Route: <sip:top;lr>
            Route: <sip:edge.example.org;lr>, <sip:next.example.org;lr>
            From: "Alice" <sip:alice@example.org>;tag=a1
            To: <sip:bob@example.org>
            Call-ID: c1@192.0.2.1
            CSeq: 4711 INVITE
            Record-Route: <sip:192.0.2.1;lr>
            Contact: <sip:alice@192.0.2.1:5060>
            Content-Type: text/plain
            Content-Length: 4
            X-One: 1

            body""", Sample.text(edited.encode()));
    }

    @Test
    void theIndexOfAnEditedMessageIsThatOfItsBytes() throws MalformedMessageException {
        Request edited = invite.withUri("sip:x").without("Route").withHeader("m", "<sip:new@y>").without("Content-Type").withHeader("Via-X", "z")
            .withHeader("via-x", "w");
        Message parsed = Parser.parse(edited.encode());
        for (String name : List.of("Via", "Contact", "Content-Length", "Via-X", "Route", "Record-Route", "Supported")) {
            assertEquals(parsed.headers(name), edited.headers(name), name);
        }
        assertEquals(List.of("w", "z"), edited.headers("VIA-X"));
        assertEquals(List.of("<sip:new@y>", "<sip:alice@192.0.2.1:5060>"), edited.headers("Contact"));
        assertNull(edited.header("Route"));
        assertEquals("body", Bytes.string(edited.body(), 0, 4));
        assertEquals(parsed.toString(), new String(new RequestWriter().start(edited).received("h", 5).finish(), java.nio.charset.StandardCharsets.UTF_8)
            .replace(";received=h;rport=5", ";rport"));
    }

    @Test
    void takingAwayWhatIsNotThereChangesNothing() {
        assertSame(invite, invite.without("X-Mine"));
    }

    @Test
    void everyFieldOfANameIsTakenAway() {
        Request twice = Sample.request(Sample.INVITE.replace("From:", "X: 1\nx : 2\nFrom:").replace("Supported", "X: 3\nSupported"));
        assertEquals(Sample.INVITE, Sample.text(twice.without("x").encode()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Via", "v", "From", "TO", "call-id", "CSeq", "l", "Max-Forwards", "", "a b", "a:b"})
    void whatTheTransactionLeansOnIsNotForHandlers(String name) {
        assertThrows(IllegalArgumentException.class, () -> invite.without(name));
        assertThrows(IllegalArgumentException.class, () -> invite.withHeader(name, "x"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nVia: b", "a\nb", "a\rb"})
    void noValueCanBringAnotherHeaderAlong(String value) {
        assertThrows(IllegalArgumentException.class, () -> invite.withHeader("X", value));
    }

    @Test
    void aRequestUriMustBeOne() {
        assertThrows(IllegalArgumentException.class, () -> invite.withUri("bob"));
        assertThrows(IllegalArgumentException.class, () -> invite.withUri("sip:bob SIP/2.0\r\nVia: x"));
        assertThrows(IllegalArgumentException.class, () -> new RequestWriter().start(invite).uri("sip:b SIP/2.0"));
    }

    @Test
    void aResponseGoesOnWithoutItsTopVia() {
        String response = """
            SIP/2.0 200 OK
            Via: SIP/2.0/TLS edge;branch=z9hG4bKx
            Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK1
            From: <sip:a@b>;tag=1
            To: <sip:c@d>;tag=2
            Call-ID: x
            CSeq: 1 INVITE
            Content-Length: 0

            """;
        String gone = response.replace("Via: SIP/2.0/TLS edge;branch=z9hG4bKx\n", "");
        assertEquals(gone, Sample.text(Sample.response(response).forwarded()));
        assertEquals(gone, Sample.text(Sample.response(response.replace("x\nVia: ", "x , ")).forwarded()));
        assertEquals("""
            WWW-Authenticate: two
            WWW-Authenticate: one""", Sample.text(Sample.response(response).withHeader("WWW-Authenticate", "one").withHeader("WWW-Authenticate", "two").encode())
            .lines().filter(line -> line.startsWith("WWW")).collect(java.util.stream.Collectors.joining("\n")));
    }
}
