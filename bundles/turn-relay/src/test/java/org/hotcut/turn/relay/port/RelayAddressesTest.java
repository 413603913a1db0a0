package org.hotcut.turn.relay.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Function;

import org.hotcut.turn.api.Family;
import org.junit.jupiter.api.Test;

class RelayAddressesTest {
    private static final InetAddress OWN4 = Network.literal("192.0.2.9");
    private static final InetAddress OWN6 = Network.literal("2001:db8::9");
    private static final Function<Family, InetAddress> BOTH = family -> family == Family.IPV4 ? OWN4 : OWN6;
    private static final Function<Family, InetAddress> NONE = family -> null;

    @Test
    void autoIsTheMachinesOwnOfEachFamily() {
        RelayAddresses addresses = read(BOTH, "auto");
        assertEquals(OWN4, addresses.of(Family.IPV4).bound());
        assertEquals(OWN6, addresses.of(Family.IPV6).told());
        assertEquals(List.of(OWN4, OWN6), addresses.addresses());
    }

    @Test
    void nothingAtAllIsAuto() {
        assertEquals(OWN4, read(BOTH).of(Family.IPV4).bound());
        assertEquals(OWN4, read(BOTH, " ", "").of(Family.IPV4).bound());
    }

    @Test
    void aFamilyWithoutAWayToTheWorldHasNoAddress() {
        RelayAddresses addresses = read(family -> family == Family.IPV4 ? OWN4 : null, "auto");
        assertNull(addresses.of(Family.IPV6));
        assertNull(addresses.towards(OWN6));
        assertEquals(1, addresses.all().size());
    }

    @Test
    void withoutAnyWayToTheWorldOnlyTheMachineItselfIsReached() {
        assertEquals(Network.literal("127.0.0.1"), read(NONE, "auto").of(Family.IPV4).bound());
    }

    @Test
    void behindANatTheOuterAddressIsTold() {
        RelayAddresses addresses = read(NONE, "10.0.0.5=203.0.113.7", "fd00::5=[2001:db8::7]");
        assertEquals(socket("203.0.113.7", 50_000), addresses.told(socket("10.0.0.5", 50_000)));
        assertEquals(socket("2001:db8::7", 50_000), addresses.told(socket("fd00::5", 50_000)));
        assertEquals(socket("10.0.0.6", 50_000), addresses.told(socket("10.0.0.6", 50_000)));
        assertEquals(4, addresses.addresses().size());
    }

    @Test
    void autoCanBeBehindANat() {
        RelayAddress address = read(BOTH, "auto=203.0.113.7").of(Family.IPV4);
        assertEquals(OWN4, address.bound());
        assertEquals(Network.literal("203.0.113.7"), address.told());
    }

    @Test
    void theFirstOfAFamilyIsForAllPeersThatNoOtherIsFor() {
        RelayAddresses addresses = read(NONE, "10.0.0.5 for 10.0.0.0/8 172.16.0.0/12, 203.0.113.7, 203.0.113.8");
        assertEquals(Network.literal("203.0.113.7"), addresses.of(Family.IPV4).bound());
        assertEquals(Network.literal("203.0.113.7"), addresses.towards(Network.literal("198.51.100.1")).bound());
        assertEquals(Network.literal("10.0.0.5"), addresses.towards(Network.literal("10.200.1.1")).bound());
        assertEquals(Network.literal("10.0.0.5"), addresses.towards(Network.literal("172.31.255.255")).bound());
        assertEquals(Network.literal("203.0.113.7"), addresses.towards(Network.literal("172.32.0.0")).bound());
    }

    @Test
    void networksMayBeSeparatedByCommasToo() {
        RelayAddresses addresses = read(NONE, "203.0.113.7, 10.0.0.5=192.0.2.5 for 10.0.0.0/8, 172.16.0.0/12, 203.0.113.9");
        assertEquals(3, addresses.all().size());
        assertEquals(Network.literal("192.0.2.5"), addresses.towards(Network.literal("172.16.0.1")).told());
    }

    @Test
    void aPeerOfTheOtherFamilyIsInNoNetwork() {
        assertFalse(Network.parse("0.0.0.0/0").contains(OWN6));
        assertFalse(Network.parse("::/0").contains(OWN4));
        assertEquals(OWN4, read(BOTH, "auto, fd00::5 for ::/0").towards(OWN4).bound());
    }

    @Test
    void whatIsNoAddressIsRefused() {
        for (String wrong : List.of("example.org", "0.0.0.0", "::", "224.0.0.1", "fe80::1", "10.0.0.5=::1", "10.0.0.5=example.org", "10.0.0.5 for", "10.0.0.5 to 10.0.0.0/8",
            "10.0.0.0/8", "10.0.0.5 for 10.0.0.0/33", "10.0.0.5 for 10.0.0.0/x", "10.0.0.5 for here", "192.0.2.300")) {
            IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, () -> read(NONE, wrong), wrong);
            assertNotNull(refusal.getMessage());
        }
    }

    @Test
    void anAddressThatIsNotOursIsTakenAllTheSame() {
        assertEquals(Network.literal("198.51.100.77"), RelayAddresses.of("198.51.100.77").of(Family.IPV4).bound());
    }

    @Test
    void theMachinesOwnAddressIsOneThatCanBeBound() {
        for (Family family : Family.values()) {
            InetAddress own = OwnAddress.towardsTheWorld(family);
            assertNull(own == null ? null : OwnAddress.fault(own));
        }
    }

    private static RelayAddresses read(Function<Family, InetAddress> own, String... entries) {
        return RelayAddresses.of(entries, own);
    }

    private static InetSocketAddress socket(String address, int port) {
        return new InetSocketAddress(Network.literal(address), port);
    }
}
