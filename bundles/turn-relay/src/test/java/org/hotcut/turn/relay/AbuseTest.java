package org.hotcut.turn.relay;

import static org.hotcut.turn.relay.Fixture.CLIENT;
import static org.hotcut.turn.relay.Fixture.allocate;
import static org.hotcut.turn.relay.Fixture.channelData;
import static org.hotcut.turn.relay.Fixture.proof;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import org.hotcut.core.api.account.DigestAlgorithm;
import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.turn.api.Action;
import org.hotcut.turn.api.Decision;
import org.hotcut.turn.api.Family;
import org.hotcut.turn.api.Outcome;
import org.hotcut.turn.api.Reach;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What clients may try, by intent or by bad luck, and what is left of it. */
class AbuseTest {
    private static final int OF_NO_RELAY = 2;

    @TempDir
    Path data;
    private Fixture fixture;
    private Flow flow;

    @BeforeEach
    void start() throws Exception {
        begin(Map.of());
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    private void begin(Map<String, Object> configured) throws Exception {
        fixture = new Fixture(data, configured);
        fixture.flows.tell(fixture.relay);
        flow = fixture.flows.open(Protocol.TLS, "192.0.2.1", 50_000);
    }

    private void restart(Map<String, Object> configured) throws Exception {
        fixture.close();
        begin(configured);
    }

    private void receive(int loop, byte[] message) {
        fixture.loops.execute(loop, () -> fixture.relay.receive(flow, ByteBuffer.wrap(message)));
    }

    private void assertNothingIsHeld() {
        assertEquals(List.of(), fixture.admin.allocations());
        assertEquals(0, fixture.sockets.open());
        assertEquals(0, fixture.relay.services().quotas.total());
    }

    @Test
    void anAllocationIsNotMadeForAConnectionThatWasClosedWhileTheAccountWasLookedUp() {
        CompletableFuture<Decision> later = new CompletableFuture<>();
        byte[] request = Fixture.request();
        fixture.handler.decides(request, later);
        receive(1, request);
        fixture.flows.lose(flow);
        later.complete(new Decision.Apply(allocate(), proof("alice")));
        assertNothingIsHeld();
    }

    @Test
    void aConnectionThatIsClosedAtOnceLeavesNothingBehindOnTheLoopItIsHandedTo() {
        fixture.loops.enter(OF_NO_RELAY);
        fixture.relay.receive(flow, ByteBuffer.wrap(fixture.request(allocate())));
        fixture.flows.lose(flow);
        fixture.loops.leave();
        assertNothingIsHeld();
        assertEquals(0, fixture.admin.status().get("connections"));
    }

    @Test
    void whatIsHandedFromLoopToLoopHasABound() {
        Action.Allocate mobile = new Action.Allocate(false, List.of(Family.IPV4), false, false, null, 600, true);
        fixture.ask(mobile);
        byte[] ticket = ((Outcome.Allocated) fixture.handler.outcome).ticket();
        fixture.bindChannel(0x4000, Fixture.PEER);
        TestSockets.Socket relay = fixture.relaySocket(CLIENT);
        receive(1, fixture.request(new Action.Move(600, ticket, null)));
        fixture.loops.enter(1);
        for (int i = 0; i < 3_000; i++) { // faster than the other loop comes to it
            fixture.relay.receive(flow, ByteBuffer.wrap(channelData(0x4000, "four")));
        }
        fixture.loops.leave();
        assertEquals(1_024, relay.sent.size());
        receive(1, channelData(0x4000, "then"));
        assertEquals(1_025, relay.sent.size());
    }

    @Test
    void whatWasAskedByAnotherUserOfTheSameAddressIsNotDoneToAnAllocationMadeMeanwhile() {
        CompletableFuture<Decision> refresh = new CompletableFuture<>();
        CompletableFuture<Decision> allocate = new CompletableFuture<>();
        byte[] first = Fixture.request();
        byte[] second = Fixture.request();
        fixture.handler.decides(first, refresh);
        fixture.handler.decides(second, allocate);
        fixture.front.receive(first, CLIENT);
        fixture.front.receive(second, CLIENT);
        fixture.ask(allocate());
        refresh.complete(new Decision.Apply(new Action.Refresh(0, null), proof("mallory")));
        assertTrue(Fixture.text(fixture.front.take()).startsWith("441"));
        allocate.complete(new Decision.Apply(allocate(), proof("mallory")));
        assertTrue(Fixture.text(fixture.front.take()).startsWith("437"));
        assertEquals("alice@example.org", fixture.info(CLIENT).account());
    }

    @Test
    void thePolicyIsNotAskedAboutMorePeersThanThereMayBe() {
        fixture.allocated();
        List<InetAddress> peers = IntStream.range(0, 340).mapToObj(i -> address("198.51." + (i >> 8) + '.' + (i & 0xff))).toList();
        int asked = fixture.policy.asked;
        assertEquals("508 Insufficient Capacity", fixture.ask(new Action.Permit(peers)));
        assertEquals(asked, fixture.policy.asked);
    }

    private static InetAddress address(String text) {
        return new InetSocketAddress(text, 1).getAddress();
    }

    @Test
    void whatIsPermittedAgainAndAgainIsNotWrittenEachTime() throws Exception {
        fixture.allocated();
        fixture.permit("198.51.100.7", "198.51.100.8");
        long before = journal();
        for (int i = 0; i < 100; i++) {
            assertEquals("Done[]", fixture.permit("198.51.100.7", "198.51.100.8"));
        }
        assertEquals(before, journal());
        fixture.policy.says("198.51.100.8", new Reach(Reach.Kind.PORTS, List.of(new Reach.PortRange(80, 80)), "web"));
        fixture.permit("198.51.100.7", "198.51.100.8");
        long changed = journal();
        assertTrue(changed > before);
        fixture.loops.advance(Duration.ofSeconds(200));
        fixture.permit("198.51.100.7", "198.51.100.8");
        assertTrue(journal() > changed);
        fixture.loops.advance(Duration.ofSeconds(200));
        restart(Map.of());
        assertEquals(2, fixture.info(CLIENT).permissions().size());
    }

    private long journal() {
        return (Long) fixture.admin.status().get("journalBytes");
    }

    @Test
    void usersWhoWereRemovedWhileWeWereAwayDoNotGoOn() throws Exception {
        fixture.allocated();
        restart(Map.of());
        fixture.accounts.domain("example.org", DigestAlgorithm.MD5).user("alice", "example.org", "secret");
        fixture.relay.domainsChanged(fixture.accounts.domains());
        assertNotNull(fixture.info(CLIENT));
        restart(Map.of());
        fixture.accounts.domain("example.org", DigestAlgorithm.MD5);
        fixture.relay.domainsChanged(fixture.accounts.domains());
        assertNull(fixture.info(CLIENT));
    }

    @Test
    void aPortOutsideOfOurNatIsNotThePortInside() throws Exception {
        restart(Map.of("addresses", new String[] {"127.0.0.1=203.0.113.5"}));
        fixture.policy.says("203.0.113.5", new Reach(Reach.Kind.RELAYS, List.of(new Reach.PortRange(22, 22)), "another machine's, which the NAT forwards"));
        TestSockets.Socket relay = fixture.allocated();
        InetSocketAddress outside = new InetSocketAddress("203.0.113.5", 22);
        assertEquals("Done[]", fixture.bindChannel(0x4000, outside));
        fixture.front.receive(channelData(0x4000, "hello"), CLIENT);
        assertEquals(outside, relay.take().to());
        relay.receive(Fixture.bytes("I am inside"), new InetSocketAddress("127.0.0.1", 22));
        assertNull(fixture.front.take());
        relay.receive(Fixture.bytes("I am outside"), outside);
        assertNotNull(fixture.front.take());
    }

    @Test
    void whenARelayedAddressHasEndedItsPortIsNobodysPeerWhoeverHasItNext() throws Exception {
        InetSocketAddress other = new InetSocketAddress("192.0.2.2", 40_000);
        fixture.policy.says("127.0.0.1", new Reach(Reach.Kind.RELAYS, List.of(), "our own relay address"));
        TestSockets.Socket relay = fixture.allocated();
        InetSocketAddress peer = fixture.allocated(other).local();
        assertEquals("Done[]", fixture.bindChannel(0x4000, peer));
        fixture.front.receive(channelData(0x4000, "hello"), CLIENT);
        assertEquals(peer, relay.take().to());
        fixture.ask(fixture.front, other, fixture.request(new Action.Refresh(0, null)));
        fixture.front.receive(channelData(0x4000, "who is there?"), CLIENT);
        assertNull(relay.take());
        fixture.front.receive(Fixture.send(peer, "who is there?"), CLIENT);
        assertNull(relay.take());
        relay.receive(Fixture.bytes("another program"), peer);
        assertNull(fixture.front.take());
        assertFalse(fixture.bindChannel(0x4000, peer).startsWith("Done"));
    }
}
