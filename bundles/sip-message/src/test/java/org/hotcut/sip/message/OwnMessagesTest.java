package org.hotcut.sip.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;

import org.hotcut.sip.api.Decision.HeaderField;
import org.junit.jupiter.api.Test;

/** What the server says of its own: responses, CANCEL, ACK. */
class OwnMessagesTest {
    private final Request invite = Sample.request(Sample.INVITE);

    @Test
    void aResponseIsMadeOfItsRequest() {
        byte[] response = ResponseWriter.response(invite, 200, null, "b7", "203.0.113.9", 40000, List.of(new HeaderField("Contact", "<sip:x>")), Bytes.of("hi"));
        assertEquals("""
            SIP/2.0 200 OK
            Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK1;received=203.0.113.9;rport=40000
            Via: SIP/2.0/TCP [2001:db8::1]:5070;branch=z9hG4bK0
            From: "Alice" <sip:alice@example.org>;tag=a1
            To: <sip:bob@example.org>;tag=b7
            Call-ID: c1@192.0.2.1
            CSeq: 4711 INVITE
            Record-Route: <sip:192.0.2.1;lr>
            Contact: <sip:x>
            Content-Length: 2

            hi""", Sample.text(response));
    }

    @Test
    void onlyWhatCanMakeADialogBringsTheRecordRoute() {
        assertFalse(write(invite, 100).contains("Record-Route"));
        assertTrue(write(invite, 180).contains("Record-Route"));
        assertFalse(write(invite, 404).contains("Record-Route"));
        assertFalse(write(Sample.request(Sample.INVITE.replace("INVITE", "MESSAGE")), 200).contains("Record-Route"));
    }

    @Test
    void aTagThatIsThereStays() {
        Request inDialog = Sample.request(Sample.INVITE.replace("To: <sip:bob@example.org>", "To: <sip:bob@example.org>;Tag=mine"));
        assertTrue(write(inDialog, 481).contains("\nTo: <sip:bob@example.org>;Tag=mine\n"));
    }

    @Test
    void aTryingRepeatsTheTimestamp() {
        Request stamped = Sample.request(Sample.INVITE.replace("Supported", "Timestamp: 54\nSupported"));
        assertTrue(write(stamped, 100).contains("\nTimestamp: 54\n"));
        assertFalse(write(stamped, 180).contains("Timestamp"));
    }

    @Test
    void anInviteThatGrewBeyondWhatWeTakeIsCancelledAndAcknowledged() {
        String lines = "X-Line: 1\n".repeat(Limits.DEFAULT.maxHeaders());
        byte[] grown = Sample.bytes(Sample.INVITE.replace("Supported", lines + "Supported"));
        assertTrue(Sample.text(Requests.cancel(grown)).startsWith("CANCEL "));
        assertTrue(Sample.text(Requests.ack(grown, Sample.response("""
            SIP/2.0 486 Busy Here
            Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK1
            From: <sip:alice@example.org>;tag=a1
            To: <sip:bob@example.org>;tag=b7
            Call-ID: c1@192.0.2.1
            CSeq: 4711 INVITE
            Content-Length: 0

            """))).startsWith("ACK "));
    }

    @Test
    void anInviteToATargetWithHeadersInItsUriIsCancelledAllTheSame() {
        byte[] sent = Sample.bytes(Sample.INVITE.replaceFirst("INVITE \\S+", "INVITE sip:bob@192.0.2.2?Subject=x"));
        assertTrue(Sample.text(Requests.cancel(sent)).startsWith("CANCEL sip:bob@192.0.2.2?Subject=x SIP/2.0\n"));
    }

    @Test
    void whatAViaSaysOfItsSourceIsReplacedWhereverItStandsAndHoweverOften() {
        String via = "SIP/2.0/UDP 192.0.2.1:5060 ; received=1.1.1.1;branch=z9hG4bK1 ;RPORT=1; Received = 2.2.2.2;x;rport";
        Request request = Sample.request(Sample.INVITE.replace("SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK1;rport", via));
        String text = Sample.text(ResponseWriter.response(request, 100, null, null, "203.0.113.9", 40000, List.of(), null));
        assertTrue(text.contains("\nVia: SIP/2.0/UDP 192.0.2.1:5060 ;branch=z9hG4bK1 ;x;received=203.0.113.9;rport=40000\n"), text);
    }

    @Test
    void aViaFullOfItIsWrittenInOnePass() {
        String many = ";received".repeat(850) + ";rport";
        Request request = Sample.request(Sample.INVITE.replace(";branch=z9hG4bK1;rport", ";branch=z9hG4bK1" + many));
        for (int i = 0; i < 200; i++) {
            ResponseWriter.response(request, 100, null, null, "203.0.113.9", 40000, List.of(), null);
        }
        // of this thread's own time: the machine may have other things to do
        long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        for (int i = 0; i < 1_000; i++) {
            ResponseWriter.response(request, 100, null, null, "203.0.113.9", 40000, List.of(), null);
        }
        Duration took = Duration.ofNanos(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start);
        assertTrue(took.toMillis() < 2_000, "took " + took);
    }

    @Test
    void whatAHandlerSaysCannotBreakTheResponse() {
        byte[] response = ResponseWriter.response(invite, 403, "No\r\nVia: x", "t", null, -1, List.of(new HeaderField("Warning", "a\nb\rc")), null);
        String text = Sample.text(response);
        assertTrue(text.startsWith("SIP/2.0 403 No  Via: x\n"), text);
        assertTrue(text.contains("\nWarning: a b c\n"), text);
    }

    @Test
    void everyStatusHasAPhrase() {
        for (int status = 100; status < 700; status++) {
            assertFalse(Reasons.of(status).isEmpty());
        }
    }

    @Test
    void aCancelIsMadeOfTheInviteAsSent() {
        assertEquals("""
            CANCEL sip:bob@example.org SIP/2.0
            Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK1;rport
            Route: <sip:edge.example.org;lr>, <sip:next.example.org;lr>
            Max-Forwards: 70
            From: "Alice" <sip:alice@example.org>;tag=a1
            To: <sip:bob@example.org>
            Call-ID: c1@192.0.2.1
            CSeq: 4711 CANCEL
            Content-Length: 0

            """, Sample.text(Requests.cancel(Sample.bytes(Sample.INVITE))));
    }

    @Test
    void anAckTakesItsToFromTheResponse() {
        Response busy = Sample.response(write(invite, 486));
        assertEquals("""
            ACK sip:bob@example.org SIP/2.0
            Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK1;rport
            Route: <sip:edge.example.org;lr>, <sip:next.example.org;lr>
            Max-Forwards: 70
            From: "Alice" <sip:alice@example.org>;tag=a1
            To: <sip:bob@example.org>;tag=b7
            Call-ID: c1@192.0.2.1
            CSeq: 4711 ACK
            Content-Length: 0

            """, Sample.text(Requests.ack(Sample.bytes(Sample.INVITE), busy)));
    }

    private static String write(Request request, int status) {
        return Sample.text(ResponseWriter.response(request, status, null, "b7", null, -1, List.of(), null));
    }
}
