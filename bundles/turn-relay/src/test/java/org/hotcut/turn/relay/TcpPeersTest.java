package org.hotcut.turn.relay;

import static org.hotcut.turn.relay.Fixture.PEER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.hotcut.core.api.net.Endpoint;
import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.core.api.net.StreamBudget;
import org.hotcut.stun.Stun;
import org.hotcut.stun.StunClass;
import org.hotcut.stun.StunMessage;
import org.hotcut.turn.api.Action;
import org.hotcut.turn.api.AllocationInfo;
import org.hotcut.turn.api.Decision;
import org.hotcut.turn.api.Family;
import org.hotcut.turn.api.Outcome;
import org.hotcut.turn.api.Reach;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Peers over TCP (RFC 6062). */
class TcpPeersTest {
    private static final String BAD_REQUEST = "400 Bad Request";
    private static final long LONG = Duration.ofMinutes(5).toNanos();

    @TempDir
    Path data;
    private Fixture fixture;
    private Flow control;

    @BeforeEach
    void start() throws Exception {
        fixture = new Fixture(data);
        control = fixture.flows.open(Protocol.TCP, "192.0.2.1", 40_000);
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    @Test
    void aConnectionToAPeerIsJoinedWithOneOfTheClients() {
        allocate();
        ask(control, new Action.Connect(PEER));
        TestStreams.Attempt attempt = attempt();
        assertEquals(PEER, attempt.remote());
        assertEquals(info().bound().get(0), attempt.from().local());
        TestStreams.Stream stream = attempt.succeeds();
        int id = connected();
        Flow connection = fixture.flows.open(Protocol.TLS, "192.0.2.1", 40_001);
        assertTrue(ask(1, connection, new Action.ConnectionBind(id)).startsWith("Done"));
        assertEquals(connection.id(), stream.joined);
        assertTrue(stream.isStarted);
        assertEquals(List.of("tcp 198.51.100.7:5004"), info().channels());
        assertEquals(10, info().bytesSent());
        assertEquals(1000, info().bytesReceived());
        stream.close();
        assertEquals(List.of(), info().channels());
        assertEquals(10, info().bytesSent());
        assertEquals(1000, info().bytesReceived());
    }

    @Test
    void thePeerIsReadOnlyAfterTheClientIsAnswered() {
        allocate();
        ask(control, new Action.Connect(PEER));
        TestStreams.Stream stream = attempt().succeeds();
        int id = connected();
        List<Integer> sentBefore = new ArrayList<>();
        stream.whenStarted = () -> sentBefore.add(fixture.flows.sent().size());
        ask(0, fixture.flows.open(Protocol.TCP, "192.0.2.1", 40_001), new Action.ConnectionBind(id));
        assertEquals(List.of(fixture.flows.sent().size()), sentBefore);
    }

    @Test
    void theClientIsToldOfAPeerThatConnectsIfItIsPermitted() throws Exception {
        allocate();
        TestStreams.Stream stranger = door().accept(PEER);
        assertTrue(stranger.isClosed);
        ask(control, new Action.Permit(List.of(PEER.getAddress())));
        TestStreams.Stream stream = door().accept(PEER);
        assertFalse(stream.isClosed);
        StunMessage indication = StunMessage.of(ByteBuffer.wrap(lastSent()));
        assertEquals(StunClass.INDICATION, indication.stunClass());
        assertEquals(Stun.CONNECTION_ATTEMPT, indication.method());
        assertEquals(PEER, indication.xorAddress(Stun.XOR_PEER_ADDRESS));
        int id = (int) indication.uint32(Stun.CONNECTION_ID);
        Flow connection = fixture.flows.open(Protocol.TCP, "192.0.2.1", 40_001);
        assertTrue(ask(0, connection, new Action.ConnectionBind(id)).startsWith("Done"));
        assertEquals(connection.id(), stream.joined);
    }

    @Test
    void whatMayNotBeReachedIsNotConnectedWithEitherWay() throws Exception {
        allocate();
        ask(control, new Action.Permit(List.of(PEER.getAddress())));
        fixture.policy.says("198.51.100.7", Reach.none("closed"));
        assertEquals("403 Forbidden", ask(control, new Action.Connect(PEER)));
        assertEquals(0, fixture.streams.attempts.size());
        fixture.loops.advance(Duration.ofSeconds(1));
        assertTrue(door().accept(PEER).isClosed);
    }

    @Test
    void ofAnAddressOfWhichSomePortsMayBeReachedTheOthersMayNot() throws Exception {
        allocate();
        fixture.policy.says("198.51.100.7", new Reach(Reach.Kind.PORTS, List.of(new Reach.PortRange(80, 80)), "web"));
        assertEquals("403 Forbidden", ask(control, new Action.Connect(PEER)));
        ask(control, new Action.Connect(new InetSocketAddress("198.51.100.7", 80)));
        assertEquals(1, fixture.streams.attempts.size());
        ask(control, new Action.Permit(List.of(PEER.getAddress())));
        assertTrue(door().accept(PEER).isClosed);
    }

    @Test
    void aPeerOfAFamilyThatItHasNotIs443() {
        allocate();
        assertEquals("443 Peer Address Family Mismatch", ask(control, new Action.Connect(new InetSocketAddress("2001:db8::7", 5004))));
    }

    @Test
    void whereWeRelayFromOnlyRelayedAddressesOfTcpAreReached() throws Exception {
        allocate();
        InetSocketAddress own = info().bound().get(0);
        InetSocketAddress datagrams = fixture.allocated(new InetSocketAddress("192.0.2.9", 9)).local();
        fixture.policy.says("127.0.0.1", new Reach(Reach.Kind.RELAYS, List.of(), "relays"));
        assertEquals("403 Forbidden", ask(control, new Action.Connect(new InetSocketAddress("127.0.0.1", 22))));
        if (!own.equals(datagrams)) {
            assertEquals("403 Forbidden", ask(control, new Action.Connect(datagrams)));
        }
        ask(control, new Action.Connect(own));
        assertEquals(1, fixture.streams.attempts.size());
    }

    @Test
    void aListenerAtThePortOfARelayedAddressIsNoPeer() throws Exception {
        allocate();
        InetSocketAddress own = info().bound().get(0);
        fixture.policy.says("127.0.0.1", new Reach(Reach.Kind.RELAYS, List.of(), "relays"));
        fixture.flows.listen("late", Protocol.TLS, own.getPort());
        assertEquals("403 Forbidden", ask(control, new Action.Connect(own)));
        fixture.flows.listen(new Endpoint("late", Protocol.TCP, new InetSocketAddress(9), null, own.getPort()));
        assertEquals("403 Forbidden", ask(control, new Action.Connect(own)));
        fixture.flows.listen(new Endpoint("late", Protocol.UDP, own, null, own.getPort()));
        ask(control, new Action.Connect(own));
        assertEquals(1, fixture.streams.attempts.size());
    }

    @Test
    void noRelayedAddressIsMadeAtThePortOfAListener() throws Exception {
        fixture.config.put("ports_from", 50_000);
        fixture.config.put("ports_to", 50_001);
        fixture.relay.modified(fixture.config());
        fixture.flows.listen("in the range", Protocol.TCP, 50_001);
        allocate();
        assertEquals(50_000, info().bound().get(0).getPort());
        Flow second = fixture.flows.open(Protocol.TCP, "192.0.2.1", 40_001);
        assertEquals("508 Insufficient Capacity", ask(second, allocation(false)));
    }

    @Test
    void whileNobodyCanSayNothingIsConnectedWith() {
        allocate();
        fixture.unbindPolicy();
        int before = fixture.flows.sent().size();
        ask(control, new Action.Connect(PEER));
        assertEquals(before, fixture.flows.sent().size());
        assertEquals(0, fixture.streams.attempts.size());
    }

    @Test
    void aRuleThatForbidsAPeerClosesItsConnection() throws Exception {
        allocate();
        ask(control, new Action.Connect(PEER));
        TestStreams.Stream stream = attempt().succeeds();
        fixture.loops.advance(Duration.ofSeconds(1));
        assertFalse(stream.isClosed);
        fixture.policy.says("198.51.100.7", Reach.none("closed"));
        fixture.loops.advance(Duration.ofSeconds(1));
        assertTrue(stream.isAborted);
        assertEquals(BAD_REQUEST, ask(control, new Action.ConnectionBind(connected())));
    }

    @Test
    void aRuleThatForbidsAPeerWhileItIsConnectedToHoldsToo() throws Exception {
        allocate();
        ask(control, new Action.Connect(PEER));
        fixture.policy.says("198.51.100.7", Reach.none("closed"));
        fixture.loops.advance(Duration.ofSeconds(1));
        assertTrue(attempt().succeeds().isClosed);
        assertEquals("403 Forbidden", text());
        assertEquals(0, fixture.relay.services().connections.size());
    }

    @Test
    void thereIsOneConnectionToAPeer() {
        allocate();
        ask(control, new Action.Connect(PEER));
        assertEquals("446 Connection Already Exists", ask(control, new Action.Connect(PEER)));
        TestStreams.Stream stream = attempt().succeeds();
        assertEquals("446 Connection Already Exists", ask(control, new Action.Connect(PEER)));
        ask(control, new Action.Permit(List.of(PEER.getAddress())));
        assertTrue(door().accept(PEER).isClosed, "the peer's own is one too many as well");
        stream.close();
        ask(control, new Action.Connect(PEER));
        assertEquals(2, fixture.streams.attempts.size());
    }

    @Test
    void aPeerThatDoesNotAnswerIsTold() {
        allocate();
        ask(control, new Action.Connect(PEER));
        attempt().fails();
        assertEquals("447 Connection Timeout or Failure", text());
        ask(control, new Action.Connect(PEER));
        assertEquals(2, fixture.streams.attempts.size());
    }

    @Test
    void whileAPeerIsConnectedToOtherRequestsAreAnswered() {
        allocate();
        ask(control, new Action.Connect(PEER));
        assertTrue(ask(control, new Action.Refresh(600, null)).startsWith("Refreshed"));
        attempt().succeeds();
        connected();
    }

    @Test
    void aHandlerThatIsSwappedMeanwhileIsNotAskedForTheAnswerItsSuccessorIs() {
        allocate();
        ask(control, new Action.Connect(PEER));
        ScriptedHandler successor = fixture.handler.next("successor: ");
        fixture.unbindHandler(1);
        int before = fixture.flows.sent().size();
        attempt().succeeds();
        assertEquals(before, fixture.flows.sent().size());
        fixture.bind(successor, 2);
        assertTrue(text().startsWith("successor: Connected"), text());
    }

    @Test
    void nobodyElseCanHaveAConnection() {
        allocate();
        ask(control, new Action.Connect(PEER));
        TestStreams.Stream stream = attempt().succeeds();
        int id = connected();
        Flow other = fixture.flows.open(Protocol.TCP, "192.0.2.66", 40_001);
        Decision decision = new Decision.Apply(new Action.ConnectionBind(id), Fixture.proof("mallory"));
        receive(0, other, fixture.request(decision));
        assertEquals(BAD_REQUEST, text());
        assertEquals(BAD_REQUEST, ask(0, other, new Action.ConnectionBind(id + 1)));
        assertEquals(0, stream.joined);
        Flow own = fixture.flows.open(Protocol.TCP, "192.0.2.1", 40_002);
        assertTrue(ask(0, own, new Action.ConnectionBind(id)).startsWith("Done"));
        assertEquals(BAD_REQUEST, ask(0, fixture.flows.open(Protocol.TCP, "192.0.2.1", 40_003), new Action.ConnectionBind(id)));
        assertEquals(own.id(), stream.joined);
    }

    @Test
    void aClientThatIsGoneMeanwhileLeavesNoConnection() {
        allocate();
        ask(control, new Action.Connect(PEER));
        TestStreams.Stream stream = attempt().succeeds();
        Flow connection = fixture.flows.open(Protocol.TCP, "192.0.2.1", 40_001);
        fixture.streams.gone.add(connection.id());
        assertEquals(BAD_REQUEST, ask(0, connection, new Action.ConnectionBind(connected())));
        assertTrue(stream.isClosed);
    }

    @Test
    void whatNobodyAsksForIsClosedAfterHalfAMinute() {
        allocate();
        ask(control, new Action.Connect(PEER));
        TestStreams.Stream stream = attempt().succeeds();
        fixture.loops.advance(Duration.ofSeconds(29));
        assertFalse(stream.isClosed);
        fixture.loops.advance(Duration.ofSeconds(3));
        assertTrue(stream.isClosed);
        assertEquals(0, fixture.relay.services().connections.size());
    }

    @Test
    void whatIsJoinedStaysOpen() {
        allocate();
        ask(control, new Action.Connect(PEER));
        TestStreams.Stream stream = attempt().succeeds();
        ask(0, fixture.flows.open(Protocol.TCP, "192.0.2.1", 40_001), new Action.ConnectionBind(connected()));
        fixture.loops.advance(Duration.ofSeconds(300));
        assertFalse(stream.isClosed);
    }

    @Test
    void aPeerThatConnectsWhenTheAllocationHasEndedIsClosed() {
        allocate();
        ask(control, new Action.Permit(List.of(PEER.getAddress())));
        TestStreams.Door door = door();
        fixture.admin.end(any -> true, "the test");
        assertTrue(door.accept(PEER).isClosed);
        assertEquals(0, fixture.relay.services().connections.size());
    }

    @Test
    void allEndsWithTheAllocation() {
        allocate();
        ask(control, new Action.Connect(PEER));
        TestStreams.Stream stream = attempt().succeeds();
        ask(control, new Action.Connect(new InetSocketAddress("198.51.100.8", 1)));
        fixture.flows.lose(control);
        fixture.relay.closed(control);
        assertTrue(stream.isClosed);
        assertEquals(List.of(), fixture.streams.doors);
        assertTrue(attempt().succeeds().isClosed);
        assertEquals(0, fixture.relay.services().connections.size());
        assertEquals(0, fixture.admin.status().get("ports"));
    }

    @Test
    void withAFamilyEndItsPeersConnectionsAndNoOthers() {
        ask(control, new Action.Allocate(true, List.of(Family.IPV4, Family.IPV6), false, false, null, 600, false));
        ask(control, new Action.Connect(PEER));
        TestStreams.Stream four = attempt().succeeds();
        ask(control, new Action.Connect(new InetSocketAddress("2001:db8::7", 5004)));
        TestStreams.Stream six = attempt().succeeds();
        ask(control, new Action.Connect(new InetSocketAddress("198.51.100.8", 5004)));
        ask(control, new Action.Refresh(0, Family.IPV4));
        assertTrue(four.isClosed);
        assertFalse(six.isClosed);
        assertTrue(attempt().succeeds().isClosed);
        assertEquals("437 Allocation Mismatch", text());
    }

    @Test
    void connectionsAreHeldToTheSpeedOfTheirAllocationTogether() throws Exception {
        limited(Map.of("speed_allocation", 1000L));
        StreamBudget one = bound(control, PEER);
        StreamBudget two = bound(control, new InetSocketAddress("198.51.100.8", 1));
        assertEquals(0, one.take(900));
        assertTrue(one.take(1_000_000) > LONG);
        assertTrue(two.take(0) > LONG);
        assertEquals(0, bound(another(), PEER).take(900), "that is of another allocation");
        fixture.config.put("speed_allocation", 0L);
        fixture.relay.modified(fixture.config());
        assertEquals(0, one.take(1_000_000));
    }

    @Test
    void connectionsAreHeldToTheSpeedOfTheirUserTogether() throws Exception {
        limited(Map.of("speed_user", 1000L, "speed_allocation", 1_000_000_000L));
        StreamBudget one = bound(control, PEER);
        StreamBudget two = bound(another(), PEER);
        assertTrue(one.take(1_000_000) > LONG);
        assertTrue(two.take(0) > LONG);
    }

    private void limited(Map<String, Object> speeds) throws Exception {
        fixture.close();
        fixture = new Fixture(data, speeds);
        control = fixture.flows.open(Protocol.TCP, "192.0.2.1", 40_000);
        allocate();
    }

    /** Another allocation of the same user. */
    private Flow another() {
        Flow flow = fixture.flows.open(Protocol.TCP, "192.0.2.1", 50_000);
        assertTrue(ask(flow, allocation(false)).startsWith("allocated"), text());
        return flow;
    }

    /** Returns that of a connection with a peer, joined with one of the client's. */
    private StreamBudget bound(Flow flow, InetSocketAddress peer) {
        ask(flow, new Action.Connect(peer));
        TestStreams.Stream stream = attempt().succeeds();
        int id = connected();
        Flow connection = fixture.flows.open(Protocol.TCP, "192.0.2.1", 41_000 + fixture.streams.attempts.size());
        assertTrue(ask(1, connection, new Action.ConnectionBind(id)).startsWith("Done"));
        return stream.budget;
    }

    @Test
    void thereAreNoMoreThanIsConfigured() throws Exception {
        fixture.close();
        fixture = new Fixture(data, Map.of("connections", 1));
        control = fixture.flows.open(Protocol.TCP, "192.0.2.1", 40_000);
        allocate();
        ask(control, new Action.Connect(PEER));
        assertEquals("508 Insufficient Capacity", ask(control, new Action.Connect(new InetSocketAddress("198.51.100.8", 1))));
        attempt().succeeds();
        ask(control, new Action.Permit(List.of(InetAddress.getByName("198.51.100.8"))));
        assertTrue(door().accept(new InetSocketAddress("198.51.100.8", 1)).isClosed);
    }

    @Test
    void withoutConnectionsThereIsNoSuchAllocation() throws Exception {
        fixture.close();
        fixture = new Fixture(data, Map.of("connections", 0));
        control = fixture.flows.open(Protocol.TCP, "192.0.2.1", 40_000);
        assertEquals("442 Unsupported Transport Protocol", ask(control, allocation(false)));
    }

    @Test
    void itCannotMove() {
        assertEquals("405 Mobility Forbidden", ask(control, allocation(true)));
    }

    @Test
    void noDatagramsPassIt() {
        allocate();
        ask(control, new Action.Permit(List.of(PEER.getAddress())));
        receive(0, control, Fixture.send(PEER, "abcd"));
        assertEquals(1, info().packetsDropped());
        assertEquals(0, fixture.sockets.open());
        assertFalse(fixture.admin.isRelayed(info().bound().get(0)));
    }

    @Test
    void anAllocationOfDatagramsConnectsWithNobody() {
        ask(control, Fixture.allocate());
        assertEquals(BAD_REQUEST, ask(control, new Action.Connect(PEER)));
    }

    @Test
    void idsCannotBeForetold() {
        allocate();
        ask(control, new Action.Connect(PEER));
        attempt().succeeds();
        int one = connected();
        ask(control, new Action.Connect(new InetSocketAddress("198.51.100.8", 1)));
        attempt().succeeds();
        assertNotEquals(one + 1, connected());
    }

    private static Action.Allocate allocation(boolean mobile) {
        return new Action.Allocate(true, List.of(Family.IPV4), false, false, null, 600, mobile);
    }

    private void allocate() {
        assertTrue(ask(control, allocation(false)).startsWith("allocated"), text());
    }

    private AllocationInfo info() {
        return fixture.admin.allocations().stream().filter(AllocationInfo::tcp).findFirst().orElseThrow();
    }

    private TestStreams.Door door() {
        return fixture.streams.doors.get(0);
    }

    private TestStreams.Attempt attempt() {
        return fixture.streams.attempts.get(fixture.streams.attempts.size() - 1);
    }

    private int connected() {
        return ((Outcome.Connected) fixture.handler.connected).connection();
    }

    private String ask(Flow flow, Action action) {
        return ask(0, flow, action);
    }

    private String ask(int loop, Flow flow, Action action) {
        receive(loop, flow, fixture.request(action));
        return text();
    }

    private void receive(int loop, Flow flow, byte[] message) {
        fixture.loops.execute(loop, () -> fixture.relay.receive(flow, ByteBuffer.wrap(message)));
    }

    private String text() {
        return new String(lastSent(), StandardCharsets.UTF_8);
    }

    private byte[] lastSent() {
        return fixture.flows.sent().isEmpty() ? new byte[0] : fixture.flows.sent().get(fixture.flows.sent().size() - 1).bytes();
    }
}
