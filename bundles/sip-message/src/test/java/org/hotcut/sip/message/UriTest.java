package org.hotcut.sip.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UriTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {
        "sip:alice@Example.ORG | alice | example.org | -1",
        "SIPS:alice:secret@example.org.:5061 | alice | example.org | 5061",
        "sip:example.org;lr | - | example.org | -1",
        "sip:%61lice%40home@example.org | alice@home | example.org | -1",
        "sip:user;par=u%40x@example.org;transport=tcp | user;par=u@x | example.org | -1",
        "sip:a?b/c&d@192.0.2.1?Subject=x | a?b/c&d | 192.0.2.1 | -1",
        "sip:+1-234;phone-context=x@[2001:DB8::1]:5070 | +1-234;phone-context=x | 2001:db8::1 | 5070",
        "sip:[::ffff:192.0.2.1] | - | ::ffff:192.0.2.1 | -1",
        "sip:a%zz@my_host | a%zz | my_host | -1"})
    void itsPartsAreRead(String text, String user, String host, int port) {
        Uri uri = UriParser.parse(text);
        assertEquals(text, uri.text());
        assertEquals(user, uri.user());
        assertEquals(host, uri.host());
        assertEquals(port, uri.port());
    }

    @Test
    void anEscapedNulShortensNothing() {
        assertEquals("null-\0-null@example.org", UriParser.parse("sip:null-%00-null@example.org").address());
        assertNotEquals(UriParser.parse("sip:null-%00@example.org").address(), UriParser.parse("sip:null-%00%00@example.org").address());
    }

    @Test
    void escapesThatAreNoTextStayApart() {
        assertNotEquals(UriParser.parse("sip:%ff@example.org").address(), UriParser.parse("sip:%fe@example.org").address());
        assertEquals("\u00fc@example.org", UriParser.parse("sip:%c3%bc@example.org").address());
    }

    @Test
    void parametersAreFoundInAnyCaseAndUnescaped() {
        Uri uri = UriParser.parse("sip:a@b;Transport=TCP;LR;x=%41;%6d%61ddr=1.2.3.4?H=v;w");
        assertEquals("TCP", uri.param("transport"));
        assertEquals("", uri.param("lr"));
        assertEquals("A", uri.param("X"));
        assertEquals("1.2.3.4", uri.param("maddr"));
        assertNull(uri.param("w"));
        assertNull(uri.param("tran"));
    }

    @Test
    void otherSchemesAreOnlyText() {
        Uri uri = UriParser.parse("TEL:+1-201-555-0123;x=y");
        assertEquals("tel", uri.scheme());
        assertFalse(uri.isSip());
        assertNull(uri.host());
        assertNull(uri.user());
        assertNull(uri.param("x"));
        assertEquals(uri.text(), uri.address());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "bob", "sip:", ":x", "1sip:x", "sip:@h", "sip:a@", "sip:a@b@c", "sip:a b@c", "sip:a@b:", "sip:a@b:x", "sip:a@b:70000", "sip:a@[::1",
        "sip:a@[1.2.3.4]", "sip:a@[.::1]", "sip:a@[::1]x", "sip:a@b,c", "sip:a@b/c", "sip::secret@b", "sip:a@b;x=\"y\"", "<sip:a@b>", "sip:a@\u00fcber.example", "sip:a\r\n@b"})
    void whatIsNoUriIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> UriParser.parse(text));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "sip:%61lice@atlanta.com;transport=TCP | sip:alice@AtlanTa.CoM;Transport=tcp",
        "sip:carol@chicago.com | sip:carol@chicago.com;newparam=5",
        "sip:carol@chicago.com;security=on | sip:carol@chicago.com;newparam=5",
        "sip:biloxi.com;transport=tcp;method=REGISTER?to=sip:bob%40biloxi.com | sip:biloxi.com;method=REGISTER;transport=tcp?to=sip:bob%40biloxi.com",
        "sip:alice@atlanta.com?subject=project%20x&priority=urgent | sip:alice@atlanta.com?priority=urgent&subject=project%20x",
        "tel:1 | tel:1"})
    void theseAreTheSame(String one, String other) {
        assertTrue(UriParser.parse(one).matches(UriParser.parse(other)));
        assertTrue(UriParser.parse(other).matches(UriParser.parse(one)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "SIP:ALICE@AtLanTa.CoM;Transport=udp | sip:alice@AtLanTa.CoM;Transport=UDP",
        "sip:bob@biloxi.com | sip:bob@biloxi.com:5060",
        "sip:bob@biloxi.com | sip:bob@biloxi.com;transport=udp",
        "sip:bob@biloxi.com | sip:bob@biloxi.com:6000;transport=tcp",
        "sip:carol@chicago.com | sip:carol@chicago.com?Subject=next%20meeting",
        "sip:bob@phone21.boxesbybob.com | sip:bob@192.0.2.4",
        "sip:carol@chicago.com;security=on | sip:carol@chicago.com;security=off",
        "sip:bob@biloxi.com | sips:bob@biloxi.com",
        "sip:bob:x@biloxi.com | sip:bob:y@biloxi.com",
        "sip:bob@biloxi.com | sip:biloxi.com",
        "sip:bob@biloxi.com;user=ip | sip:bob@biloxi.com"})
    void theseAreNot(String one, String other) {
        assertFalse(UriParser.parse(one).matches(UriParser.parse(other)));
        assertFalse(UriParser.parse(other).matches(UriParser.parse(one)));
    }
}
