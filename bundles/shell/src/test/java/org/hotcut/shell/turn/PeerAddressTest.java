package org.hotcut.shell.turn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.hotcut.shell.Addresses;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeerAddressTest {
    @ParameterizedTest
    @CsvSource({"192.0.2.7, 192.0.2.7", "::ffff:192.0.2.7, 192.0.2.7", "::FFFF:c000:207, 192.0.2.7", "[2001:db8::1], 2001:db8::1", "fe80::1%eth0, fe80::1", "[fe80::1%7], fe80::1",
        "64:ff9b::10.0.0.1, 64:ff9b::a00:1"})
    void isReadInAnySpelling(String text, String address) {
        assertEquals(address, Addresses.text(PeerAddress.parse(text)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.org", "2130706433", "127.1", "0x7f.0.0.1", "192.0.2.300", "192.0.2.0/24", "1::2::3", "", "%eth0", "alice@example.org", "fe80::1%"})
    void isNoAddress(String text) {
        assertNull(PeerAddress.find(text));
        assertThrows(IllegalArgumentException.class, () -> PeerAddress.parse(text));
    }

    @Test
    void readsPorts() {
        assertEquals(0, PeerAddress.port(null));
        assertEquals(65_535, PeerAddress.port("65535"));
        for (String wrong : new String[] {"0", "65536", "sip", "-1", ""}) {
            assertThrows(IllegalArgumentException.class, () -> PeerAddress.port(wrong), wrong);
        }
    }
}
