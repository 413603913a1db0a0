package org.hotcut.sip.message;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;

class RequestWriterTest {
    private final RequestWriter writer = new RequestWriter();

    @Test
    void whatNobodyEditedGoesOutByteForByte() {
        assertArrayEquals(Sample.bytes(Sample.INVITE), writer.start(Sample.request(Sample.INVITE)).finish());
    }

    @Test
    void aProxysEditsAreMadeInOnePass() {
        byte[] out = writer.start(Sample.request(Sample.INVITE)).uri("sip:bob@198.51.100.7:5062").maxForwards(69).received("203.0.113.9", 40000)
            .via("SIP/2.0/TLS edge.example.org;branch=z9hG4bKx").popRoutes(1).routes(List.of("<sip:p1;lr>", "<sip:p2;lr>"))
            .recordRoutes("<sip:out;lr>", "<sip:in;lr>").finish();
        assertEquals("""
            INVITE sip:bob@198.51.100.7:5062 SIP/2.0
            Via: SIP/2.0/TLS edge.example.org;branch=z9hG4bKx
            Route: <sip:p1;lr>
            Route: <sip:p2;lr>
            Record-Route: <sip:out;lr>
            Record-Route: <sip:in;lr>
            Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK1;received=203.0.113.9;rport=40000
            Via: SIP/2.0/TCP [2001:db8::1]:5070;branch=z9hG4bK0
            Max-Forwards: 69
            Route: <sip:next.example.org;lr>
            From: "Alice" <sip:alice@example.org>;tag=a1
            To: <sip:bob@example.org>
            Call-ID: c1@192.0.2.1
            CSeq: 4711 INVITE
            Record-Route: <sip:192.0.2.1;lr>
            Contact: <sip:alice@192.0.2.1:5060>
            Supported: outbound, path
            Content-Type: text/plain
            Content-Length: 4

            body""", Sample.text(out));
    }

    @Test
    void aWriterForgetsTheRequestBefore() {
        writer.start(Sample.request(Sample.INVITE)).uri("sip:x@y").maxForwards(1).received("h", 1).via("v").popRoutes(2).routes(List.of("r"))
            .recordRoutes("a", "b").finish();
        assertArrayEquals(Sample.bytes(Sample.INVITE), writer.start(Sample.request(Sample.INVITE)).finish());
    }

    @Test
    void aRouteLineThatIsUsedUpGoesAway() {
        String out = Sample.text(writer.start(Sample.request(Sample.INVITE)).popRoutes(2).finish());
        assertFalse(out.contains("\nRoute:"));
        assertTrue(out.contains("Max-Forwards: 70\nFrom:"));
    }

    @Test
    void routesArePoppedOverSeveralLines() {
        String invite = Sample.INVITE.replace("From:", "Route: <sip:a;lr>,<sip:b;lr>\nFrom:");
        String out = Sample.text(writer.start(Sample.request(invite)).popRoutes(3).finish());
        assertTrue(out.contains("Max-Forwards: 70\nRoute: <sip:b;lr>\nFrom:"), out);
    }

    @Test
    void aMissingMaxForwardsIsAdded() {
        String out = Sample.text(writer.start(Sample.request(Sample.INVITE.replace("Max-Forwards: 70\n", ""))).via("v").maxForwards(70).finish());
        assertTrue(out.startsWith("INVITE sip:bob@example.org SIP/2.0\nVia: v\nMax-Forwards: 70\nVia:"), out);
    }

    @Test
    void aLieAboutTheSourceInTheTopViaIsReplaced() {
        String invite = Sample.INVITE.replace(";rport\n", ";received=8.8.8.8;rport=9;x\n");
        String out = Sample.text(writer.start(Sample.request(invite)).received("203.0.113.9", 5).finish());
        assertTrue(out.contains("Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK1;x;received=203.0.113.9;rport=5\n"), out);
    }

    @Test
    void onlyTheFirstViaOfALineIsTheTopOne() {
        String invite = Sample.INVITE.replace(";rport\nVia: ", " ;rport , ");
        String out = Sample.text(writer.start(Sample.request(invite)).received("h", 5).finish());
        assertTrue(out.contains("Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK1 ;received=h;rport=5 , SIP/2.0/TCP [2001:db8::1]:5070;branch=z9hG4bK0\n"), out);
    }
}
