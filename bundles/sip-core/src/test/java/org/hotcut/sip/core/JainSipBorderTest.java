package org.hotcut.sip.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.List;

import javax.sip.address.SipURI;
import javax.sip.header.CSeqHeader;
import javax.sip.header.ContentTypeHeader;
import javax.sip.header.SubjectHeader;
import javax.sip.header.ViaHeader;
import javax.sip.message.Request;

import org.hotcut.sip.api.Decision;
import org.hotcut.sip.api.Target;
import org.hotcut.testkit.Sip;
import org.junit.jupiter.api.Test;

/** A handler may ask for a whole message as a JAIN-SIP object and hand one back. */
class JainSipBorderTest {
    /** What a handler does with a request. */
    interface Edit {
        void apply(Request request) throws Exception;
    }

    private final Bench bench = new Bench();

    private void handler(Edit edit) {
        bench.bind("handler", new ScriptedHandler(exchange -> {
            try {
                Request request = (Request) exchange.request().toJainSip();
                edit.apply(request);
                return new Decision.Forward(bench.core.request(request), List.of(Target.of(null)), true);
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }));
    }

    @Test
    void whatWasEditedAsAJainSipObjectIsForwarded() {
        handler(request -> {
            ((SipURI) request.getRequestURI()).setHost("192.0.2.2");
            ((SubjectHeader) request.getHeader(SubjectHeader.NAME)).setSubject("edited");
            request.setContent("new".getBytes(StandardCharsets.UTF_8), (ContentTypeHeader) request.getHeader(ContentTypeHeader.NAME));
        });
        bench.receive(bench.alice, Bench.request("MESSAGE", "1", "Subject: caf\u00e9", "Content-Type: text/plain", "X-Unknown: stays"));
        org.hotcut.sip.message.Request sent = bench.request(bench.bob);
        assertEquals("sip:bob@192.0.2.2", sent.uri().text());
        assertEquals("edited", sent.header("Subject"));
        assertEquals("stays", sent.header("X-Unknown"));
        assertEquals("new", new String(sent.body(), StandardCharsets.UTF_8));
        assertEquals("3", sent.header("Content-Length"));
        bench.receive(bench.bob, Sip.response(sent, 200));
        assertEquals(List.of(200), bench.statuses(bench.alice));
    }

    @Test
    void aBodyThatIsNoTextIsNotHarmed() {
        byte[] body = {0, (byte) 0xff, (byte) 0x80, 13, 10, 'x'};
        handler(request -> {
            ((SipURI) request.getRequestURI()).setHost("192.0.2.2");
            request.setContent(body, (ContentTypeHeader) request.getHeader(ContentTypeHeader.NAME));
        });
        bench.receive(bench.alice, Bench.request("MESSAGE", "1", "Content-Type: application/octet-stream"));
        assertArrayEquals(body, bench.request(bench.bob).body());
    }

    @Test
    void anotherRequestThanItWasAskedAboutIs500() {
        handler(request -> ((CSeqHeader) request.getHeader(CSeqHeader.NAME)).setSeqNumber(7));
        bench.receive(bench.alice, Bench.request("MESSAGE", "1"));
        handler(request -> ((ViaHeader) request.getHeader(ViaHeader.NAME)).setBranch("z9hG4bKother"));
        bench.receive(bench.alice, Bench.request("MESSAGE", "2"));
        assertEquals(List.of(500, 500), bench.statuses(bench.alice));
        assertEquals(2, bench.dropped(Drop.HANDLER_FAILED));
    }

    @Test
    void whatCannotBeEncodedToARequestNamesTheFault() throws ParseException {
        Request request = (Request) Bench.request("MESSAGE", "1").toJainSip();
        request.removeHeader("Call-ID");
        String fault = assertThrows(IllegalArgumentException.class, () -> bench.core.request(request)).getMessage();
        assertTrue(fault.contains("Call-ID"), fault);
        request.removeHeader("Via");
        assertTrue(assertThrows(IllegalArgumentException.class, () -> bench.core.request(request)).getMessage().contains("Via"));
    }
}
