package org.hotcut.turn.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Consumer;

import org.hotcut.core.api.net.Protocol;
import org.hotcut.stun.Stun;
import org.hotcut.stun.StunClass;
import org.hotcut.stun.StunMessage;
import org.hotcut.stun.StunWriter;
import org.hotcut.turn.api.Action;
import org.hotcut.turn.api.Decision;
import org.hotcut.turn.api.Family;
import org.hotcut.turn.api.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 8656 section 7.2. */
class AllocateTest {
    private final Edge edge = new Edge();

    private Action.Allocate allocates(Consumer<StunWriter> attributes) {
        return edge.action(Action.Allocate.class, Stun.ALLOCATE, udp(attributes));
    }

    private void refuses(int code, Consumer<StunWriter> attributes) {
        edge.refused(code, Stun.ALLOCATE, udp(attributes));
    }

    private static Consumer<StunWriter> udp(Consumer<StunWriter> attributes) {
        return attributes.andThen(request -> request.uint8(Stun.REQUESTED_TRANSPORT, 17));
    }

    @Test
    void thePlainRequestGetsAnIpv4AddressForTenMinutes() {
        Action.Allocate wanted = allocates(request -> { });
        assertFalse(wanted.tcp() || wanted.evenPort() || wanted.reserveNext() || wanted.mobile());
        assertEquals(List.of(Family.IPV4), wanted.families());
        assertNull(wanted.reservation());
        assertEquals(600, wanted.lifetime());
    }

    @ParameterizedTest
    @CsvSource({"0, 600", "1, 600", "600, 600", "1800, 1800", "3600, 3600", "3601, 3600", "4294967295, 3600"})
    void lifetimesAreBetweenTenMinutesAndAnHour(long wanted, int granted) {
        assertEquals(granted, allocates(request -> request.uint32(Stun.LIFETIME, wanted)).lifetime());
    }

    @Test
    void theAdminMayGrantLess() {
        edge.config.put("lifetime_max", 900);
        assertEquals(900, allocates(request -> request.uint32(Stun.LIFETIME, 3600)).lifetime());
        edge.config.put("lifetime_max", 7_200);
        assertEquals(3_600, allocates(request -> request.uint32(Stun.LIFETIME, 7_200)).lifetime());
        edge.config.put("lifetime_max", 1);
        assertEquals(600, allocates(request -> request.uint32(Stun.LIFETIME, 3600)).lifetime());
    }

    @Test
    void aLifetimeThatIsNoneIsRefused() {
        refuses(400, request -> request.attribute(Stun.LIFETIME, new byte[3]));
    }

    @Test
    void requestedTransportMustBeThereAndOneWeHave() {
        edge.refused(400, Stun.ALLOCATE, request -> { });
        edge.refused(400, Stun.ALLOCATE, request -> request.attribute(Stun.REQUESTED_TRANSPORT, new byte[2]));
        edge.refused(400, Stun.ALLOCATE, request -> request.attribute(Stun.REQUESTED_TRANSPORT, new byte[] {17}));
        edge.refused(442, Stun.ALLOCATE, request -> request.uint8(Stun.REQUESTED_TRANSPORT, 132));
        edge.refused(442, Stun.ALLOCATE, request -> request.uint8(Stun.REQUESTED_TRANSPORT, 0));
    }

    @Test
    void anEvenPortMayBeWantedAndTheNextOneKept() {
        assertTrue(allocates(request -> request.evenPort(false)).evenPort());
        assertFalse(allocates(request -> request.evenPort(false)).reserveNext());
        assertTrue(allocates(request -> request.evenPort(true)).reserveNext());
        refuses(400, request -> request.attribute(Stun.EVEN_PORT, new byte[0]));
    }

    @Test
    void aReservationIsClaimedByItsToken() {
        byte[] token = {1, 2, 3, 4, 5, 6, 7, 8};
        assertArrayEquals(token, allocates(request -> request.attribute(Stun.RESERVATION_TOKEN, token)).reservation());
        refuses(400, request -> request.attribute(Stun.RESERVATION_TOKEN, new byte[7]));
        refuses(400, request -> request.attribute(Stun.RESERVATION_TOKEN, new byte[9]));
    }

    @Test
    void aTokenSaysAllAboutThePort() {
        refuses(400, request -> request.attribute(Stun.RESERVATION_TOKEN, new byte[8]).evenPort(false));
        refuses(400, request -> request.attribute(Stun.RESERVATION_TOKEN, new byte[8]).uint8(Stun.REQUESTED_ADDRESS_FAMILY, 1));
        refuses(400, request -> request.attribute(Stun.RESERVATION_TOKEN, new byte[8]).uint8(Stun.ADDITIONAL_ADDRESS_FAMILY, 2));
    }

    @Test
    void eitherFamilyOrBothMayBeWanted() {
        assertEquals(List.of(Family.IPV4), allocates(request -> request.uint8(Stun.REQUESTED_ADDRESS_FAMILY, 1)).families());
        assertEquals(List.of(Family.IPV6), allocates(request -> request.uint8(Stun.REQUESTED_ADDRESS_FAMILY, 2)).families());
        assertEquals(List.of(Family.IPV4, Family.IPV6), allocates(request -> request.uint8(Stun.ADDITIONAL_ADDRESS_FAMILY, 2)).families());
    }

    @Test
    void familiesThatMakeNoSenseAreRefused() {
        refuses(440, request -> request.uint8(Stun.REQUESTED_ADDRESS_FAMILY, 3));
        refuses(400, request -> request.attribute(Stun.REQUESTED_ADDRESS_FAMILY, new byte[2]));
        refuses(400, request -> request.uint8(Stun.ADDITIONAL_ADDRESS_FAMILY, 1));
        refuses(400, request -> request.uint8(Stun.ADDITIONAL_ADDRESS_FAMILY, 3));
        refuses(400, request -> request.uint8(Stun.REQUESTED_ADDRESS_FAMILY, 1).uint8(Stun.ADDITIONAL_ADDRESS_FAMILY, 2));
        refuses(400, request -> request.evenPort(true).uint8(Stun.ADDITIONAL_ADDRESS_FAMILY, 2));
        assertTrue(allocates(request -> request.evenPort(false).uint8(Stun.ADDITIONAL_ADDRESS_FAMILY, 2)).evenPort());
    }

    @Test
    void dontFragmentIsNotUnderstood() {
        StunMessage message = edge.refused(420, Stun.ALLOCATE, udp(request -> request.flag(Stun.DONT_FRAGMENT)));
        assertArrayEquals(new byte[] {0, Stun.DONT_FRAGMENT}, message.bytes(Stun.UNKNOWN_ATTRIBUTES, 99));
    }

    @Test
    void strangersAreNotToldWhatIsUnderstood() {
        byte[] request = Edge.begin(Stun.ALLOCATE).flag(0x7777).bytes();
        assertEquals(401, Edge.message(edge.reply(request)).errorCode());
    }

    @Test
    void whatMayBePassedOverIs() {
        allocates(request -> request.flag(0xc057));
    }

    @Test
    void whoHasOneGetsNoSecondButARepetitionFindsTheFirst() {
        byte[] first = edge.signed(Stun.ALLOCATE, udp(request -> { }));
        edge.has(edge.apply(first), StunMessage.of(first).transactionId(), false, Edge.RELAYED);
        edge.apply(first);
        edge.refused(437, Stun.ALLOCATE, udp(request -> { }));
        edge.login = Login.sha256("bob", "hidden");
        edge.refused(437, Stun.ALLOCATE, udp(request -> { }));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TCP", "TLS"})
    void peersOverTcpAreForClientsOverConnections(String protocol) {
        edge.protocol = Protocol.valueOf(protocol);
        assertTrue(edge.action(Action.Allocate.class, Stun.ALLOCATE, request -> request.uint8(Stun.REQUESTED_TRANSPORT, 6)).tcp());
        edge.refused(400, Stun.ALLOCATE, request -> request.uint8(Stun.REQUESTED_TRANSPORT, 6).evenPort(false));
        edge.refused(400, Stun.ALLOCATE, request -> request.uint8(Stun.REQUESTED_TRANSPORT, 6).attribute(Stun.RESERVATION_TOKEN, new byte[8]));
        edge.refused(400, Stun.ALLOCATE, request -> request.uint8(Stun.REQUESTED_TRANSPORT, 6).flag(Stun.DONT_FRAGMENT));
        edge.refused(420, Stun.ALLOCATE, udp(request -> request.flag(Stun.DONT_FRAGMENT)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UDP", "DTLS"})
    void peersOverTcpAreNotForClientsOverDatagrams(String protocol) {
        edge.protocol = Protocol.valueOf(protocol);
        edge.refused(400, Stun.ALLOCATE, request -> request.uint8(Stun.REQUESTED_TRANSPORT, 6));
    }

    @Test
    void anEmptyTicketIsTheWishForOne() {
        assertTrue(allocates(request -> request.flag(Stun.MOBILITY_TICKET)).mobile());
        refuses(400, request -> request.attribute(Stun.MOBILITY_TICKET, new byte[4]));
    }

    @Test
    void clientsAreSentToAnotherServer() {
        edge.config.put("alternate_server", new String[] {"[2001:db8::5]:3479, nowhere, 203.0.113.5:3478"});
        StunMessage message = edge.refused(300, Stun.ALLOCATE, udp(request -> { }));
        assertArrayEquals(new byte[] {0, 1, 13, (byte) 150, (byte) 203, 0, 113, 5}, message.bytes(Stun.ALTERNATE_SERVER, 99));
        assertEquals(2, message.attributes(Stun.ALTERNATE_SERVER, 9).size());
        assertFalse(message.has(Stun.ALTERNATE_DOMAIN));
    }

    @Test
    void theOtherServersNameIsToldWhereItIsLookedAt() {
        edge.config.put("alternate_server", new String[] {"203.0.113.5:5349"});
        edge.config.put("alternate_domain", "other.example.org");
        assertFalse(edge.refused(300, Stun.ALLOCATE, udp(request -> { })).has(Stun.ALTERNATE_DOMAIN));
        edge.protocol = Protocol.TLS;
        edge.login = Login.sha256("alice", "secret");
        assertEquals("other.example.org", edge.refused(300, Stun.ALLOCATE, udp(request -> { })).text(Stun.ALTERNATE_DOMAIN));
        edge.login = Login.old("alice", "secret");
        assertFalse(edge.refused(300, Stun.ALLOCATE, udp(request -> { })).has(Stun.ALTERNATE_DOMAIN));
    }

    @Test
    void whoCannotReachTheOtherServerIsServed() {
        edge.config.put("alternate_server", new String[] {"[2001:db8::5]:3479"});
        allocates(request -> { });
    }

    @Test
    void whoHasAnAllocationKeepsIt() {
        byte[] request = edge.signed(Stun.ALLOCATE, udp(none -> { }));
        edge.has(edge.apply(request), StunMessage.of(request).transactionId(), false, Edge.RELAYED);
        edge.config.put("alternate_server", new String[] {"203.0.113.5:3478"});
        edge.apply(request);
        edge.applied(Stun.REFRESH, none -> { });
    }

    @ParameterizedTest
    @ValueSource(strings = {"203.0.113.5", "turn.example.org:3478", "203.0.113.5:0", "203.0.113.5:99999", "203.0.113.999:3478", "2001:db8::5:3478", "[fe80::1%nowhere]:3478", ":", "["})
    void anAlternateServerThatIsNoneIsLeftOut(String server) {
        edge.config.put("alternate_server", new String[] {server});
        allocates(request -> { });
    }

    @Test
    void theAnswerTellsWhereAndForHowLong() {
        byte[] request = edge.signed(Stun.ALLOCATE, udp(none -> { }));
        Decision.Apply applied = edge.apply(request);
        StunMessage message = edge.answer(request, applied, new Outcome.Allocated(List.of(Edge.RELAYED), null, 0, 700, null, null));
        assertEquals(StunClass.SUCCESS_RESPONSE, message.stunClass());
        assertArrayEquals(StunMessage.of(request).transactionId(), message.transactionId());
        assertEquals(Edge.RELAYED, message.xorAddress(Stun.XOR_RELAYED_ADDRESS));
        assertEquals(edge.address, message.xorAddress(Stun.XOR_MAPPED_ADDRESS));
        assertEquals(700, message.uint32(Stun.LIFETIME));
        assertTrue(message.isIntegritySha256Right(edge.login.key()));
        assertFalse(message.has(Stun.RESERVATION_TOKEN) || message.has(Stun.MOBILITY_TICKET) || message.has(Stun.ADDRESS_ERROR_CODE) || message.has(Stun.MESSAGE_INTEGRITY)
            || message.has(Stun.NONCE) || message.has(Stun.USERNAME) || message.hasFingerprint());
    }

    @Test
    void theAnswerTellsOfBothFamiliesTheReservationAndTheTicket() {
        edge.login = Login.old("alice", "secret");
        byte[] request = edge.signed(Stun.ALLOCATE, udp(none -> { }));
        Decision.Apply applied = edge.apply(request);
        StunMessage message = edge.answer(request, applied,
            new Outcome.Allocated(List.of(Edge.RELAYED, Edge.RELAYED6), null, 0, 600, new byte[] {1, 2, 3, 4, 5, 6, 7, 8}, new byte[] {9, 9}));
        assertEquals(List.of(Edge.RELAYED, Edge.RELAYED6), message.xorAddresses(Stun.XOR_RELAYED_ADDRESS, 9));
        assertArrayEquals(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}, message.bytes(Stun.RESERVATION_TOKEN, 99));
        assertArrayEquals(new byte[] {9, 9}, message.bytes(Stun.MOBILITY_TICKET, 99));
        assertTrue(message.isIntegrityRight(edge.login.key()));
    }

    @Test
    void theAnswerTellsWhatCouldNotBeHad() {
        byte[] request = edge.signed(Stun.ALLOCATE, udp(none -> { }));
        StunMessage message = edge.answer(request, edge.apply(request), new Outcome.Allocated(List.of(Edge.RELAYED), Family.IPV6, 440, 600, null, null));
        byte[] lacking = message.bytes(Stun.ADDRESS_ERROR_CODE, 99);
        assertArrayEquals(new byte[] {2, 0, 4, 40}, java.util.Arrays.copyOf(lacking, 4));
    }

    @ParameterizedTest
    @CsvSource({"486, Allocation Quota Reached", "508, Insufficient Capacity", "440, Address Family not Supported"})
    void whatFailedIsToldToWhoAsked(int code, String reason) {
        byte[] request = edge.signed(Stun.ALLOCATE, udp(none -> { }));
        StunMessage message = edge.answer(request, edge.apply(request), new Outcome.Failed(code, reason));
        assertEquals(StunClass.ERROR_RESPONSE, message.stunClass());
        assertEquals(code, message.errorCode());
        assertTrue(message.isIntegritySha256Right(edge.login.key()));
    }

    @Test
    void anIpv6ClientIsToldItsAddress() {
        edge.address = new InetSocketAddress("2001:db8::7", 40_000);
        byte[] request = edge.signed(Stun.ALLOCATE, udp(none -> { }));
        StunMessage message = edge.answer(request, edge.apply(request), new Outcome.Allocated(List.of(Edge.RELAYED6), null, 0, 600, null, null));
        assertEquals(edge.address, message.xorAddress(Stun.XOR_MAPPED_ADDRESS));
        assertEquals(Edge.RELAYED6, message.xorAddress(Stun.XOR_RELAYED_ADDRESS));
    }
}
