package org.hotcut.sip.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.hotcut.sip.api.Decision;
import org.hotcut.sip.api.Target;
import org.hotcut.sip.message.Request;
import org.hotcut.testkit.RecordingFlows;
import org.hotcut.testkit.Sip;
import org.junit.jupiter.api.Test;

/** What nobody edited goes out as it came, but for what RFC 3261 section 16.6 and RFC 5393 change. */
class ByteForByteTest {
    private static final String ODD = """
        t : "Bob \\" the, builder"\t<sip:bob@example.org;x=1>
        X-UNKNOWN:no space,  and\ttab ,, commas
        f:  <sip:%61lice@EXAMPLE.org;a;b=c%20d>;tag=a ; other=";x"
        i:call-1\u00e9@host
        s:
         folded  over
        \t two lines
        CSeq:   1   INVITE
        Accept: application/sdp;q=0.5 , */*
        cOnTaCt:<sip:alice@192.0.2.1:5060;transport=udp>;+sip.instance="<urn:uuid:1>"
        x-unknown: again
        c: application/sdp
        Warning: 399 a.example "caf\u00e9 \u4e2d"
        """;
    private static final byte[] BODY = body();

    private final Bench bench = new Bench();

    private static byte[] body() {
        byte[] body = new byte[256 + 4];
        for (int i = 0; i < 256; i++) {
            body[i] = (byte) i;
        }
        System.arraycopy("\r\n\r\n".getBytes(StandardCharsets.US_ASCII), 0, body, 256, 4);
        return body;
    }

    private static byte[] message(String startLine, String top) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        String head = startLine + '\n' + top + ODD + "l  :  " + BODY.length + "\n\n";
        message.writeBytes(head.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
        message.writeBytes(BODY);
        return message.toByteArray();
    }

    private static byte[] from(String header, byte[] message) {
        String text = new String(message, StandardCharsets.ISO_8859_1);
        int at = text.indexOf(header);
        assertTrue(at > 0, text);
        return text.substring(at).getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void rfc3261_16_6_aRequestWithOddSpacingFoldsCompactFormsAndABodyOfAllBytes() {
        bench.toBob();
        bench.receive(bench.alice, message("INVITE sip:bob@example.org SIP/2.0", "v:SIP / 2.0/UDP 192.0.2.1:5060 ;branch=z9hG4bK1;rport;x=\"y\"\nMax-Forwards:70 \n"));
        RecordingFlows.Sent sent = bench.flows.sent().stream().filter(each -> each.flow().equals(bench.bob)).findFirst().orElseThrow();
        byte[] asItCame = from("t : ", message("INVITE sip:bob@example.org SIP/2.0", ""));
        assertArrayEquals(asItCame, from("t : ", sent.bytes()));
        String head = new String(sent.bytes(), StandardCharsets.ISO_8859_1);
        List<String> changed = head.substring(0, head.indexOf("t : ")).lines().toList();
        assertEquals("INVITE sip:bob@192.0.2.2:5060 SIP/2.0", changed.get(0));
        assertTrue(changed.get(1).startsWith("Via: SIP/2.0/UDP 127.0.0.1:5060;branch=z9hG4bKh00"));
        assertTrue(changed.get(2).startsWith("Record-Route: <sip:"));
        assertEquals(List.of("Max-Breadth: 60", "v:SIP / 2.0/UDP 192.0.2.1:5060 ;branch=z9hG4bK1;x=\"y\";received=192.0.2.1;rport=5060", "Max-Forwards:69 "), changed.subList(3, 6));
        assertEquals(6, changed.size());
    }

    @Test
    void rfc3261_16_7_aResponseLosesItsTopmostViaAndNothingElse() {
        bench.toBob();
        bench.receive(bench.alice, Bench.request("INVITE", "1"));
        bench.sent(bench.alice);
        Request sent = bench.request(bench.bob);
        String vias = "vIa: " + sent.headers("Via").get(0) + " ,\n " + sent.headers("Via").get(1) + "\n";
        bench.receive(bench.bob, message("SIP/2.0 183 L\u00e4utet", vias));
        byte[] passed = bench.flows.sent().get(0).bytes();
        assertArrayEquals(message("SIP/2.0 183 L\u00e4utet", "vIa: " + sent.headers("Via").get(1) + "\n"), passed);
        assertEquals(183, Sip.response(new String(passed, StandardCharsets.ISO_8859_1)).status());
    }

    @Test
    void rfc3261_16_6_anUnknownMethodWithRoutesOfOthers() {
        String routes = "Route: <sip:127.0.0.1;lr>\nRoute:  \"a, b\"<sip:192.0.2.2;lr>;x ,<sip:192.0.2.3;lr>\n";
        bench.bind("handler", new ScriptedHandler(exchange -> Decision.forward(List.of(Target.of(null)))));
        String odd = new String(message("FROB sip:bob@example.org SIP/2.0", routes), StandardCharsets.ISO_8859_1).replace("1   INVITE", "1   FROB");
        bench.receive(bench.alice, odd.replaceFirst("\r\n", "\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\n").getBytes(StandardCharsets.ISO_8859_1));
        String sent = new String(bench.flows.sent().get(0).bytes(), StandardCharsets.ISO_8859_1);
        String route = "Route: \"a, b\"<sip:192.0.2.2;lr>;x, <sip:192.0.2.3;lr>\r\n";
        assertTrue(sent.contains(route), sent);
        assertArrayEquals(from("t : ", odd.getBytes(StandardCharsets.ISO_8859_1)), from("t : ", sent.replace(route, "").getBytes(StandardCharsets.ISO_8859_1)));
    }
}
