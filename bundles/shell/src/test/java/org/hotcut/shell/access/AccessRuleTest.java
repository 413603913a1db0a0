package org.hotcut.shell.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessRuleTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.7,,, 192.0.2.7",
        "192.0.2.7, 5060, TLS, 192.0.2.7 5060 tls",
        "192.0.2.7, udp,, 192.0.2.7 udp",
        "192.0.2.7, 0, tcp, 192.0.2.7 tcp",
        "tls:pbx.example.net,,, tls:pbx.example.net",
        "2001:db8::/64, 5060,, 2001:db8::/64 5060"})
    void isWrittenAsIdentityReadsIt(String source, String port, String transport, String text) {
        AccessRule rule = AccessRule.of(source, port, transport);
        assertEquals(text, rule.toString());
        assertEquals(rule, AccessRule.stored(text));
    }

    @ParameterizedTest
    @CsvSource({"example.org,,", "tls:,,", "tls:pbx.example.net, 5061,", "192.0.2,,", "192.0.2.300,,", "192.0.2.0/33,,", "2001:db8::/129,,", "1::2::3,,", "192.0.2.7, 70000,", "192.0.2.7, sctp,",
        "192.0.2.7, 5060, sctp", "192.0.2.7, udp, 5060"})
    void isRefusedWithASentenceWhenIdentityWouldIgnoreIt(String source, String port, String transport) {
        assertThrows(IllegalArgumentException.class, () -> AccessRule.of(source, port, transport));
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.7", "192.0.2.7 udp", "::/0"})
    void warnsOfAddressesThatCanBeForged(String rule) {
        assertEquals(true, AccessRule.stored(rule).canBeForged());
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.7 tls", "tls:pbx.example.net", "127.0.0.1 udp", "::1"})
    void doesNotWarnOfOthers(String rule) {
        assertEquals(false, AccessRule.stored(rule).canBeForged());
    }

    @Test
    void theListIsOneTextWithCommasOrSeveral() {
        List<AccessRule> both = List.of(AccessRule.of("127.0.0.1", "udp", null), AccessRule.of("192.0.2.7", null, null));
        assertEquals(both, TrustedList.read("127.0.0.1 udp, 192.0.2.7"));
        assertEquals(both, TrustedList.read(new String[] {"127.0.0.1 udp", "192.0.2.7,"}));
        assertEquals(List.of(), TrustedList.read(null));
        assertEquals(List.of(), TrustedList.read(""));
    }

    @Test
    void whatCannotBeReadIsShownAsItStands() {
        assertEquals("some nonsense here", AccessRule.stored("some nonsense here").toString());
    }
}
