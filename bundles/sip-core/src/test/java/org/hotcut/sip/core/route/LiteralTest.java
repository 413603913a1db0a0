package org.hotcut.sip.core.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiteralTest {
    /** A stranger chooses what stands in maddr; what begins with a dot the JDK takes for a name. */
    @ParameterizedTest
    @ValueSource(strings = {"", ".", "1.2.3", "1.2.3.4.5", "1.2.3.256", "1..2.3", "1.2.3.4.", "999999999999.1.1.1", ".:1", ".a:b", ":", "a.b.c.d", "1:2:3", "fe80::1%lo"})
    void whatIsNoAddressIsAName(String host) {
        assertNull(Literal.parse(host));
    }

    @Test
    void addressesAreReadAndWrittenAgain() {
        assertEquals("192.0.2.255", Literal.plain(Literal.parse("192.0.2.255")));
        assertEquals("[2001:db8:0:0:0:0:0:1]", Literal.inUri(Literal.parse("2001:DB8::1")));
    }
}
