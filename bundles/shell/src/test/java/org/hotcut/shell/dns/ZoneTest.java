package org.hotcut.shell.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.hotcut.core.api.net.Endpoint;
import org.hotcut.core.api.net.Protocol;
import org.junit.jupiter.api.Test;

class ZoneTest {
    private static Endpoint listener(String name, Protocol protocol, String address, int port, String advertised) {
        return new Endpoint(name, protocol, new InetSocketAddress(address(address), port), advertised, port);
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Zone zone(String host, List<String> machine, Endpoint... listeners) {
        Set<InetAddress> addresses = new LinkedHashSet<>();
        machine.forEach(one -> addresses.add(address(one)));
        return new Zone(new Site(List.of(listeners), addresses, List.of(), host));
    }

    private static List<String> records(Zone zone, String domain) {
        return zone.lines(domain).records().stream().map(line -> line.name() + ' ' + line.type() + ' ' + line.data()).toList();
    }

    @Test
    void leadsToTheListenersThatAreOpen() {
        Zone zone = zone("edge.example.org", List.of("127.0.0.1", "::1", "10.0.0.1", "203.0.113.5", "2001:db8::5", "fe80::1"), listener("tls", Protocol.TLS, "::", 5061, null),
            listener("443", Protocol.TLS, "::", 443, null), listener("udp", Protocol.UDP, "127.0.0.1", 5060, null));
        assertEquals(List.of("example.org. NAPTR 10 50 \"s\" \"SIPS+D2T\" \"\" _sips._tcp.example.org.", "_sips._tcp.example.org. SRV 10 10 5061 edge.example.org.",
            "_sips._tcp.example.org. SRV 20 10 443 edge.example.org.", "edge.example.org. A 203.0.113.5", "edge.example.org. AAAA 2001:db8::5"), records(zone, "example.org"));
        assertEquals(List.of(), zone.lines("example.org").remarks());
    }

    @Test
    void leadsToRelaysThatCanBeReachedFromElsewhere() {
        Set<InetAddress> machine = Set.of(address("127.0.0.1"), address("10.0.0.1"));
        List<Endpoint> relays = List.of(listener("turn-udp", Protocol.UDP, "::", 3478, "203.0.113.5"), listener("turn-tcp", Protocol.TCP, "127.0.0.1", 3478, null),
            listener("turn-tls", Protocol.TLS, "::", 5349, null));
        List<String> records = records(new Zone(new Site(List.of(), machine, relays, "edge.test")), "example.org");
        assertEquals(List.of("_stun._udp.example.org. SRV 10 10 3478 edge.test.", "_turn._udp.example.org. SRV 10 10 3478 edge.test.",
            "_stuns._tcp.example.org. SRV 10 10 5349 edge.test.", "_turns._tcp.example.org. SRV 10 10 5349 edge.test.", "edge.test. A 203.0.113.5", "edge.test. A 10.0.0.1"), records);
    }

    @Test
    void offersPlainTransportsOnlyWhereTheyFaceThePublic() {
        Endpoint tls = listener("tls", Protocol.TLS, "203.0.113.5", 5061, null);
        Endpoint inner = listener("lan", Protocol.UDP, "10.0.0.1", 5060, null);
        assertTrue(records(zone("a.test", List.of(), tls, inner), "example.org").stream().noneMatch(line -> line.contains("D2U")));
        Endpoint outer = listener("udp", Protocol.UDP, "203.0.113.5", 5060, null);
        List<String> both = records(zone("a.test", List.of(), tls, inner, outer), "example.org");
        assertTrue(both.contains("example.org. NAPTR 20 50 \"s\" \"SIP+D2U\" \"\" _sip._udp.example.org."), both.toString());
        assertTrue(both.contains("_sip._udp.example.org. SRV 10 10 5060 a.test."), both.toString());
        Endpoint forwarded = listener("udp", Protocol.UDP, "10.0.0.1", 5060, "203.0.113.5");
        assertTrue(records(zone("a.test", List.of(), forwarded), "example.org").contains("a.test. A 203.0.113.5"));
    }

    @Test
    void saysWhatItDoesNotKnow() {
        Zone unnamed = zone(null, List.of("10.0.0.1"), listener("tls", Protocol.TLS, "0.0.0.0", 5061, null));
        assertEquals(List.of("_sips._tcp.example.org. SRV 10 10 5061 sip.example.org.", "sip.example.org. A 10.0.0.1"), records(unnamed, "example.org").subList(1, 3));
        assertTrue(unnamed.lines("example.org").remarks().get(0).contains("advertised.address of listener tls"));
        Zone named = zone(null, List.of("10.0.0.1"), listener("tls", Protocol.TLS, "0.0.0.0", 5061, "Edge.example.net"));
        assertEquals("_sips._tcp.example.org. SRV 10 10 5061 edge.example.net.", records(named, "example.org").get(1));
        assertEquals(2, records(named, "example.org").size());
        assertEquals(List.of("edge.example.net. needs an A or AAAA record with the address that others see"), named.lines("example.org").remarks());
        Zone closed = zone("a.test", List.of("127.0.0.1"), listener("tls", Protocol.TLS, "127.0.0.1", 5061, null));
        assertEquals(List.of(), records(closed, "example.org"));
        assertTrue(closed.lines("example.org").remarks().get(0).contains("no TLS listener is open to others"));
    }

    @Test
    void writesDomainsAsDnsDoes() {
        Zone zone = zone("a.test", List.of("203.0.113.5"), listener("tls", Protocol.TLS, "0.0.0.0", 5061, null));
        assertEquals("xn--bcher-kva.test. NAPTR 10 50 \"s\" \"SIPS+D2T\" \"\" _sips._tcp.xn--bcher-kva.test.", records(zone, "b\u00fccher.test").get(0));
        assertEquals(List.of(), records(zone, "203.0.113.5"));
        assertEquals(List.of(), records(zone, "[2001:db8::1]"));
    }

    @Test
    void printsAHostOnceForAllDomains() {
        Zone zone = zone("edge.test", List.of("203.0.113.5"), listener("tls", Protocol.TLS, "0.0.0.0", 5061, null));
        Map<String, Zone.Lines> all = new LinkedHashMap<>();
        all.put("a.test", zone.lines("a.test"));
        all.put("b.test", zone.lines("b.test"));
        List<String> text = DnsRecords.text(all);
        assertEquals(7, text.size(), text.toString());
        assertEquals("; b.test", text.get(4));
        assertEquals("edge.test.                       3600 IN A     203.0.113.5", text.get(3));
    }
}
