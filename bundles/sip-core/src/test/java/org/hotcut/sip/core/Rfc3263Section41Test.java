package org.hotcut.sip.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;

import org.hotcut.core.api.net.Endpoint;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.testkit.RecordingFlows;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which transport, and which address and port (RFC 3263 sections 4.1 and 4.2). */
class Rfc3263Section41Test {
    private final NameBench bench = new NameBench();

    @AfterEach
    void end() {
        bench.close();
    }

    @Test
    void rfc3263_4_1_naptrOrderChoosesTheTransportAndTheNameOfTheSrvRecords() {
        bench.dns.knows("example.org. 60 NAPTR 50 50 \"s\" \"SIP+D2T\" \"\" tcp.sip.example.net.", "example.org. 60 NAPTR 90 50 \"s\" \"SIP+D2U\" \"\" _sip._udp.example.org.",
            "tcp.sip.example.net. 60 SRV 0 1 5070 one.example.net.", "one.example.net. 60 A 192.0.2.7");
        assertEquals("tcp 192.0.2.7:5070", bench.call("sip:bob@example.org").to());
    }

    @Test
    void rfc3263_4_1_preferenceDecidesWithinAnOrder() {
        bench.dns.knows("example.org. 60 NAPTR 50 20 \"s\" \"SIP+D2T\" \"\" _sip._tcp.example.org.", "example.org. 60 NAPTR 50 10 \"S\" \"sip+d2u\" \"\" _sip._udp.example.org.",
            "_sip._tcp.example.org. 60 SRV 0 1 5071 one.example.net.", "_sip._udp.example.org. 60 SRV 0 1 5072 one.example.net.", "one.example.net. 60 A 192.0.2.7");
        assertEquals("udp 192.0.2.7:5072", bench.call("sip:bob@example.org").to());
    }

    @Test
    void rfc3263_4_1_servicesThatWeCannotSpeakAreIgnored() {
        bench.dns.knows("example.org. 60 NAPTR 10 50 \"s\" \"SIP+D2S\" \"\" _sip._sctp.example.org.", "example.org. 60 NAPTR 20 50 \"u\" \"E2U+sip\" \"!^.*$!sip:x@y!\" .",
            "example.org. 60 NAPTR 90 50 \"s\" \"SIP+D2U\" \"\" _sip._udp.example.org.", "_sip._udp.example.org. 60 SRV 0 1 5072 one.example.net.",
            "one.example.net. 60 A 192.0.2.7");
        assertEquals("udp 192.0.2.7:5072", bench.call("sip:bob@example.org").to());
    }

    @Test
    void rfc3263_4_1_whatWeDoNotListenForIsNotChosen() {
        bench.bench.flows.unlisten("tcp");
        bench.pass(50);
        bench.dns.knows("example.org. 60 NAPTR 50 50 \"s\" \"SIP+D2T\" \"\" _sip._tcp.example.org.", "example.org. 60 NAPTR 90 50 \"s\" \"SIP+D2U\" \"\" _sip._udp.example.org.",
            "_sip._tcp.example.org. 60 SRV 0 1 5071 one.example.net.", "_sip._udp.example.org. 60 SRV 0 1 5072 one.example.net.", "one.example.net. 60 A 192.0.2.7");
        assertEquals("udp 192.0.2.7:5072", bench.call("sip:bob@example.org").to());
    }

    @Test
    void rfc3263_4_1_withoutNaptrTheSrvRecordsOfWhatWeSpeakAreAskedFor() {
        bench.dns.knows("_sip._tcp.example.org. 60 SRV 0 1 5071 one.example.net.", "one.example.net. 60 A 192.0.2.7");
        assertEquals("tcp 192.0.2.7:5071", bench.call("sip:bob@example.org").to());
        assertTrue(bench.dns.asked().containsAll(List.of("example.org. NAPTR", "_sip._udp.example.org. SRV", "_sip._tcp.example.org. SRV", "_sips._tcp.example.org. SRV")));
    }

    @Test
    void rfc3263_4_1_withoutAnySrvRecordItIsUdpToTheAddressOfTheName() {
        bench.dns.knows("example.org. 60 A 192.0.2.8");
        assertEquals("udp 192.0.2.8:5060", bench.call("sip:bob@example.org").to());
    }

    @Test
    void rfc3263_4_1_anExplicitTransportNeedsNoNaptr() {
        bench.dns.knows("example.org. 60 NAPTR 50 50 \"s\" \"SIP+D2U\" \"\" _sip._udp.example.org.", "_sip._tcp.example.org. 60 SRV 0 1 5071 one.example.net.",
            "one.example.net. 60 A 192.0.2.7");
        assertEquals("tcp 192.0.2.7:5071", bench.call("sip:bob@example.org;transport=tcp").to());
        assertEquals(List.of("_sip._tcp.example.org. SRV", "one.example.net. A"), bench.dns.asked());
    }

    @Test
    void rfc3263_4_2_anExplicitPortAsksForAddressesOnly() {
        bench.dns.knows("_sip._udp.example.org. 60 SRV 0 1 5071 one.example.net.", "example.org. 60 A 192.0.2.8");
        assertEquals("udp 192.0.2.8:5080", bench.call("sip:bob@example.org:5080").to());
        assertEquals(List.of("example.org. A"), bench.dns.asked());
    }

    @Test
    void rfc3263_4_2_aNumericAddressAsksNobody() {
        assertEquals("tcp 192.0.2.8:5060", bench.call("sip:bob@example.org;maddr=192.0.2.8;transport=tcp").to());
        assertEquals(List.of(), bench.dns.asked());
    }

    @Test
    void rfc3263_4_2_aTargetThatIsADotSaysThatTheServiceIsNotThere() {
        bench.dns.knows("_sip._udp.example.org. 60 SRV 0 0 0 .", "example.org. 60 A 192.0.2.8");
        bench.request("INVITE", "sip:bob@example.org;transport=udp");
        assertEquals(500, bench.answer());
        assertEquals(List.of(), bench.left());
    }

    @Test
    void rfc3263_4_2_anAliasIsFollowed() {
        bench.dns.knows("sip.example.org. 60 CNAME edge.example.net.", "edge.example.net. 60 A 192.0.2.9");
        assertEquals("udp 192.0.2.9:5060", bench.call("sip:bob@sip.example.org").to());
    }

    @Test
    void rfc3263_4_2_aNameOfTheMachineItselfNeedsNoDns() {
        assertTrue(bench.call("sip:bob@localhost:5099").to().endsWith(":5099"));
        assertEquals(List.of(), bench.dns.asked());
    }

    @Test
    void rfc3263_4_1_sipsGoesByTlsOnlyAndProvesTheNameOfTheUri() {
        bench.dns.knows("example.org. 60 NAPTR 10 50 \"s\" \"SIP+D2U\" \"\" _sip._udp.example.org.", "example.org. 60 NAPTR 90 50 \"s\" \"SIPS+D2T\" \"\" _sips._tcp.example.org.",
            "_sip._udp.example.org. 60 SRV 0 1 5072 one.example.net.", "_sips._tcp.example.org. 60 SRV 0 1 5081 one.example.net.", "one.example.net. 60 A 192.0.2.7");
        assertEquals("tls 192.0.2.7:5081", bench.call("sips:bob@example.org").to());
    }

    @Test
    void rfc3263_4_1_sipsIsNeverDowngradedWhenTlsFails() {
        bench.bench.flows.connecting(RecordingFlows.Connecting.FAILS);
        bench.dns.knows("example.org. 60 NAPTR 10 50 \"s\" \"SIP+D2U\" \"\" _sip._udp.example.org.", "_sip._udp.example.org. 60 SRV 0 1 5072 one.example.net.",
            "_sips._tcp.example.org. 60 SRV 0 1 5081 one.example.net.", "one.example.net. 60 A 192.0.2.7", "example.org. 60 A 192.0.2.8");
        bench.request("INVITE", "sips:bob@example.org");
        assertEquals(500, bench.answer());
        assertEquals(List.of(), bench.left());
    }

    @Test
    void rfc3263_4_1_aDomainThatPrefersTlsIsNotCalledInTheClearWhenTlsFails() {
        bench.bench.flows.connecting(RecordingFlows.Connecting.FAILS);
        bench.dns.knows("example.org. 60 NAPTR 10 50 \"s\" \"SIPS+D2T\" \"\" _sips._tcp.example.org.", "example.org. 60 NAPTR 90 50 \"s\" \"SIP+D2U\" \"\" _sip._udp.example.org.",
            "_sip._udp.example.org. 60 SRV 0 1 5072 one.example.net.", "_sips._tcp.example.org. 60 SRV 0 1 5081 one.example.net.", "one.example.net. 60 A 192.0.2.7");
        bench.request("INVITE", "sip:bob@example.org");
        assertEquals(500, bench.answer());
        assertEquals(List.of(), bench.left());
    }

    @Test
    void rfc3263_4_2_ourOwnListenerIsNoHop() {
        bench.dns.knows("_sip._udp.example.org. 60 SRV 0 1 5060 here.example.net.", "_sip._udp.example.org. 60 SRV 1 1 5060 there.example.net.",
            "here.example.net. 60 A 127.0.0.1", "there.example.net. 60 A 192.0.2.7");
        assertEquals("udp 192.0.2.7:5060", bench.call("sip:bob@example.org").to());
        bench.request("INVITE", "sip:bob@here.example.net");
        assertEquals(482, bench.answer());
    }

    @Test
    void rfc3263_4_2_addressesOfIpv6AreAskedForWhereWeListen() {
        bench.dns.knows("six.example.org. 60 AAAA 2001:db8::7", "both.example.org. 60 AAAA 2001:db8::8", "both.example.org. 60 A 192.0.2.8");
        bench.request("INVITE", "sip:bob@six.example.org:5070");
        assertEquals(500, bench.answer(), "there is no listener of that family");
        bench.bench.flows.listen(new Endpoint("udp6", Protocol.UDP, new InetSocketAddress("::1", 5060), null, 5060));
        bench.pass(50);
        assertEquals("udp [2001:db8:0:0:0:0:0:7]:5070", bench.call("sip:bob@six.example.org:5070").to());
        NameBench.Sent first = bench.call("sip:bob@both.example.org:5070");
        bench.answers(first, 503);
        bench.next();
        assertEquals(Set.of("udp [2001:db8:0:0:0:0:0:8]:5070", "udp 192.0.2.8:5070"), Set.of(first.to(), bench.next().to()));
    }
}
