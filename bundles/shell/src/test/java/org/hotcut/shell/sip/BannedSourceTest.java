package org.hotcut.shell.sip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;

import org.hotcut.core.api.ban.Ban;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BannedSourceTest {
    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.66", "2001:db8::/64", "::1", "fe80::1"})
    void whatIsShownCanBeTyped(String text) {
        assertEquals(text, BannedSource.text(BannedSource.parse(text)));
    }

    @Test
    void theBanOfManyNetworksCanBePardonedAsItIsShown() {
        InetAddress first = BannedSource.parseShown("2001:db8::/48");
        assertEquals("2001:db8::/48", BannedSource.text(new Ban(first, 48, true, false, 0, 1, 1, "")));
        assertEquals(first, BannedSource.parseShown("2001:db8::/64"));
    }

    @Test
    void anAddressIsTypedForItsNetwork() {
        assertEquals("2001:db8::1/64", BannedSource.text(BannedSource.parse("2001:db8::1")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost", "192.0.2.66/24", "192.0.2.300", "2001:db8::/48", ":::", "192.0.2"})
    void whatIsNoAddressIsRefusedWithoutALookUp(String text) {
        assertThrows(IllegalArgumentException.class, () -> BannedSource.parse(text));
    }
}
