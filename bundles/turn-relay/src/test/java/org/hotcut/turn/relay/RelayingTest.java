package org.hotcut.turn.relay;

import static org.hotcut.turn.relay.Fixture.CLIENT;
import static org.hotcut.turn.relay.Fixture.PEER;
import static org.hotcut.turn.relay.Fixture.bytes;
import static org.hotcut.turn.relay.Fixture.channelData;
import static org.hotcut.turn.relay.Fixture.text;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.hotcut.core.api.net.Protocol;
import org.hotcut.stun.Stun;
import org.hotcut.stun.StunClass;
import org.hotcut.stun.StunMessage;
import org.hotcut.stun.StunWriter;
import org.hotcut.stun.XorAddress;
import org.hotcut.turn.api.Action;
import org.hotcut.turn.api.AllocationInfo;
import org.hotcut.turn.api.Family;
import org.hotcut.turn.api.Reach;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RelayingTest {
    @TempDir
    Path data;
    private Fixture fixture;
    private TestSockets.Socket relay;

    @BeforeEach
    void allocate() throws Exception {
        fixture = new Fixture(data);
        relay = fixture.allocated();
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    @Test
    void channelDataGoesToThePeerAndComesBackByTheChannel() {
        assertEquals("Done[]", fixture.bindChannel(0x4001, PEER));
        fixture.front.receive(channelData(0x4001, "hello"), CLIENT);
        TestSockets.Sent sent = relay.take();
        assertEquals("hello", text(sent));
        assertEquals(PEER, sent.to());
        relay.receive(bytes("answer!"), PEER);
        TestSockets.Sent back = fixture.front.take();
        assertArrayEquals(channelData(0x4001, "answer!"), back.bytes());
        assertEquals(CLIENT, back.to());
    }

    @Test
    void whoBeginsADtlsSessionFromTheSameAddressHasNothingOfTheOneBefore() {
        for (int loop = 0; loop < 2; loop++) { // the second is of another loop than the allocation's
            TestSockets.Socket dtls = fixture.sockets.listen(0, Fixture.SERVER, Protocol.DTLS, fixture.relay);
            TestSockets.Socket end = loop == 0 ? dtls : fixture.sockets.listen(1, Fixture.SERVER, Protocol.DTLS, fixture.relay);
            InetSocketAddress client = new InetSocketAddress("192.0.2.9", 41_000);
            fixture.ask(dtls, client, fixture.request(Fixture.allocate()));
            TestSockets.Socket relayed = fixture.relaySocket(client);
            assertEquals("Done[]", fixture.ask(dtls, client, fixture.request(new Action.Bind(0x4001, PEER))));
            fixture.loops.execute(end.loop(), () -> {
                fixture.relay.closed(end, client);
                end.receive(channelData(0x4001, "of another"), client);
            });
            assertNull(relayed.take());
            assertTrue(relayed.isClosed);
            assertNull(fixture.info(client));
        }
        assertEquals("Done[]", fixture.bindChannel(0x4001, PEER), "that of the same port's UDP lives on");
    }

    @Test
    void noDataAtAllIsRelayedAsSuchBothWays() throws Exception {
        fixture.bindChannel(0x4001, PEER);
        fixture.front.receive(channelData(0x4001, ""), CLIENT);
        assertEquals(0, relay.take().bytes().length);
        relay.receive(new byte[0], PEER);
        assertArrayEquals(channelData(0x4001, ""), fixture.front.take().bytes());
        InetSocketAddress other = new InetSocketAddress("198.51.100.8", 5004);
        fixture.permit("198.51.100.8");
        fixture.front.receive(Fixture.send(other, ""), CLIENT);
        assertEquals(0, relay.take().bytes().length);
        relay.receive(new byte[0], other);
        assertEquals(0, StunMessage.of(ByteBuffer.wrap(fixture.front.take().bytes())).attribute(Stun.DATA).remaining());
    }

    @Test
    void paddingAfterChannelDataIsNotRelayed() {
        fixture.bindChannel(0x4001, PEER);
        fixture.front.receive(ByteBuffer.allocate(8).put(channelData(0x4001, "one")).array(), CLIENT);
        assertEquals("one", text(relay.take()));
    }

    @Test
    void channelDataOfNoChannelOrCutShortIsDroppedAndCounted() {
        fixture.bindChannel(0x4001, PEER);
        fixture.front.receive(channelData(0x4002, "hello"), CLIENT);
        fixture.front.receive(ByteBuffer.allocate(6).putShort((short) 0x4001).putShort((short) 100).array(), CLIENT);
        fixture.front.receive(new byte[] {0x40}, CLIENT);
        fixture.front.receive(new byte[0], CLIENT);
        assertNull(relay.take());
        assertEquals(1, fixture.info(CLIENT).packetsDropped());
    }

    @Test
    void sendGoesToAPermittedPeerAndWhatHeSaysComesAsADataIndication() throws Exception {
        fixture.permit("198.51.100.7");
        fixture.front.receive(Fixture.send(PEER, "hello"), CLIENT);
        assertEquals("hello", text(relay.take()));
        relay.receive(bytes("answer"), PEER);
        StunMessage indication = StunMessage.of(ByteBuffer.wrap(fixture.front.take().bytes()));
        assertEquals(StunClass.INDICATION, indication.stunClass());
        assertEquals(Stun.DATA_METHOD, indication.method());
        assertEquals(ByteBuffer.wrap(bytes("answer")), indication.attribute(Stun.DATA));
        assertEquals(PEER, XorAddress.read(indication.attribute(Stun.XOR_PEER_ADDRESS), indication.transactionId()));
    }

    @Test
    void ipv6PeersAreReachedFromTheAddressOfTheirFamily() throws Exception {
        InetSocketAddress client = new InetSocketAddress("192.0.2.2", 40_000);
        InetSocketAddress peer = new InetSocketAddress("2001:db8::7", 5004);
        fixture.ask(client, Fixture.allocate(Family.IPV6));
        TestSockets.Socket relay6 = fixture.relaySocket(client);
        assertEquals("Done[]", fixture.ask(client, new Action.Permit(List.of(peer.getAddress()))));
        fixture.front.receive(Fixture.send(peer, "hello"), client);
        fixture.front.receive(Fixture.send(peer, "again"), client);
        assertEquals("again", text(relay6.take()));
        assertEquals("hello", text(relay6.take()));
        relay6.receive(bytes("12345"), peer);
        StunMessage indication = StunMessage.of(ByteBuffer.wrap(fixture.front.take().bytes()));
        assertEquals(peer, XorAddress.read(indication.attribute(Stun.XOR_PEER_ADDRESS), indication.transactionId()));
        assertEquals(ByteBuffer.wrap(bytes("12345")), indication.attribute(Stun.DATA));
    }

    @Test
    void peersThatComeOneAfterTheOtherAreToldApart() throws Exception {
        InetSocketAddress client = new InetSocketAddress("192.0.2.2", 40_000);
        String[] peers = {"198.51.100.7", "198.51.100.8", "2001:db8::7", "2001:db8:1::7", "2001:db8::8"};
        fixture.ask(client, Fixture.allocate(Family.IPV4, Family.IPV6));
        for (String each : peers) {
            InetSocketAddress peer = new InetSocketAddress(each, 5004);
            assertEquals("Done[]", fixture.ask(client, new Action.Permit(List.of(peer.getAddress()))));
        }
        for (int i = 0; i < 2 * peers.length; i++) {
            InetSocketAddress peer = new InetSocketAddress(peers[i % peers.length], 5004);
            TestSockets.Socket from = fixture.sockets.at(fixture.info(client).bound().get(i % peers.length < 2 ? 0 : 1));
            fixture.front.receive(Fixture.send(peer, "hello"), client);
            assertEquals(peer, from.take().to());
            from.receive(bytes("answer"), peer);
            StunMessage indication = StunMessage.of(ByteBuffer.wrap(fixture.front.take().bytes()));
            assertEquals(peer, XorAddress.read(indication.attribute(Stun.XOR_PEER_ADDRESS), indication.transactionId()));
        }
    }

    @Test
    void aPeerIsHeardByHisChannelFromWhenItIsBoundToItsEnd() throws Exception {
        fixture.ask(new Action.Refresh(3_600, null));
        fixture.permit("198.51.100.7");
        relay.receive(bytes("before"), PEER);
        assertTrue(StunMessage.of(ByteBuffer.wrap(fixture.front.take().bytes())) != null);
        fixture.bindChannel(0x4001, PEER);
        relay.receive(bytes("by it"), PEER);
        assertArrayEquals(channelData(0x4001, "by it"), fixture.front.take().bytes());
        fixture.loops.advance(Duration.ofSeconds(290));
        fixture.permit("198.51.100.7");
        fixture.loops.advance(Duration.ofSeconds(290));
        fixture.permit("198.51.100.7");
        relay.receive(bytes("still"), PEER);
        assertArrayEquals(channelData(0x4001, "still"), fixture.front.take().bytes());
        fixture.loops.advance(Duration.ofSeconds(25));
        relay.receive(bytes("after"), PEER);
        assertTrue(StunMessage.of(ByteBuffer.wrap(fixture.front.take().bytes())) != null);
    }

    @Test
    void nobodyWithoutAPermissionIsSentToOrHeard() throws Exception {
        fixture.front.receive(Fixture.send(PEER, "hello"), CLIENT);
        assertNull(relay.take());
        relay.receive(bytes("answer"), PEER);
        assertNull(fixture.front.take());
        assertEquals(2, fixture.info(CLIENT).packetsDropped());
    }

    @Test
    void whoHasNoAllocationIsRelayedNothing() throws Exception {
        fixture.permit("198.51.100.7");
        fixture.front.receive(Fixture.send(PEER, "hello"), new InetSocketAddress("192.0.2.1", 40_001));
        assertNull(relay.take());
    }

    @Test
    void aSendThatMustNotBeFragmentedOrSaysWhatIsNotUnderstoodIsDropped() throws Exception {
        fixture.permit("198.51.100.7");
        StunWriter fragment = new StunWriter(StunClass.INDICATION, Stun.SEND, new byte[12]).xorAddress(Stun.XOR_PEER_ADDRESS, PEER).attribute(Stun.DATA, bytes("hello"));
        fixture.front.receive(fragment.attribute(Stun.DONT_FRAGMENT, new byte[0]).bytes(), CLIENT);
        StunWriter unknown = new StunWriter(StunClass.INDICATION, Stun.SEND, new byte[12]).xorAddress(Stun.XOR_PEER_ADDRESS, PEER).attribute(Stun.DATA, bytes("hello"));
        fixture.front.receive(unknown.attribute(0x7001, new byte[4]).bytes(), CLIENT);
        assertNull(relay.take());
    }

    @Test
    void onlyThePortsThatMayBeReachedAre() throws Exception {
        fixture.policy.says("198.51.100.7", new Reach(Reach.Kind.PORTS, List.of(new Reach.PortRange(5000, 5010)), "media of the PBX"));
        fixture.permit("198.51.100.7");
        InetSocketAddress outside = new InetSocketAddress("198.51.100.7", 5011);
        fixture.front.receive(Fixture.send(outside, "hello"), CLIENT);
        relay.receive(bytes("answer"), outside);
        assertNull(relay.take());
        assertNull(fixture.front.take());
        fixture.front.receive(Fixture.send(PEER, "hello"), CLIENT);
        relay.receive(bytes("answer"), PEER);
        assertEquals("hello", text(relay.take()));
        assertEquals(1, fixture.front.sent.size());
    }

    @Test
    void ourOwnRelayAddressIsReachedOnlyWhereAnAllocationIsLive() throws Exception {
        fixture.policy.says("127.0.0.1", new Reach(Reach.Kind.RELAYS, List.of(), "our own relay address"));
        InetSocketAddress other = new InetSocketAddress("192.0.2.9", 40_000);
        TestSockets.Socket otherRelay = fixture.allocated(other);
        assertEquals("Done[]", fixture.permit("127.0.0.1"));
        fixture.front.receive(Fixture.send(otherRelay.local(), "hello"), CLIENT);
        fixture.front.receive(Fixture.send(new InetSocketAddress("127.0.0.1", 8101), "to the console"), CLIENT);
        assertEquals("hello", text(relay.take()));
        assertNull(relay.take());
        fixture.ask(other, new Action.Refresh(0, null));
        fixture.front.receive(Fixture.send(otherRelay.local(), "hello"), CLIENT);
        assertNull(relay.take());
    }

    @Test
    void bothWaysAreCountedInPacketsAndBytesWithoutHeaders() throws Exception {
        fixture.bindChannel(0x4001, PEER);
        fixture.front.receive(channelData(0x4001, "hello"), CLIENT);
        relay.receive(bytes("answer"), PEER);
        relay.receive(bytes("answer"), PEER);
        relay.isFull = true;
        fixture.front.receive(channelData(0x4001, "hello"), CLIENT);
        AllocationInfo info = fixture.info(CLIENT);
        assertEquals(1, info.packetsSent());
        assertEquals(5, info.bytesSent());
        assertEquals(2, info.packetsReceived());
        assertEquals(12, info.bytesReceived());
        assertEquals(1, info.packetsDropped());
    }

    @Test
    void whatIsMoreThanABucketHoldsIsDropped() throws Exception {
        close();
        fixture = new Fixture(data.resolve("slow"), Map.of("speed_allocation", 1000L));
        relay = fixture.allocated();
        fixture.bindChannel(0x4001, PEER);
        long start = System.nanoTime();
        for (int i = 0; i < 100; i++) {
            fixture.front.receive(channelData(0x4001, "x".repeat(1000)), CLIENT);
        }
        long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds() + 1; // however slow the machine is
        assertTrue(relay.sent.size() <= seconds + 2, relay.sent.size() + " packets in " + seconds + " s");
        assertEquals(100, relay.sent.size() + fixture.info(CLIENT).packetsDropped());
    }

    @Test
    void whatPeersSendCountsForItsUserToo() throws Exception {
        close();
        fixture = new Fixture(data.resolve("slow"), Map.of("speed_user", 1000L));
        relay = fixture.allocated();
        fixture.bindChannel(0x4001, PEER);
        fixture.front.sent.clear();
        long start = System.nanoTime();
        for (int i = 0; i < 100; i++) {
            relay.receive(new byte[1000], PEER);
        }
        long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds() + 1;
        assertTrue(fixture.front.sent.size() <= seconds + 2, fixture.front.sent.size() + " packets in " + seconds + " s");
        assertEquals(100, fixture.front.sent.size() + fixture.info(CLIENT).packetsDropped());
    }

    @Test
    void aClientWhoseDatagramsComeToAnotherLoopIsServedByItsOwn() throws Exception {
        fixture.bindChannel(0x4001, PEER);
        fixture.otherFront.receive(channelData(0x4001, "hello"), CLIENT);
        assertEquals("hello", text(relay.take()));
        relay.receive(bytes("answer"), PEER);
        assertEquals(1, fixture.front.sent.size(), "he is met by the socket of his loop");
        fixture.front.take();
        fixture.otherFront.receive(fixture.request(new Action.Refresh(600, null)), CLIENT);
        assertEquals("Refreshed[lifetime=600, ticket=null]", text(fixture.front.take()));
        fixture.front.receive(channelData(0x4001, "back again"), CLIENT);
        assertEquals("back again", text(relay.take()));
    }

    @Test
    void packetsPassWhileHandlerAndPolicyAreBeingUpdated() throws Exception {
        fixture.bindChannel(0x4001, PEER);
        fixture.permit("198.51.100.7");
        for (int version = 2; version < 12; version++) {
            fixture.unbindHandler(version - 1);
            fixture.unbindPolicy();
            fixture.front.receive(channelData(0x4001, "without"), CLIENT);
            relay.receive(bytes("without"), PEER);
            fixture.loops.advance(Duration.ofMillis(500));
            fixture.front.receive(Fixture.send(PEER, "without"), CLIENT);
            fixture.bind(fixture.handler.next("v" + version + ' '), version);
            fixture.bind(fixture.policy, 1);
            fixture.loops.advance(Duration.ofMillis(500));
            fixture.front.receive(channelData(0x4001, "with"), CLIENT);
            assertEquals("v" + version + " Refreshed[lifetime=600, ticket=null]", fixture.ask(new Action.Refresh(600, null)));
        }
        AllocationInfo info = fixture.info(CLIENT);
        assertEquals(30, info.packetsSent());
        assertEquals(10, info.packetsReceived());
        assertEquals(0, info.packetsDropped());
    }

    @Test
    void manyChannelsAreToldApart() {
        for (int i = 0; i < 100; i++) {
            assertEquals("Done[]", fixture.bindChannel(0x4000 + 7 * i, new InetSocketAddress("198.51.100.7", 5000 + i)));
        }
        for (int i = 99; i >= 0; i--) {
            fixture.front.receive(channelData(0x4000 + 7 * i, "to " + i), CLIENT);
            assertEquals(5000 + i, relay.take().to().getPort());
            relay.receive(bytes("from"), new InetSocketAddress("198.51.100.7", 5000 + i));
            assertArrayEquals(channelData(0x4000 + 7 * i, "from"), fixture.front.take().bytes());
        }
    }
}
