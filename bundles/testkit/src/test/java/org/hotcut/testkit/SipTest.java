package org.hotcut.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.hotcut.sip.message.Request;
import org.junit.jupiter.api.Test;

class SipTest {
    @Test
    void aRequestAndItsResponseAreWhole() {
        Request request = Sip.request("INVITE", "sip:bob@example.org", "Contact: <sip:alice@192.0.2.1>");
        assertEquals("sip:bob@example.org", request.to().uri().text());
        assertEquals("alice@192.0.2.1", request.addresses("m").get(0).uri().address());
        assertEquals("b", Sip.response(request, 180).toTag());
        assertEquals("INVITE", Sip.response(request, 180).method());
    }

    @Test
    void aBodyIsLeftAsItIs() {
        assertEquals("A\r\n\r\nb\r\n", new String(Sip.bytes("A\n\nb\n"), java.nio.charset.StandardCharsets.US_ASCII));
    }
}
