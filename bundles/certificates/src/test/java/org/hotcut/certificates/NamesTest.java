package org.hotcut.certificates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {

    @Test
    void addressesHaveOneForm() {
        assertEquals("0:0:0:0:0:0:0:1", Names.address("::1"));
        assertEquals("2001:db8:0:0:0:0:0:5", Names.address("[2001:DB8::5]"));
        assertEquals("192.0.2.1", Names.address("192.0.2.1"));
        assertEquals("fe80:0:0:0:0:0:0:1", Names.address("fe80::1%eth0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "example.org", "1.2.3", "1.2.3.4.", "256.1.1.1", "1:2", "[", "::1::"})
    void otherThingsAreNoAddresses(String text) {
        assertNull(Names.address(text));
    }

    @Test
    void namesAreInLowerCaseAsciiWithoutTheLastDot() {
        Names names = new Names();
        assertTrue(names.addHost("EDGE.Example."));
        assertTrue(names.addHost("bücher.example"));
        assertTrue(names.addHost("*.pbx.example"));
        assertEquals(Set.of("edge.example", "xn--bcher-kva.example", "*.pbx.example"), names.dns());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a b", "-a", "a..b", "a/b", "x@y", "a\n.b"})
    void whatIsNoHostNameIsRefused(String text) {
        assertFalse(new Names().addHost(text));
    }
}
