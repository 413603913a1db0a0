package org.hotcut.turn.relay;

import static org.hotcut.turn.relay.Fixture.CLIENT;
import static org.hotcut.turn.relay.Fixture.PEER;
import static org.hotcut.turn.relay.Fixture.allocate;
import static org.hotcut.turn.relay.Fixture.bytes;
import static org.hotcut.turn.relay.Fixture.channelData;
import static org.hotcut.turn.relay.Fixture.text;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.hotcut.core.api.net.Protocol;
import org.hotcut.turn.api.Action;
import org.hotcut.turn.api.AllocationInfo;
import org.hotcut.turn.api.Family;
import org.hotcut.turn.api.Reach;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestoreTest {
    @TempDir
    Path data;
    private Fixture fixture;

    @BeforeEach
    void start() throws Exception {
        fixture = new Fixture(data);
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    /** The process ends and begins anew; the listener opens its socket after that. */
    private void restart(Map<String, Object> configured) throws Exception {
        fixture.close();
        fixture = new Fixture(data, fixture.clock, fixture.wall, configured);
    }

    private void restart() throws Exception {
        restart(Map.of());
    }

    private void opened() {
        fixture.loops.execute(1, () -> fixture.relay.opened(fixture.otherFront));
        fixture.loops.execute(0, () -> fixture.relay.opened(fixture.front));
    }

    @Test
    void mediaFlowsAgainWithoutAWordOfTheClient() throws Exception {
        fixture.allocated();
        fixture.bindChannel(0x4001, PEER);
        fixture.permit("198.51.100.9");
        AllocationInfo before = fixture.info(CLIENT);
        restart();
        opened();
        TestSockets.Socket relay = fixture.relaySocket(CLIENT);
        relay.receive(bytes("from the peer"), PEER);
        assertArrayEquals(channelData(0x4001, "from the peer"), fixture.front.take().bytes());
        fixture.front.receive(channelData(0x4001, "from the client"), CLIENT);
        assertEquals("from the client", text(relay.take()));
        AllocationInfo after = fixture.info(CLIENT);
        assertEquals(before.id(), after.id());
        assertEquals(before.bound(), after.bound());
        assertEquals(before.since(), after.since());
        assertEquals(before.expires(), after.expires());
        assertEquals(before.channels(), after.channels());
        assertEquals(2, after.permissions().size());
    }

    @Test
    void theClientGoesOnAskingAsBefore() throws Exception {
        byte[] request = fixture.request(allocate());
        fixture.ask(fixture.front, CLIENT, request);
        restart();
        assertEquals("Refreshed[lifetime=600, ticket=null]", fixture.ask(new Action.Refresh(600, null)));
        assertEquals("437 Allocation Mismatch", fixture.ask(allocate()));
        assertEquals("alice", fixture.handler.asked.get(0).allocation().proof().owner().username());
        assertEquals("Refreshed[lifetime=0, ticket=null]", fixture.ask(new Action.Refresh(0, null)));
        restart();
        assertNull(fixture.info(CLIENT));
    }

    @Test
    void whenDatagramsComeToAnotherLoopTheyAreRelayedAllTheSame() throws Exception {
        fixture.allocated();
        fixture.bindChannel(0x4001, PEER);
        restart();
        fixture.otherFront.receive(channelData(0x4001, "hello"), CLIENT);
        TestSockets.Socket relay = fixture.relaySocket(CLIENT);
        assertEquals("hello", text(relay.take()));
        relay.receive(bytes("answer"), PEER);
        assertNotNull(fixture.otherFront.take());
    }

    @Test
    void theSocketOfAnotherListenerIsNotItsClients() throws Exception {
        fixture.allocated();
        fixture.bindChannel(0x4001, PEER);
        restart();
        TestSockets.Socket address = fixture.sockets.listen(0, new java.net.InetSocketAddress("203.0.113.6", 3478), Protocol.UDP, fixture.relay);
        TestSockets.Socket protocol = fixture.sockets.listen(0, Fixture.SERVER, Protocol.DTLS, fixture.relay);
        fixture.loops.execute(0, () -> fixture.relay.opened(address));
        fixture.loops.execute(0, () -> fixture.relay.opened(protocol));
        fixture.relaySocket(CLIENT).receive(bytes("hello"), PEER);
        assertNull(address.take());
        assertNull(protocol.take());
    }

    @Test
    void whatWasPermittedAndBoundEndsWhenItWouldHaveEnded() throws Exception {
        fixture.allocated();
        fixture.ask(new Action.Refresh(3_600, null));
        fixture.bindChannel(0x4001, PEER);
        restart();
        fixture.loops.advance(Duration.ofSeconds(302));
        assertEquals(List.of(), fixture.info(CLIENT).permissions());
        assertEquals(1, fixture.info(CLIENT).channels().size());
        fixture.loops.advance(Duration.ofSeconds(300));
        assertEquals(List.of(), fixture.info(CLIENT).channels());
    }

    @Test
    void whatIsOverMeanwhileDoesNotComeBack() throws Exception {
        fixture.allocated();
        fixture.permit("198.51.100.9");
        fixture.close();
        fixture.clock.advance(Duration.ofSeconds(301));
        fixture = new Fixture(data, fixture.clock, Map.of());
        assertEquals(List.of(), fixture.info(CLIENT).permissions());
        fixture.close();
        fixture.clock.advance(Duration.ofSeconds(300));
        fixture = new Fixture(data, fixture.clock, Map.of());
        assertNull(fixture.info(CLIENT));
    }

    @Test
    void whoHasProvenHimselfBeforeIsSparedWhatOthersAtHisAddressDid() throws Exception {
        fixture.allocated();
        restart();
        assertEquals(List.of(CLIENT), fixture.bans.proofs().stream().map(org.hotcut.core.api.net.Flow::remote).toList());
    }

    @Test
    void whatWasRefreshedLivesAsLongAsItWasTold() throws Exception {
        fixture.allocated();
        fixture.ask(new Action.Refresh(3_600, null));
        restart();
        fixture.loops.advance(Duration.ofSeconds(3_590));
        assertNotNull(fixture.info(CLIENT));
        fixture.loops.advance(Duration.ofSeconds(12));
        assertNull(fixture.info(CLIENT));
    }

    @Test
    void whatComesBackEndsInTime() throws Exception {
        fixture.allocated();
        restart();
        fixture.loops.advance(Duration.ofSeconds(601));
        assertNull(fixture.info(CLIENT));
        assertEquals(0, fixture.sockets.open());
    }

    @Test
    void untilAPolicyIsThereWhatWasPermittedHoldsAndThenItIsAskedAgain() throws Exception {
        fixture.allocated();
        fixture.bindChannel(0x4001, PEER);
        fixture.close();
        fixture = new Fixture(data, fixture.clock, Map.of());
        fixture.policy.says("198.51.100.7", Reach.none("since then"));
        opened();
        TestSockets.Socket relay = fixture.relaySocket(CLIENT);
        relay.receive(bytes("before"), PEER);
        assertNotNull(fixture.front.take());
        fixture.loops.advance(Duration.ofSeconds(1));
        relay.receive(bytes("after"), PEER);
        assertNull(fixture.front.take());
        restart();
        assertEquals(List.of(), fixture.info(CLIENT).permissions(), "what was taken away does not come back");
    }

    @Test
    void anAllocationAtAnAddressThatIsNoMoreEndsAndTheOthersGoOn() throws Exception {
        fixture.allocated();
        java.net.InetSocketAddress other = new java.net.InetSocketAddress("192.0.2.2", 1);
        fixture.ask(other, allocate(Family.IPV6));
        restart(Map.of("addresses", new String[] {"127.0.0.1"}));
        assertNotNull(fixture.info(CLIENT));
        assertNull(fixture.info(other));
        assertEquals(1, fixture.relay.services().quotas.total());
    }

    @Test
    void bothAddressesOfAnAllocationComeBackAndThoseOfOneThatGaveOneUpDoNot() throws Exception {
        fixture.ask(allocate(Family.IPV4, Family.IPV6));
        restart();
        assertEquals(2, fixture.info(CLIENT).bound().size());
        fixture.ask(new Action.Refresh(0, Family.IPV4));
        restart();
        assertEquals(1, fixture.info(CLIENT).bound().size());
        assertEquals(1, fixture.sockets.open());
    }

    @Test
    void drainingOutlivesARestart() throws Exception {
        fixture.admin.drain(true);
        restart();
        assertTrue(fixture.admin.isDraining());
        assertEquals("508 Insufficient Capacity", fixture.ask(allocate()));
    }

    @Test
    void whoWasCountedIsCountedAgain() throws Exception {
        fixture.allocated();
        restart(Map.of("allocations_user", 1));
        assertEquals("486 Allocation Quota Reached", fixture.ask(new java.net.InetSocketAddress("192.0.2.2", 1), allocate()));
    }
}
