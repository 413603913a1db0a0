package org.hotcut.turn.server.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.hotcut.turn.api.Reach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpecialAddressesTest {
    /** As in the registry of IANA, and what is no unicast address; written down a second time, without the code that is tested. */
    static final List<String> RANGES = List.of("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
        "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4", "168.63.129.16/32");

    static final List<String> METADATA = List.of("169.254.169.254", "169.254.170.2", "169.254.170.23", "100.100.100.200", "168.63.129.16", "192.0.0.192", "169.254.0.23", "169.254.42.42");

    private final Peers peers = new Peers(new String[0], new String[0], () -> new Surroundings(Set.of(), List.of(), List.of()));

    private Reach reach(InetAddress address) {
        return peers.reach(address);
    }

    private static long first(String range) {
        return number(Spelling.address(range.substring(0, range.indexOf('/'))));
    }

    private static long last(String range) {
        return first(range) + (1L << 32 - Integer.parseInt(range.substring(range.indexOf('/') + 1))) - 1;
    }

    private static long number(InetAddress address) {
        return ByteBuffer.wrap(address.getAddress()).getInt() & 0xffff_ffffL;
    }

    private static byte[] bytes(long number) {
        return ByteBuffer.allocate(4).putInt((int) number).array();
    }

    private static boolean isForbidden(long number) {
        return RANGES.stream().anyMatch(range -> first(range) <= number && number <= last(range));
    }

    @ParameterizedTest
    @FieldSource("RANGES")
    void isClosedInEverySpelling(String range) {
        long first = first(range);
        long last = last(range);
        Stream.of(first, Math.min(first + 1, last), first + (last - first) / 2, Math.max(first, last - 1), last).distinct().forEach(number ->
            Spelling.all(bytes(number)).forEach((how, address) ->
                assertEquals(Reach.Kind.NONE, reach(address).kind(), () -> how + " of " + Text.of(bytes(number)) + ": " + address + ' ' + reach(address))));
    }

    @ParameterizedTest
    @FieldSource("RANGES")
    void endsWhereTheRegistrySays(String range) {
        Stream.of(first(range) - 1, last(range) + 1).filter(number -> number >= 0 && number <= 0xffff_ffffL && !isForbidden(number)).forEach(number ->
            Spelling.open(bytes(number)).forEach((how, address) ->
                assertEquals(Reach.Kind.ALL, reach(address).kind(), () -> how + " of " + Text.of(bytes(number)) + ": " + address + ' ' + reach(address))));
    }

    @Test
    void everyAddressOfASweepIsClosedExactlyWhenTheRegistrySaysSo() {
        for (long number = 0; number <= 0xffff_ffffL; number += 65_521 * 3) {
            assertEquals(isForbidden(number) ? Reach.Kind.NONE : Reach.Kind.ALL, reach(Spelling.address(bytes(number))).kind(), Text.of(bytes(number)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"::", "::1", "::2", "::ffff:0:8.8.4.4", "100::", "100::ffff:ffff:ffff:ffff", "100:0:0:1::1", "64:ff9b:1::8.8.4.4", "64:ff9b:1:ffff:ffff:ffff:ffff:ffff",
        "2001:1::1", "2001:2::1", "2001:10::1", "2001:1f:ffff::1", "2001:20::1", "2001:2f:ffff::1", "2001:30::1", "2001:1ff:ffff::1", "2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff",
        "3fff::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff", "4000::1", "5f00::1", "64:ff9c::1", "1fff:ffff::1", "fc00::", "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "fd00:ec2::254",
        "fd00:ec2::23", "fd20:ce::254", "fd00:42::42", "fe80::1", "fe80::1%7", "febf:ffff::1", "fec0::1", "feff:ffff::1", "ff00::", "ff02::1", "ff0e::1",
        "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2600::200:5efe:10.0.0.1", "2600::5efe:127.0.0.1", "2002:7f00:1::1", "2002:a9fe:a9fe::1"})
    void whatIsNoPublicUnicastOfIpv6IsClosed(String address) {
        assertEquals(Reach.Kind.NONE, reach(Spelling.zoned(address)).kind(), () -> reach(Spelling.zoned(address)).rule());
    }

    @ParameterizedTest
    @ValueSource(strings = {"2000::1", "2000:ffff:ffff::1", "2001:200::1", "2001:db7:ffff::1", "2001:db9::1", "2003::1", "2600::1", "2606:4700::6810:84e5", "2620:4f:8000::1", "3ffe:ffff::1",
        "3fff:1000::1", "2600::100:5efe:10.0.0.1"})
    void publicUnicastOfIpv6IsOpen(String address) {
        assertEquals(Reach.Kind.ALL, reach(Spelling.zoned(address)).kind(), () -> reach(Spelling.zoned(address)).rule());
    }

    @Test
    void saysWhichRuleCloses() {
        assertEquals("private (RFC 1918) (10.0.0.0/8)", reach(Spelling.address("10.1.2.3")).rule());
        assertEquals("the IPv4 address 10.1.2.3 in it: private (RFC 1918) (10.0.0.0/8)", reach(Spelling.address("2002:a01:203::1")).rule());
        assertTrue(reach(Spelling.address("169.254.169.254")).rule().startsWith("metadata of most clouds"));
        assertTrue(reach(Spelling.address("fd00:ec2::254")).rule().startsWith("metadata of AWS"));
    }

    /** CVE-2020-26262: these led to the machine itself. */
    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "::1", "127.0.0.1", "0.0.0.1", "127.255.255.254"})
    void noSpellingOfTheMachineItselfIsOpen(String address) {
        assertEquals(Reach.Kind.NONE, reach(Spelling.address(address)).kind());
    }

    /** CVE-2026-73212: IPv4 inside of IPv6, and zones, went past the rules. That Connect is asked about as everything else is, is relay's to show. */
    @Test
    void metadataIsClosedInEverySpellingWhateverNetworkARuleOpens() {
        Peers loose = new Peers(new String[] {"allow all4 0.0.0.0/0", "allow all6 ::/0"}, new String[0], () -> new Surroundings(Set.of(), List.of(), List.of()));
        for (String metadata : METADATA) {
            Spelling.all(Spelling.address(metadata).getAddress()).forEach((how, address) -> assertEquals(Reach.Kind.NONE, loose.reach(address).kind(), () -> how + " of " + metadata));
        }
        assertEquals(Reach.Kind.NONE, loose.reach(Spelling.address("fd00:ec2::254")).kind());
        assertEquals(Reach.Kind.ALL, loose.reach(Spelling.address("10.0.0.1")).kind());
    }

    @Test
    void translatorsOfTheNetworkAreSeenThrough() {
        byte[] inner = {10, 0, 0, 1};
        for (int length : new int[] {32, 40, 48, 56, 64, 96}) {
            Peers knowing = new Peers(new String[0], new String[] {"2600:64::/" + length}, () -> new Surroundings(Set.of(), List.of(), List.of()));
            InetAddress closed = length == 96 ? Spelling.address("2600:64::10.0.0.1") : Spelling.around("2600:64::", length, inner);
            InetAddress open = length == 96 ? Spelling.address("2600:64::8.8.4.4") : Spelling.around("2600:64::", length, new byte[] {8, 8, 4, 4});
            assertEquals(Reach.Kind.NONE, knowing.reach(closed).kind(), "/" + length);
            assertEquals(Reach.Kind.ALL, knowing.reach(open).kind(), "/" + length);
        }
    }

    @Test
    void aMappedAddressWithAZoneIsTheIpv4Address() {
        assertEquals("public (0.0.0.0/0)", reach(Spelling.open(new byte[] {8, 8, 4, 4}).get("mapped, kept as IPv6")).rule());
    }
}
