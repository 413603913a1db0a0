package org.hotcut.turn.relay;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.testkit.ManualClock;
import org.hotcut.turn.api.Action;
import org.hotcut.turn.api.Decision;
import org.hotcut.turn.api.Family;
import org.hotcut.turn.api.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MobilityTest {
    private static final int CHANNEL = 0x4001;
    private static final InetSocketAddress THERE = new InetSocketAddress("192.0.2.99", 50_000);
    private static final InetSocketAddress ELSEWHERE = new InetSocketAddress("192.0.2.100", 50_000);
    private static final String BAD_REQUEST = "400 Bad Request";
    private static final String MISMATCH = "437 Allocation Mismatch";

    @TempDir
    Path data;
    private final ManualClock clock = new ManualClock();
    private Fixture fixture;
    private TestSockets.Socket relay;

    @BeforeEach
    void start() throws Exception {
        fixture = new Fixture(data, clock, Map.of());
        fixture.keys.current("turn-mobility"); // as from before the restart
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    @Test
    void aTicketIsGivenToWhoWantsOne() {
        assertEquals(41, mobile().length);
        fixture.ask(THERE, Fixture.allocate());
        assertNull(((Outcome.Allocated) fixture.handler.outcome).ticket());
    }

    @Test
    void whereMovingIsForbiddenTheClientIsToldSo() throws Exception {
        fixture.close();
        fixture = new Fixture(data, clock, Map.of("mobility", false));
        assertEquals("405 Mobility Forbidden", fixture.ask(allocate()));
        assertTrue(fixture.ask(Fixture.allocate()).startsWith("allocated"));
    }

    @Test
    void untilTheClientHasSentFromThereBothPlacesCount() {
        byte[] ticket = mobile();
        byte[] next = move(fixture.front, THERE, ticket);
        assertFalse(Arrays.equals(ticket, next));
        assertDeliveredTo(Fixture.CLIENT);
        fixture.front.receive(Fixture.channelData(CHANNEL, "from here"), Fixture.CLIENT);
        assertEquals("from here", Fixture.text(relay.take()));
        assertDeliveredTo(Fixture.CLIENT);
    }

    @Test
    void whenItHasSentByAChannelFromThereItIsThere() {
        move(fixture.front, THERE, mobile());
        fixture.front.receive(Fixture.channelData(CHANNEL, "from there"), THERE);
        assertEquals("from there", Fixture.text(relay.take()));
        assertIsThereOnly();
    }

    @Test
    void whenItHasSentAnIndicationFromThereItIsThere() {
        move(fixture.front, THERE, mobile());
        fixture.front.receive(Fixture.send(Fixture.PEER, "from there"), THERE);
        assertEquals("from there", Fixture.text(relay.take()));
        assertIsThereOnly();
    }

    @Test
    void whatItAsksForFromThereIsDoneAndDataStillGoesWhereItWas() throws Exception {
        move(fixture.front, THERE, mobile());
        assertTrue(fixture.ask(THERE, new Action.Permit(List.of(InetAddress.getByName("198.51.100.8")))).startsWith("Done"));
        assertEquals(2, fixture.info(Fixture.CLIENT).permissions().size());
        assertDeliveredTo(Fixture.CLIENT);
        fixture.front.receive(Fixture.channelData(CHANNEL, "from there"), THERE);
        assertEquals("from there", Fixture.text(relay.take()));
        assertIsThereOnly();
    }

    @Test
    void aTicketOfWhoHasNotMovedIsRefused() {
        byte[] ticket = mobile();
        assertEquals(BAD_REQUEST, fixture.ask(new Action.Move(600, ticket, null)));
        byte[] next = move(fixture.front, THERE, ticket);
        assertEquals(BAD_REQUEST, fixture.ask(THERE, new Action.Move(600, next, null)));
        assertNotNull(move(fixture.front, ELSEWHERE, next));
    }

    @Test
    void whoHasNotGotTheAnswerMayAskAnewFromThere() {
        byte[] ticket = mobile();
        move(fixture.front, THERE, ticket);
        byte[] next = move(fixture.front, THERE, ticket);
        fixture.front.receive(Fixture.channelData(CHANNEL, "from there"), THERE);
        assertEquals(BAD_REQUEST, fixture.ask(ELSEWHERE, new Action.Move(600, ticket, null)));
        assertNotNull(move(fixture.front, ELSEWHERE, next));
    }

    @Test
    void whereMovingIsForbiddenSinceATicketIsOfNoUse() {
        byte[] ticket = mobile();
        fixture.config.put("mobility", false);
        fixture.relay.modified(fixture.config());
        assertEquals("405 Mobility Forbidden", fixture.ask(THERE, new Action.Move(600, ticket, null)));
        assertTrue(fixture.ask(new Action.Refresh(600, null)).startsWith("Refreshed"));
    }

    private void assertIsThereOnly() {
        assertDeliveredTo(THERE);
        assertEquals(THERE, fixture.admin.allocations().get(0).client().address());
        fixture.front.receive(Fixture.channelData(CHANNEL, "from where it was"), Fixture.CLIENT);
        assertNull(relay.take());
        assertEquals(MISMATCH, fixture.ask(Fixture.CLIENT, new Action.Refresh(600, null)));
        assertEquals(1, fixture.relay.services().clients.size());
    }

    @Test
    void theSameMoveRepeatedIsAnsweredAlikeAndIsNoSignOfLife() {
        byte[] ticket = mobile();
        byte[] request = fixture.request(new Action.Move(600, ticket, null));
        String first = fixture.ask(fixture.front, THERE, request);
        assertEquals(first, fixture.ask(fixture.front, THERE, request));
        assertDeliveredTo(Fixture.CLIENT);
    }

    @Test
    void whoDidNotGetTheAnswerMovesWithTheTicketHeHas() {
        byte[] ticket = mobile();
        move(fixture.front, THERE, ticket);
        byte[] next = move(fixture.front, ELSEWHERE, ticket);
        fixture.front.receive(Fixture.channelData(CHANNEL, "x"), THERE);
        assertNull(relay.take());
        fixture.front.receive(Fixture.channelData(CHANNEL, "y"), ELSEWHERE);
        assertNotNull(relay.take());
        assertDeliveredTo(ELSEWHERE);
        assertEquals(BAD_REQUEST, fixture.ask(THERE, new Action.Move(600, ticket, null)));
        assertNotNull(move(fixture.front, THERE, next));
    }

    @Test
    void aClientMayGoBackToWhereItWas() {
        byte[] next = move(fixture.front, THERE, mobile());
        move(fixture.front, Fixture.CLIENT, next);
        fixture.front.receive(Fixture.channelData(CHANNEL, "x"), THERE);
        assertNull(relay.take());
        assertDeliveredTo(Fixture.CLIENT);
        assertEquals(1, fixture.relay.services().clients.size());
    }

    @Test
    void whoWentBackIsThereAfterARestartToo() throws Exception {
        move(fixture.front, Fixture.CLIENT, move(fixture.front, THERE, mobile()));
        fixture.close();
        start();
        assertEquals(Fixture.CLIENT, fixture.admin.allocations().get(0).client().address());
    }

    @Test
    void aConnectionThatIsLostBeforeAnythingCameByItChangesNothing() {
        byte[] ticket = mobile();
        Flow flow = fixture.flows.open(Protocol.TLS, "192.0.2.99", 50_000);
        receive(0, flow, fixture.request(new Action.Move(600, ticket, null)));
        fixture.flows.lose(flow);
        fixture.relay.closed(flow);
        assertDeliveredTo(Fixture.CLIENT);
        assertEquals(1, fixture.relay.services().clients.size());
    }

    @Test
    void whoseConnectionIsLostIsWhereHeSaidHeWouldBeAndIsKeptFromThen() throws Exception {
        Flow flow = fixture.flows.open(Protocol.TCP, "192.0.2.1", 40_000);
        receive(0, flow, fixture.request(allocate()));
        byte[] ticket = ((Outcome.Allocated) fixture.handler.outcome).ticket();
        receive(0, flow, fixture.request(new Action.Bind(CHANNEL, Fixture.PEER)));
        relay = fixture.sockets.at(fixture.admin.allocations().get(0).bound().get(0));
        move(fixture.front, THERE, ticket);
        fixture.flows.lose(flow);
        fixture.relay.closed(flow);
        assertDeliveredTo(THERE);
        fixture.close();
        start();
        assertEquals(THERE, fixture.admin.allocations().get(0).client().address());
    }

    @Test
    void aTicketIsForWhoseItIs() {
        byte[] ticket = mobile();
        Decision other = new Decision.Apply(new Action.Move(600, ticket, null), Fixture.proof("mallory"));
        assertEquals("441 Wrong Credentials", fixture.ask(fixture.front, THERE, fixture.request(other)));
        fixture.front.receive(Fixture.channelData(CHANNEL, "x"), THERE);
        assertNull(relay.take());
        Decision end = new Decision.Apply(new Action.Move(0, ticket, null), Fixture.proof("mallory"));
        assertEquals("441 Wrong Credentials", fixture.ask(fixture.front, THERE, fixture.request(end)));
        assertNotNull(move(fixture.front, THERE, ticket));
    }

    @Test
    void aTicketThatIsNoneIsABadRequestAndOneOfAnAllocationThatIsNoMoreFindsNothing() {
        byte[] ticket = mobile();
        byte[] forged = ticket.clone();
        forged[20] ^= 1;
        for (byte[] wrong : List.of(forged, new byte[0], new byte[500], Arrays.copyOf(ticket, 40))) {
            assertEquals(BAD_REQUEST, fixture.ask(THERE, new Action.Move(600, wrong, null)));
        }
        fixture.ask(new Action.Refresh(0, null));
        assertEquals(MISMATCH, fixture.ask(THERE, new Action.Move(600, ticket, null)));
    }

    @Test
    void whoHasAnAllocationThereCannotMoveAnotherThere() {
        byte[] ticket = mobile();
        fixture.ask(THERE, Fixture.allocate());
        assertEquals(MISMATCH, fixture.ask(THERE, new Action.Move(600, ticket, null)));
        fixture.ask(fixture.front, ELSEWHERE, fixture.request(new Decision.Apply(Fixture.allocate(), Fixture.proof("bob"))));
        assertEquals(MISMATCH, fixture.ask(ELSEWHERE, new Action.Move(600, ticket, null)), "nor where somebody else has one");
    }

    @Test
    void whereItMovesToNoOtherCanBeMade() {
        move(fixture.front, THERE, mobile());
        assertEquals(MISMATCH, fixture.ask(THERE, Fixture.allocate()));
    }

    @Test
    void itCanBeEndedFromThere() {
        byte[] ticket = mobile();
        assertTrue(fixture.ask(THERE, new Action.Move(0, ticket, null)).startsWith("Refreshed"));
        assertGone();
    }

    @Test
    void whileItMovesItCanBeEndedFromEitherPlace() {
        move(fixture.front, THERE, mobile());
        assertTrue(fixture.ask(THERE, new Action.Refresh(0, null)).startsWith("Refreshed"));
        assertGone();
        move(fixture.front, THERE, mobile());
        assertTrue(fixture.ask(Fixture.CLIENT, new Action.Refresh(0, null)).startsWith("Refreshed"));
        assertGone();
    }

    private void assertGone() {
        assertEquals(List.of(), fixture.admin.allocations());
        assertEquals(0, fixture.relay.services().clients.size());
        assertEquals(0, fixture.relay.services().mobile.size());
        assertEquals(0, fixture.sockets.open());
    }

    @Test
    void ofTwoFamiliesOneMayBeEndedWhileItMoves() {
        fixture.ask(new Action.Allocate(false, List.of(Family.IPV4, Family.IPV6), false, false, null, 600, true));
        byte[] ticket = ((Outcome.Allocated) fixture.handler.outcome).ticket();
        assertTrue(fixture.ask(THERE, new Action.Move(0, ticket, Family.IPV6)).startsWith("Refreshed"));
        byte[] next = ((Outcome.Refreshed) fixture.handler.outcome).ticket();
        assertEquals(1, fixture.admin.allocations().get(0).relayed().size());
        assertEquals("443 Peer Address Family Mismatch", fixture.ask(ELSEWHERE, new Action.Move(600, next, Family.IPV6)));
        assertTrue(fixture.ask(ELSEWHERE, new Action.Move(0, next, Family.IPV4)).startsWith("Refreshed"));
        assertGone();
    }

    @Test
    void movingRefreshes() {
        byte[] ticket = mobile();
        fixture.loops.advance(Duration.ofSeconds(500));
        move(fixture.front, THERE, ticket);
        fixture.loops.advance(Duration.ofSeconds(500));
        assertEquals(1, fixture.admin.allocations().size());
        fixture.loops.advance(Duration.ofSeconds(102));
        assertGone();
    }

    @Test
    void fromAnotherLoopToo() {
        move(fixture.otherFront, THERE, mobile());
        assertDeliveredTo(Fixture.CLIENT);
        fixture.otherFront.receive(Fixture.channelData(CHANNEL, "from there"), THERE);
        assertEquals("from there", Fixture.text(relay.take()));
        relay.receive(Fixture.bytes("hello"), Fixture.PEER);
        assertEquals(THERE, fixture.otherFront.take().to());
        assertTrue(fixture.ask(fixture.otherFront, THERE, fixture.request(new Action.Refresh(600, null))).startsWith("Refreshed"));
    }

    @Test
    void fromADatagramToAConnectionOfAnotherLoop() {
        byte[] ticket = mobile();
        Flow flow = fixture.flows.open(Protocol.TLS, "192.0.2.99", 50_000);
        receive(1, flow, fixture.request(new Action.Move(600, ticket, null)));
        assertTrue(answer().startsWith("Refreshed"));
        assertDeliveredTo(Fixture.CLIENT);
        receive(1, flow, Fixture.channelData(CHANNEL, "four"));
        assertEquals("four", Fixture.text(relay.take()));
        relay.receive(Fixture.bytes("hello"), Fixture.PEER);
        assertArrayEquals(ByteBuffer.allocate(12).put(Fixture.channelData(CHANNEL, "hello")).array(), lastSent());
        receive(1, flow, fixture.request(new Action.Refresh(600, null)));
        assertTrue(answer().startsWith("Refreshed"));
        fixture.flows.lose(flow);
        fixture.relay.closed(flow);
        assertEquals(1, fixture.admin.allocations().size());
        fixture.loops.advance(Duration.ofSeconds(62));
        assertGone();
    }

    @Test
    void fromAConnectionThatIsLostToADatagram() {
        Flow flow = fixture.flows.open(Protocol.TCP, "192.0.2.1", 40_000);
        receive(0, flow, fixture.request(allocate()));
        byte[] ticket = ((Outcome.Allocated) fixture.handler.outcome).ticket();
        fixture.flows.lose(flow);
        fixture.relay.closed(flow);
        fixture.loops.advance(Duration.ofSeconds(30));
        move(fixture.otherFront, THERE, ticket);
        fixture.loops.advance(Duration.ofSeconds(300));
        assertEquals(1, fixture.admin.allocations().size());
    }

    @Test
    void whoBeginsAnotherDtlsSessionAtItsAddressIsNobodyBeforeHeHasShownATicket() {
        TestSockets.Socket dtls = fixture.sockets.listen(0, Fixture.SERVER, Protocol.DTLS, fixture.relay);
        fixture.ask(dtls, Fixture.CLIENT, fixture.request(allocate()));
        byte[] ticket = ((Outcome.Allocated) fixture.handler.outcome).ticket();
        fixture.ask(dtls, Fixture.CLIENT, fixture.request(new Action.Bind(CHANNEL, Fixture.PEER)));
        relay = fixture.relaySocket(Fixture.CLIENT);
        fixture.loops.execute(0, () -> fixture.relay.closed(dtls, Fixture.CLIENT));
        fixture.loops.execute(0, () -> fixture.relay.opened(dtls));
        relay.receive(Fixture.bytes("for the client"), Fixture.PEER);
        assertNull(dtls.take());
        dtls.receive(Fixture.channelData(CHANNEL, "of mallory"), Fixture.CLIENT);
        assertNull(relay.take());
        assertEquals(MISMATCH, fixture.ask(dtls, Fixture.CLIENT, fixture.request(new Action.Refresh(600, null))));
        move(dtls, Fixture.CLIENT, ticket);
        dtls.receive(Fixture.channelData(CHANNEL, "of the client"), Fixture.CLIENT);
        assertEquals("of the client", Fixture.text(relay.take()));
        relay.receive(Fixture.bytes("for the client"), Fixture.PEER);
        assertEquals(Fixture.CLIENT, dtls.take().to());
        assertTrue(fixture.ask(dtls, Fixture.CLIENT, fixture.request(new Action.Refresh(0, null))).startsWith("Refreshed"));
        assertGone();
    }

    @Test
    void withoutATicketAnAllocationEndsWithItsConnection() {
        Flow flow = fixture.flows.open(Protocol.TCP, "192.0.2.1", 40_000);
        receive(0, flow, fixture.request(Fixture.allocate()));
        assertEquals(1, fixture.admin.allocations().size());
        fixture.flows.lose(flow);
        fixture.relay.closed(flow);
        assertGone();
    }

    @Test
    void aTicketCountsAfterARestart() throws Exception {
        byte[] ticket = mobile();
        fixture.close();
        start();
        relay = fixture.sockets.at(fixture.admin.allocations().get(0).bound().get(0));
        byte[] next = move(fixture.front, THERE, ticket);
        fixture.close();
        start();
        relay = fixture.sockets.at(fixture.admin.allocations().get(0).bound().get(0));
        fixture.front.receive(Fixture.channelData(CHANNEL, "from there"), THERE);
        assertEquals("from there", Fixture.text(relay.take()));
        assertNotNull(move(fixture.front, ELSEWHERE, next));
    }

    @Test
    void onceItHasMovedToAConnectionItIsKeptNoLonger() throws Exception {
        byte[] ticket = mobile();
        Flow flow = fixture.flows.open(Protocol.TLS, "192.0.2.99", 50_000);
        receive(0, flow, fixture.request(new Action.Move(600, ticket, null)));
        receive(0, flow, Fixture.channelData(CHANNEL, "four"));
        assertDelivered();
        fixture.close();
        start();
        assertGone();
    }

    private static Action.Allocate allocate() {
        return new Action.Allocate(false, List.of(Family.IPV4), false, false, null, 600, true);
    }

    /** Makes an allocation with a channel and returns its ticket. */
    private byte[] mobile() {
        fixture.ask(allocate());
        byte[] ticket = ((Outcome.Allocated) fixture.handler.outcome).ticket();
        fixture.bindChannel(CHANNEL, Fixture.PEER);
        relay = fixture.relaySocket(Fixture.CLIENT);
        return ticket;
    }

    /** Moves and returns the next ticket. */
    private byte[] move(TestSockets.Socket front, InetSocketAddress client, byte[] ticket) {
        String answer = fixture.ask(front, client, fixture.request(new Action.Move(600, ticket, null)));
        assertTrue(answer.startsWith("Refreshed"), answer);
        return ((Outcome.Refreshed) fixture.handler.outcome).ticket();
    }

    private void assertDeliveredTo(InetSocketAddress client) {
        relay.receive(Fixture.bytes("hello"), Fixture.PEER);
        TestSockets.Sent sent = fixture.front.take();
        assertEquals(client, sent.to());
        assertArrayEquals(Fixture.channelData(CHANNEL, "hello"), sent.bytes());
    }

    private void assertDelivered() {
        assertNotNull(relay.take());
    }

    private void receive(int loop, Flow flow, byte[] message) {
        fixture.loops.execute(loop, () -> fixture.relay.receive(flow, ByteBuffer.wrap(message)));
    }

    private String answer() {
        return new String(lastSent(), StandardCharsets.UTF_8);
    }

    private byte[] lastSent() {
        return fixture.flows.sent().get(fixture.flows.sent().size() - 1).bytes();
    }
}
