package org.hotcut.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
    @ParameterizedTest
    @CsvSource({
        "Example.ORG., example.org", "pbx, pbx", "192.0.2.1, 192.0.2.1", "B\u00fccher.example, xn--bcher-kva.example",
        "[2001:DB8:0:0:1:0:0:1], 2001:db8::1:0:0:1", "::1, ::1", "::, ::", "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1", "::ffff:192.0.2.1, 192.0.2.1",
        "2001:0db8:0:0:0:0:2:1, 2001:db8::2:1", "1:0:0:2:0:0:0:3, 1:0:0:2::3", "fe80:0:0:0:0:0:0:0, fe80::"})
    void aDomainIsStoredInOneForm(String typed, String stored) {
        assertEquals(stored, Names.domain(typed));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ".", "a..b", "-a.example", "a-.example", "exa mple.org", "example.org:5060", "sip:example.org", "alice@example.org",
        "256.1.1.1", "1.2.3", "1:2", "fe80::1%eth0", "[::1", "a_b.example", "exam\u0000ple.org"})
    void whatIsNoDomainIsRefusedWithASentence(String typed) {
        String said = assertThrows(IllegalArgumentException.class, () -> Names.domain(typed)).getMessage();
        assertTrue(said.startsWith("neither a host name nor an address: '"), said);
    }

    @Test
    void aDomainHasNoMoreThan253Characters() {
        String label = "x".repeat(61) + ".";
        assertEquals(251, Names.domain(label.repeat(4) + "abc").length());
        assertThrows(IllegalArgumentException.class, () -> Names.domain(label.repeat(4) + "abcdef"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice", "+4930123456", "a.b-c_d!~*'()&=+$,;?/", "101", "J\u00f6rg", "%41"})
    void aUserNameMayBeAnythingThatRfc3261CanEscape(String typed) {
        assertEquals(typed, Names.user(typed));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "alice@example.org", "a b", "a:b", "a\"b", "a\\b", "a\u0000b", "a\rb", "<alice>", "a\u00a0b"})
    void whatIsNoUserNameIsRefused(String typed) {
        assertThrows(IllegalArgumentException.class, () -> Names.user(typed));
    }

    @Test
    void aRealmThatCouldNotStandInAHeaderFieldIsRefused() {
        assertEquals("The Realm", Names.realm(" The Realm "));
        assertThrows(IllegalArgumentException.class, () -> Names.realm("a\"b"));
        assertThrows(IllegalArgumentException.class, () -> Names.realm("a\r\nb"));
        assertThrows(IllegalArgumentException.class, () -> Names.realm("x".repeat(256)));
    }
}
