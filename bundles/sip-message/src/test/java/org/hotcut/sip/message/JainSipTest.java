package org.hotcut.sip.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.text.ParseException;
import java.util.List;

import javax.sip.header.ContactHeader;
import javax.sip.header.ContentTypeHeader;
import javax.sip.header.ExtensionHeader;
import javax.sip.header.FromHeader;
import javax.sip.header.RouteHeader;
import javax.sip.header.ViaHeader;

import org.junit.jupiter.api.Test;

class JainSipTest {
    private final Request invite = Sample.request(Sample.INVITE);

    @Test
    void aHeaderBecomesTheStandardType() throws ParseException {
        assertEquals("a1", invite.parsed("f", FromHeader.class).get(0).getTag());
        assertEquals("text", invite.parsed("c", ContentTypeHeader.class).get(0).getContentType());
        assertEquals("z9hG4bK0", invite.parsed("Via", ViaHeader.class).get(1).getBranch());
    }

    @Test
    void aListBecomesItsElements() throws ParseException {
        List<RouteHeader> routes = invite.parsed("route", RouteHeader.class);
        assertEquals("<sip:next.example.org;lr>", routes.get(1).getAddress().toString());
        assertEquals(2, routes.size());
        assertEquals(List.of(), invite.without("m").parsed("Contact", ContactHeader.class));
    }

    @Test
    void anUnknownHeaderIsAnExtension() throws ParseException {
        assertEquals("y z", invite.withHeader("X-Mine", "y z").parsed("X-Mine", ExtensionHeader.class).get(0).getValue());
    }

    @Test
    void aBrokenHeaderIsNamed() {
        assertThrows(ParseException.class, () -> invite.without("c").withHeader("Content-Type", "/;").parsed("Content-Type", ContentTypeHeader.class));
        assertThrows(ParseException.class, () -> invite.parsed("From", ContactHeader.class));
    }

    @Test
    void theWholeMessageBecomesTheStandardType() throws ParseException {
        javax.sip.message.Request whole = assertInstanceOf(javax.sip.message.Request.class, invite.toJainSip());
        assertEquals("sip:bob@example.org", whole.getRequestURI().toString());
        assertEquals(4, whole.getRawContent().length);
    }
}
