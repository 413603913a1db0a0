package org.hotcut.turn.server.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

import org.hotcut.core.api.net.Endpoint;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.turn.api.Reach;
import org.hotcut.turn.api.Reach.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeersTest {
    private static final Surroundings NOWHERE = new Surroundings(Set.of(), List.of(), List.of());

    private static InetAddress address(String text) {
        return Spelling.address(text);
    }

    private static Endpoint listener(String bound, int port, String advertised, int told) {
        return new Endpoint("tls", Protocol.TLS, new InetSocketAddress(address(bound), port), advertised, told);
    }

    private static Peers peers(Surroundings here, String... rules) {
        return new Peers(rules, new String[0], () -> here);
    }

    private static String open(Peers peers, String address) {
        Reach reach = peers.reach(address(address));
        return reach.kind() + (reach.ports().isEmpty() ? "" : " " + new Ports(reach.ports()));
    }

    @Test
    void theFirstRuleThatFitsDecides() {
        Peers peers = peers(NOWHERE, "deny one 10.0.0.1, allow lan 10.0.0.0/8", "deny all 10.0.0.0/8");
        assertEquals("NONE", open(peers, "10.0.0.1"));
        assertEquals("ALL", open(peers, "10.0.0.2"));
        assertEquals("ALL", open(peers, "2002:a00:2::1"));
        assertEquals("NONE", open(peers, "192.168.0.1"));
        assertEquals("deny rule one (10.0.0.1)", peers.reach(address("10.0.0.1")).rule());
        assertEquals("allow rule lan (10.0.0.0/8)", peers.reach(address("10.0.0.2")).rule());
    }

    @Test
    void portsThatNoRuleNamesAreAsTheyWere() {
        Peers peers = peers(NOWHERE, "allow pbx 10.0.0.7 10000-20000", "deny mail 0.0.0.0/0 25", "deny half 8.8.0.0/16 1-32767");
        assertEquals("PORTS 10000-20000", open(peers, "10.0.0.7"));
        assertEquals("NONE", open(peers, "10.0.0.8"));
        assertEquals("PORTS 1-24,26-65535", open(peers, "9.9.9.9"));
        assertEquals("PORTS 32768-65535", open(peers, "8.8.4.4"));
        assertEquals("PORTS 1-24,26-65535", open(peers, "64:ff9b::9.9.9.9"));
        assertEquals("allow rule pbx (10.0.0.7 10000-20000); then deny rule mail (0.0.0.0/0 25); then private (RFC 1918) (10.0.0.0/8)", peers.reach(address("10.0.0.7")).rule());
    }

    @Test
    void aPortIsTheFirstRulesThatNamesIt() {
        Peers peers = peers(NOWHERE, "allow a 10.0.0.7 100-200", "deny b 10.0.0.7 150-300", "allow c 10.0.0.7 250-400");
        assertEquals("PORTS 100-200,301-400", open(peers, "10.0.0.7"));
    }

    @Test
    void whatStandsForTheRoutersOfANetworkMayBeThisMachine() {
        Peers peers = peers(new Surroundings(Set.of(address("2a00:1:2:85::5"), address("8.8.4.4")), List.of(), List.of()), "allow all 2a00::/16");
        for (String network : List.of("2a00:1:2:85::", "2a00:1:2:84::", "2a00:1:2:80::", "2a00:1::")) {
            assertEquals("NONE", open(peers, network), network);
        }
        for (String other : List.of("2a00:1:2:86::", "2a00:1:2:85::4", "2a00:1:2:85::6", "2a00:2::", "2a00:1:2:85:8000::")) {
            assertEquals("ALL", open(peers, other), other);
        }
    }

    @Test
    void theMachineIsOpenedOnlyByARuleOfItAloneWithPorts() {
        Surroundings here = new Surroundings(Set.of(address("10.0.0.5"), address("8.8.4.4"), address("127.0.0.1"), address("2600::5")), List.of(), List.of());
        Peers wide = peers(here, "allow lan 10.0.0.0/8", "allow rtp 10.0.0.0/8 10000-20000", "allow all 10.0.0.5", "allow loop 127.0.0.1", "allow six ::/0");
        assertEquals("ALL", open(wide, "10.0.0.6"));
        for (String own : List.of("10.0.0.5", "8.8.4.4", "127.0.0.1", "127.0.0.2", "::1", "2600::5", "64:ff9b::10.0.0.5", "2002:808:404::1", "64:ff9b::127.0.0.1", "0.0.0.0", "::")) {
            assertEquals("NONE", open(wide, own), own);
        }
        assertTrue(wide.reach(address("10.0.0.5")).rule().startsWith("an address of this server"), wide.reach(address("10.0.0.5")).rule());
        Peers narrow = peers(here, "allow pbx 10.0.0.5 10000-20000", "allow loop 127.0.0.1 1-65535", "allow zero 0.0.0.0 1-65535", "allow any :: 1-65535");
        assertEquals("PORTS 10000-20000", open(narrow, "10.0.0.5"));
        assertEquals("ALL", open(narrow, "127.0.0.1"));
        assertEquals("NONE", open(narrow, "127.0.0.2"));
        assertEquals("NONE", open(narrow, "0.0.0.0"));
        assertEquals("NONE", open(narrow, "::"));
    }

    @Test
    void ourListenersAreNeverAPeerAtAnyAddressOfTheLoopback() {
        Surroundings here = new Surroundings(Set.of(address("127.0.0.1")), List.of(), List.of(listener("0.0.0.0", 8101, null, 8101)));
        assertEquals("PORTS 8000-8100,8102-9000", open(peers(here, "allow shell 127.0.0.2 8000-9000"), "127.0.0.2"));
    }

    @Test
    void whatNoRuleOpensSaysSoWhateverRulesThereAreAndIsNoRelay() {
        Surroundings here = new Surroundings(Set.of(), List.of(address("224.0.0.5")), List.of());
        Peers peers = peers(here, "deny all 0.0.0.0/0", "allow one 224.0.0.5 1-65535");
        assertEquals("NONE", open(peers, "224.0.0.5"));
        assertEquals("multicast (224.0.0.0/4)", peers.reach(address("224.0.0.5")).rule());
        assertEquals("NONE", open(peers(here), "224.0.0.5"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"255.255.255.255", "ff02::1", "ff0e::1", "224.0.0.1", "0.1.2.3"})
    void noRuleOpensWhatIsNoSingleHost(String address) {
        assertEquals("NONE", open(peers(NOWHERE, "allow one " + address + " 1-65535", "allow all 0.0.0.0/0", "allow six ::/0"), address));
    }

    @ParameterizedTest
    @ValueSource(strings = {"fd00:ec2::254", "fd00:ec2::23", "fd20:ce::254", "fd00:42::42", "169.254.170.23", "169.254.42.42"})
    void metadataIsOpenedByARuleOfItsAddressAlone(String address) {
        assertEquals("NONE", open(peers(NOWHERE, "allow local fc00::/7", "allow all ::/0", "allow link 169.254.0.0/16"), address));
        assertEquals("ALL", open(peers(NOWHERE, "allow one " + address), address));
    }

    @Test
    void anAddressInAnotherIsNoWayRoundARuleForTheOuterOne() {
        Peers peers = peers(NOWHERE, "deny mail 2002::/16 25", "deny web 9.9.9.9 80");
        assertEquals("PORTS 1-24,26-79,81-65535", open(peers, "2002:909:909::1"));
    }

    @Test
    void ourListenersAreNeverAPeer() {
        List<Endpoint> listeners = List.of(listener("0.0.0.0", 5061, null, 5061), listener("127.0.0.1", 15060, null, 15060), listener("10.0.0.5", 15000, "192.0.2.80", 443));
        Surroundings here = new Surroundings(Set.of(address("10.0.0.5"), address("127.0.0.1")), List.of(address("192.0.2.81")), listeners);
        Peers peers = peers(here, "allow pbx 10.0.0.5 5000-20000", "allow loop 127.0.0.1 15000-15100", "allow nat 192.0.2.80 400-500", "allow told 192.0.2.81 400-6000");
        assertEquals("PORTS 5000-5060,5062-14999,15001-20000", open(peers, "10.0.0.5"));
        assertEquals("PORTS 15000-15059,15061-15100", open(peers, "127.0.0.1"));
        assertEquals("PORTS 400-442,444-500", open(peers, "192.0.2.80"));
        assertEquals("RELAYS 400-442,444-5060,5062-6000", open(peers, "192.0.2.81"));
    }

    @Test
    void whatAListenerSaysItIsReachedByIsOurs() {
        Surroundings here = new Surroundings(Set.of(), List.of(), List.of(listener("10.0.0.5", 5061, "8.8.4.4", 5061), listener("::", 5061, "2600::5", 5061),
            listener("::", 5062, "edge1.example.org", 5062), listener("::", 5063, "edge.example.org.1", 5063)));
        assertEquals("NONE", open(peers(here), "8.8.4.4"));
        assertEquals("NONE", open(peers(here), "2600::5"));
        assertEquals("NONE", open(peers(here, "allow all 0.0.0.0/0"), "8.8.4.4"));
    }

    @Test
    void anAddressWeRelayFromIsReachedWhereAnAllocationIs() {
        Surroundings here = new Surroundings(Set.of(address("10.0.0.5"), address("127.0.0.1")), List.of(address("10.0.0.5"), address("8.8.4.4"), address("127.0.0.1")), List.of());
        for (String relay : List.of("10.0.0.5", "8.8.4.4", "127.0.0.1")) {
            assertEquals("RELAYS", open(peers(here), relay));
        }
        assertEquals("RELAYS 10000-20000", open(peers(here, "allow pbx 10.0.0.5 10000-20000"), "10.0.0.5"));
        assertEquals("RELAYS", open(peers(here, "deny mail 0.0.0.0/0 25"), "8.8.4.4"));
        assertEquals("NONE", open(peers(here, "deny us 8.8.4.4"), "8.8.4.4"));
        assertEquals("NONE", open(peers(here), "2002:808:404::1"));
    }

    @Test
    void aRuleThatCannotBeReadAllowsNothing() {
        Peers peers = peers(NOWHERE, "allow pbx 10.0.0.7 10-", "allow lan 10.1.0.0/16");
        assertEquals("NONE", open(peers, "10.0.0.7"));
        assertEquals("ALL", open(peers, "10.1.0.1"));
        assertEquals("ALL", open(peers, "8.8.4.4"));
    }

    @Test
    void nothingIsOpenWhileARuleThatDeniesCannotBeRead() {
        Peers peers = peers(NOWHERE, "allow lan 10.0.0.0/8", "deny mail 0.0.0.0/0 25-");
        assertEquals("NONE", open(peers, "8.8.4.4"));
        assertEquals("NONE", open(peers, "10.0.0.1"));
        assertTrue(peers.reach(address("8.8.4.4")).rule().contains("25-"));
        for (String prefix : List.of("2600::/97", "2600::/x", "nat64", "10.0.0.1", "10.0.0.1/32", "2600::1/96")) {
            assertEquals("NONE", open(new Peers(new String[0], new String[] {prefix}, () -> NOWHERE), "8.8.4.4"), prefix);
        }
    }

    @Test
    void nothingIsOpenWhenThereAreMoreRulesThanMayBe() {
        String[] rules = new String[Rules.MOST + 1];
        Arrays.setAll(rules, i -> "allow r" + i + " 10.0.0.1");
        assertEquals("ALL", open(peers(NOWHERE, Arrays.copyOf(rules, Rules.MOST)), "10.0.0.1"));
        assertEquals("NONE", open(peers(NOWHERE, rules), "10.0.0.1"));
        assertEquals("NONE", open(peers(NOWHERE, rules), "8.8.4.4"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"allow x", "permit x 10.0.0.1", "allow x 10.0.0.1 1 2", "allow x 10.0.0.300", "allow x 10.0.0.0/33", "allow x ::/129", "allow x 10.0.0.1/8", "allow x example.org",
        "allow x 10.0.0.1 0", "allow x 10.0.0.1 65536", "allow x 10.0.0.1 20-10", "allow x! 10.0.0.1", "allow x ::ffff:0:0/90", "allow x fe80::1%eth0"})
    void isNoRule(String text) {
        assertNotEquals(null, Rules.read(text).unread());
        assertEquals(!text.startsWith("allow "), Rules.read(text).fault() != null);
    }

    @Test
    void rulesAreReadAsTheyAreWritten() {
        String text = "allow pbx 10.0.0.5 10000-20000, deny six 2001:db8::/32, allow sip 10.0.0.6 5060, allow all 10.0.0.7 1-65535, allow mapped 10.0.0.0/8";
        assertEquals(text, Rules.read(text.replace("10.0.0.0/8", "::ffff:10.0.0.0/104")).toString());
    }

    @Test
    void theVersionIsAnotherWheneverAnAnswerMayBe() {
        Surroundings here = new Surroundings(Set.of(address("10.0.0.5")), List.of(address("8.8.4.4")), List.of(listener("::", 5061, null, 5061)));
        String version = peers(here).version();
        assertEquals(version, peers(new Surroundings(Set.of(address("10.0.0.5")), List.of(address("8.8.4.4")), List.of(listener("::", 5061, null, 5061)))).version());
        assertNotEquals(version, peers(here, "allow lan 10.0.0.0/8").version());
        assertNotEquals(version, new Peers(new String[0], new String[] {"2600:64::/96"}, () -> here).version());
        assertNotEquals(version, peers(new Surroundings(Set.of(), here.relays(), here.listeners())).version());
        assertNotEquals(version, peers(new Surroundings(here.machine(), List.of(), here.listeners())).version());
        assertNotEquals(version, peers(new Surroundings(here.machine(), here.relays(), List.of(listener("::", 5062, null, 5062)))).version());
        assertNotEquals(version, peers(new Surroundings(here.machine(), here.relays(), List.of(listener("::", 5061, "8.8.8.8", 5061)))).version());
        assertNotEquals(peers(here, "allow a 10.0.0.1").version(), peers(here, "deny a 10.0.0.1").version());
        assertNotEquals(version, peers(here, "deny a 10.0.0.").version(), "nothing is open now");
        assertFalse(version.contains("\n"));
    }

    @Test
    void everyKindSaysWhatItIncludes() {
        assertTrue(peers(NOWHERE).reach(address("8.8.4.4")).includes(5004));
        assertEquals(Kind.PORTS, peers(NOWHERE, "allow a 10.0.0.1 5004").reach(address("10.0.0.1")).kind());
        assertTrue(peers(NOWHERE, "allow a 10.0.0.1 5004").reach(address("10.0.0.1")).includes(5004));
        assertFalse(peers(NOWHERE, "allow a 10.0.0.1 5004").reach(address("10.0.0.1")).includes(5005));
    }
}
