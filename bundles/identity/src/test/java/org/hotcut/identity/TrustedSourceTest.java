package org.hotcut.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.List;

import org.hotcut.core.api.account.Identity;
import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.core.api.net.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedSourceTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, UDP, 127.0.0.1, 5070, true",
        "127.0.0.1, UDP, 127.0.0.2, 5070, false",
        "127.0.0.1 udp, TCP, 127.0.0.1, 5070, false",
        "192.0.2.7 5060 tls, TLS, 192.0.2.7, 5060, true",
        "192.0.2.7 5060 tls, TLS, 192.0.2.7, 5061, false",
        "192.0.2.0/25, UDP, 192.0.2.127, 1, true",
        "192.0.2.0/25, UDP, 192.0.2.128, 1, false",
        "192.0.2.128/25, UDP, 192.0.2.200, 1, true",
        "192.0.2.128/25, UDP, 192.0.2.3, 1, false",
        "0.0.0.0/0, UDP, 203.0.113.9, 1, true",
        "0.0.0.0/0, UDP, 2001:db8::1, 1, false",
        "2001:db8::/64, TCP, 2001:db8::7, 1, true",
        "2001:db8::/64, TCP, 2001:db8:1::7, 1, false",
        "[2001:db8::7], TCP, 2001:db8::7, 1, true"})
    void matchesAddressPrefixPortAndTransport(String rule, Protocol protocol, String address, int port, boolean expected) {
        assertEquals(expected, TrustedSource.parse(rule).matches(flow(protocol, address, port), null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.org", "192.0.2", "192.0.2.7/33", "192.0.2.7/-1", "192.0.2.7 0", "192.0.2.7 70000", "192.0.2.7 sctp",
        "192.0.2.7 tls 5060", "tls:", "tls:a b", "tls:example.net 5061", "192.0.2.7 5060 tls more", "999.0.2.7", "2001:db8::/129", "x:1", "dead"})
    void refusesWhatIsNoAddressWithoutAskingDns(String rule) {
        assertThrows(IllegalArgumentException.class, () -> TrustedSource.parse(rule));
    }

    @Test
    void aNameIsThatOfACertificateAndNothingElse() {
        TrustedSources sources = new TrustedSources("tls:pbx.example.net");
        Flow flow = flow(Protocol.TLS, "192.0.2.7", 5061);
        assertEquals("trusted source pbx.example.net", sources.of(flow, proven("PBX.example.net")).how());
        assertNull(sources.of(flow, proven("example.net")));
        assertNull(sources.of(flow, null));
    }

    private static Verdict proven(String domain) {
        return Verdict.proven("1", List.of(new Identity(Identity.Kind.DOMAIN, domain, "test")), Long.MAX_VALUE);
    }

    @Test
    void anEntryThatCannotBeReadTrustsNobodyAndLeavesTheOthersInForce() {
        TrustedSources sources = new TrustedSources("nonsense, 127.0.0.1 udp", " ");
        Identity identity = sources.of(flow(Protocol.UDP, "127.0.0.1", 9), null);
        assertNotNull(identity);
        assertEquals(Identity.Kind.TRUSTED, identity.kind());
        assertEquals("trusted source 127.0.0.1", identity.how());
        assertNull(sources.of(flow(Protocol.TCP, "127.0.0.1", 9), null));
    }

    @Test
    void anEmptyListTrustsNobody() {
        assertNull(new TrustedSources().of(flow(Protocol.UDP, "127.0.0.1", 9), null));
        assertTrue(TrustedSource.parse("::1").matches(flow(Protocol.UDP, "::1", 9), null));
        assertFalse(TrustedSource.parse("::1").matches(flow(Protocol.UDP, "127.0.0.1", 9), null));
    }

    private static Flow flow(Protocol protocol, String address, int port) {
        return new Flow(port, "test", protocol, new InetSocketAddress("192.0.2.100", 5060), new InetSocketAddress(address, port));
    }
}
