package org.hotcut.turn.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
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

/** What can be done with an allocation (RFC 8656 sections 8 to 12, RFC 6062, RFC 8016). */
class MethodsTest {
    private static final InetSocketAddress PEER6 = new InetSocketAddress("2001:db8::9", 6_000);
    private static final Consumer<StunWriter> NOTHING = request -> { };

    private final Edge edge = new Edge();

    @ParameterizedTest
    @ValueSource(ints = {Stun.REFRESH, Stun.CREATE_PERMISSION, Stun.CHANNEL_BIND, Stun.CONNECT})
    void withoutAnAllocationThereIsNothingToBeDone(int method) {
        edge.refused(437, method, request -> request.xorAddress(Stun.XOR_PEER_ADDRESS, Edge.PEER).uint16(Stun.CHANNEL_NUMBER, 0x4000));
    }

    @ParameterizedTest
    @ValueSource(ints = {Stun.REFRESH, Stun.CREATE_PERMISSION, Stun.CHANNEL_BIND, Stun.CONNECT, Stun.CONNECTION_BIND})
    void whatMustBeUnderstoodIsNamedByEveryMethod(int method) {
        edge.allocated();
        assertArrayEquals(new byte[] {0x77, 0x77}, edge.refused(420, method, request -> request.flag(0x7777)).bytes(Stun.UNKNOWN_ATTRIBUTES, 9));
    }

    @ParameterizedTest
    @CsvSource({"-1, 600", "0, 0", "1, 600", "1200, 1200", "7200, 3600"})
    void anAllocationIsRefreshed(long wanted, int granted) {
        Action.Refresh refresh = edge.allocated().action(Action.Refresh.class, Stun.REFRESH, wanted < 0 ? NOTHING : request -> request.uint32(Stun.LIFETIME, wanted));
        assertEquals(granted, refresh.lifetime());
        assertNull(refresh.family());
    }

    @Test
    void oneOfTwoFamiliesCanBeRefreshed() {
        byte[] request = edge.signed(Stun.ALLOCATE, wanted -> wanted.uint8(Stun.REQUESTED_TRANSPORT, 17));
        edge.has(edge.apply(request), StunMessage.of(request).transactionId(), false, Edge.RELAYED, Edge.RELAYED6);
        assertEquals(Family.IPV6, edge.action(Action.Refresh.class, Stun.REFRESH, wanted -> wanted.uint8(Stun.REQUESTED_ADDRESS_FAMILY, 2)).family());
    }

    @Test
    void aFamilyOfWhichThereIsNoAddressCannot() {
        edge.allocated().refused(443, Stun.REFRESH, request -> request.uint8(Stun.REQUESTED_ADDRESS_FAMILY, 2));
        edge.refused(443, Stun.REFRESH, request -> request.uint8(Stun.REQUESTED_ADDRESS_FAMILY, 9));
        edge.refused(400, Stun.REFRESH, request -> request.attribute(Stun.REQUESTED_ADDRESS_FAMILY, new byte[2]));
        edge.refused(400, Stun.REFRESH, request -> request.attribute(Stun.LIFETIME, new byte[2]));
    }

    @Test
    void aRefreshIsAnsweredByTheLifetime() {
        byte[] request = edge.allocated().signed(Stun.REFRESH, NOTHING);
        StunMessage message = edge.answer(request, edge.apply(request), new Outcome.Refreshed(0, null));
        assertEquals(0, message.uint32(Stun.LIFETIME));
        assertFalse(message.has(Stun.MOBILITY_TICKET));
        assertTrue(message.isIntegritySha256Right(edge.login.key()));
    }

    @Test
    void aTicketMovesAnAllocation() {
        Action.Move move = edge.action(Action.Move.class, Stun.REFRESH, request -> request.attribute(Stun.MOBILITY_TICKET, new byte[] {1, 2, 3}));
        assertArrayEquals(new byte[] {1, 2, 3}, move.ticket());
        assertEquals(600, move.lifetime());
        assertNull(move.family());
        assertEquals(Family.IPV6, edge.action(Action.Move.class, Stun.REFRESH, request -> request.attribute(Stun.MOBILITY_TICKET, new byte[] {1, 2, 3})
            .uint8(Stun.REQUESTED_ADDRESS_FAMILY, 2)).family());
        edge.refused(443, Stun.REFRESH, request -> request.attribute(Stun.MOBILITY_TICKET, new byte[] {1, 2, 3}).uint8(Stun.REQUESTED_ADDRESS_FAMILY, 9));
        edge.refused(400, Stun.REFRESH, request -> request.flag(Stun.MOBILITY_TICKET));
        byte[] request = edge.signed(Stun.REFRESH, wanted -> wanted.attribute(Stun.MOBILITY_TICKET, new byte[] {1, 2, 3}));
        StunMessage message = edge.answer(request, edge.apply(request), new Outcome.Refreshed(600, new byte[] {4}));
        assertArrayEquals(new byte[] {4}, message.bytes(Stun.MOBILITY_TICKET, 9));
    }

    @Test
    void peersArePermittedByAddress() {
        Action.Permit permit = edge.allocated().action(Action.Permit.class, Stun.CREATE_PERMISSION, request -> request.xorAddress(Stun.XOR_PEER_ADDRESS, Edge.PEER)
            .xorAddress(Stun.XOR_PEER_ADDRESS, new InetSocketAddress("192.0.2.10", 1)).xorAddress(Stun.XOR_PEER_ADDRESS, new InetSocketAddress(Edge.PEER.getAddress(), 7)));
        assertEquals(List.of(Edge.PEER.getAddress(), new InetSocketAddress("192.0.2.10", 0).getAddress()), permit.peers());
    }

    @Test
    void peersMustBeNamedWell() {
        edge.allocated().refused(400, Stun.CREATE_PERMISSION, NOTHING);
        edge.refused(400, Stun.CREATE_PERMISSION, request -> request.attribute(Stun.XOR_PEER_ADDRESS, new byte[8]));
        edge.refused(400, Stun.CREATE_PERMISSION, request -> request.xorAddress(Stun.XOR_PEER_ADDRESS, Edge.PEER).attribute(Stun.XOR_PEER_ADDRESS, new byte[3]));
    }

    @ParameterizedTest
    @ValueSource(ints = {Stun.CREATE_PERMISSION, Stun.CHANNEL_BIND})
    void peersMustBeOfAFamilyOfWhichThereIsAnAddress(int method) {
        edge.allocated().refused(443, method, request -> request.uint16(Stun.CHANNEL_NUMBER, 0x4000).xorAddress(Stun.XOR_PEER_ADDRESS, PEER6));
        edge.has(new Decision.Apply(null, edge.holding.proof()), new byte[12], false, Edge.RELAYED6);
        edge.applied(method, request -> request.uint16(Stun.CHANNEL_NUMBER, 0x4000).xorAddress(Stun.XOR_PEER_ADDRESS, PEER6));
        edge.refused(443, method, request -> request.uint16(Stun.CHANNEL_NUMBER, 0x4000).xorAddress(Stun.XOR_PEER_ADDRESS, Edge.PEER));
    }

    @ParameterizedTest
    @ValueSource(ints = {Stun.CREATE_PERMISSION, Stun.CHANNEL_BIND, Stun.CONNECT})
    void anIpv4AddressInTheClothesOfIpv6IsNone(int method) {
        edge.allocated();
        edge.has(new Decision.Apply(null, edge.holding.proof()), new byte[12], method == Stun.CONNECT, Edge.RELAYED, Edge.RELAYED6);
        byte[] mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) 0xff, (byte) 0xff, 127, 0, 0, 1};
        byte[] id = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
        byte[] mask = {0x21, 0x12, (byte) 0xa4, 0x42, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
        byte[] value = new byte[20];
        value[1] = 2;
        for (int i = 0; i < 16; i++) {
            value[4 + i] = (byte) (mapped[i] ^ mask[i]);
        }
        StunWriter request = new StunWriter(StunClass.REQUEST, method, id).uint16(Stun.CHANNEL_NUMBER, 0x4000).attribute(Stun.XOR_PEER_ADDRESS, value);
        assertEquals(443, Edge.message(edge.reply(edge.login.sign(request).bytes())).errorCode());
    }

    @Test
    void aChannelStandsForAPeer() {
        Action.Bind bind = edge.allocated().action(Action.Bind.class, Stun.CHANNEL_BIND, channel(0x4001));
        assertEquals(0x4001, bind.channel());
        assertEquals(Edge.PEER, bind.peer());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 0x3fff, 0x8000, 0xffff})
    void numbersThatAreNoChannelsAreRefused(int number) {
        edge.allocated().refused(400, Stun.CHANNEL_BIND, channel(number));
    }

    @Test
    void aChannelNeedsNumberAndPeer() {
        edge.allocated().refused(400, Stun.CHANNEL_BIND, request -> request.uint16(Stun.CHANNEL_NUMBER, 0x4000));
        edge.refused(400, Stun.CHANNEL_BIND, request -> request.xorAddress(Stun.XOR_PEER_ADDRESS, Edge.PEER));
        edge.refused(400, Stun.CHANNEL_BIND, request -> request.attribute(Stun.CHANNEL_NUMBER, new byte[2]).xorAddress(Stun.XOR_PEER_ADDRESS, Edge.PEER));
    }

    @ParameterizedTest
    @ValueSource(ints = {Stun.CREATE_PERMISSION, Stun.CHANNEL_BIND})
    void whatWasDoneIsSaid(int method) {
        byte[] request = edge.allocated().signed(method, channel(0x4000));
        StunMessage message = edge.answer(request, edge.apply(request), new Outcome.Done());
        assertEquals(StunClass.SUCCESS_RESPONSE, message.stunClass());
        assertEquals(method, message.method());
        assertTrue(message.isIntegritySha256Right(edge.login.key()));
        StunMessage forbidden = edge.answer(request, edge.apply(request), new Outcome.Failed(403, "Forbidden"));
        assertEquals(403, forbidden.errorCode());
        assertTrue(forbidden.isIntegritySha256Right(edge.login.key()));
    }

    @Test
    void aPeerIsConnectedTo() {
        edge.protocol = Protocol.TCP;
        tcp();
        assertEquals(Edge.PEER, edge.action(Action.Connect.class, Stun.CONNECT, channel(0)).peer());
        edge.refused(400, Stun.CONNECT, NOTHING);
        edge.refused(400, Stun.CHANNEL_BIND, channel(0x4000));
        byte[] request = edge.signed(Stun.CONNECT, channel(0));
        assertEquals(0xfffffffeL, edge.answer(request, edge.apply(request), new Outcome.Connected(-2)).uint32(Stun.CONNECTION_ID));
        assertEquals(447, edge.answer(request, edge.apply(request), new Outcome.Failed(447, "Connection Timeout or Failure")).errorCode());
    }

    @Test
    void anAllocationForUdpConnectsToNobody() {
        edge.allocated().refused(400, Stun.CONNECT, channel(0));
    }

    @Test
    void anotherConnectionOfTheClientTakesThePeers() {
        edge.protocol = Protocol.TLS;
        assertEquals(-2, edge.action(Action.ConnectionBind.class, Stun.CONNECTION_BIND, request -> request.uint32(Stun.CONNECTION_ID, 0xfffffffeL)).connection());
        edge.refused(400, Stun.CONNECTION_BIND, NOTHING);
        byte[] request = edge.signed(Stun.CONNECTION_BIND, wanted -> wanted.uint32(Stun.CONNECTION_ID, 5));
        assertEquals(StunClass.SUCCESS_RESPONSE, edge.answer(request, edge.apply(request), new Outcome.Done()).stunClass());
        tcp();
        edge.refused(400, Stun.CONNECTION_BIND, wanted -> wanted.uint32(Stun.CONNECTION_ID, 5));
    }

    @Test
    void datagramsAreNoConnection() {
        edge.refused(400, Stun.CONNECTION_BIND, request -> request.uint32(Stun.CONNECTION_ID, 5));
    }

    @Test
    void fingerprintIsAnsweredByFingerprintBehindTheIntegrity() {
        edge.login.challenged(Edge.message(edge.reply(Edge.begin(Stun.ALLOCATE).bytes())));
        byte[] request = edge.login.sign(Edge.begin(Stun.ALLOCATE).uint8(Stun.REQUESTED_TRANSPORT, 17)).fingerprint().bytes();
        Decision.Apply applied = edge.apply(request);
        StunMessage message = edge.answer(request, applied, new Outcome.Allocated(List.of(Edge.RELAYED), null, 0, 600, null, null));
        assertTrue(message.isFingerprintRight());
        assertTrue(message.isIntegritySha256Right(edge.login.key()));
        assertInstanceOf(Action.Allocate.class, applied.action());
    }

    private void tcp() {
        edge.login.challenged(Edge.message(edge.reply(Edge.begin(Stun.ALLOCATE).bytes())));
        byte[] request = edge.signed(Stun.ALLOCATE, wanted -> wanted.uint8(Stun.REQUESTED_TRANSPORT, 6));
        edge.has(edge.apply(request), StunMessage.of(request).transactionId(), true, Edge.RELAYED);
    }

    private static Consumer<StunWriter> channel(int number) {
        return request -> request.uint16(Stun.CHANNEL_NUMBER, number).xorAddress(Stun.XOR_PEER_ADDRESS, Edge.PEER);
    }
}
