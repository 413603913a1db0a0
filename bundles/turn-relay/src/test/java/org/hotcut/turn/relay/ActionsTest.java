package org.hotcut.turn.relay;

import static org.hotcut.turn.relay.Fixture.CLIENT;
import static org.hotcut.turn.relay.Fixture.PEER;
import static org.hotcut.turn.relay.Fixture.allocate;
import static org.hotcut.turn.relay.Fixture.channelData;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.hotcut.turn.api.Action;
import org.hotcut.turn.api.Decision;
import org.hotcut.turn.api.Family;
import org.hotcut.turn.api.Outcome;
import org.hotcut.turn.api.Reach;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ActionsTest {
    private static final InetSocketAddress OTHER = new InetSocketAddress("192.0.2.2", 40_000);

    @TempDir
    Path data;
    private Fixture fixture;

    private Fixture start(Object... settings) throws Exception {
        Map<String, Object> configured = new java.util.HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            configured.put((String) settings[i], settings[i + 1]);
        }
        fixture = new Fixture(data, configured);
        return fixture;
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    @Test
    void anAllocationHasAPortOfTheRange() throws Exception {
        start("ports_from", 50_000, "ports_to", 50_009);
        assertTrue(fixture.ask(allocate()).startsWith("allocated [/127.0.0.1:5000"));
        assertEquals("alice@example.org", fixture.info(CLIENT).account());
    }

    @Test
    void theSameAllocateAgainFindsWhatTheFirstHasMade() throws Exception {
        start();
        byte[] request = fixture.request(allocate());
        String first = fixture.ask(fixture.front, CLIENT, request);
        fixture.loops.advance(Duration.ofSeconds(41)); // after what was answered is forgotten
        assertEquals(first, fixture.ask(fixture.front, CLIENT, request));
        assertEquals(1, fixture.sockets.opened.size());
    }

    @Test
    void anotherAllocateOfTheSameClientIs437() throws Exception {
        start();
        fixture.ask(allocate());
        assertEquals("437 Allocation Mismatch", fixture.ask(allocate()));
    }

    @Test
    void whoHasNoneIs437WhateverHeAsks() throws Exception {
        start();
        assertEquals("437 Allocation Mismatch", fixture.ask(new Action.Refresh(600, null)));
        assertEquals("437 Allocation Mismatch", fixture.permit("198.51.100.7"));
        assertEquals("437 Allocation Mismatch", fixture.bindChannel(0x4000, PEER));
    }

    @Test
    void aUserWhoHasTooManyIs486AndASourceIs508() throws Exception {
        start("allocations_user", 1, "allocations_source", 1);
        fixture.ask(allocate());
        assertEquals("486 Allocation Quota Reached", fixture.ask(OTHER, allocate()));
        byte[] bobs = fixture.request(new Decision.Apply(allocate(), Fixture.proof("bob")));
        assertEquals("508 Insufficient Capacity", fixture.ask(fixture.front, new InetSocketAddress(CLIENT.getAddress(), 40_001), bobs));
        fixture.ask(new Action.Refresh(0, null));
        assertTrue(fixture.ask(OTHER, allocate()).startsWith("allocated"));
    }

    @Test
    void whenThereAreTooManyInAllItIs508() throws Exception {
        start("allocations_total", 1);
        fixture.ask(allocate());
        assertEquals("508 Insufficient Capacity", fixture.ask(OTHER, allocate()));
    }

    @Test
    void whenNoPortIsLeftItIs508() throws Exception {
        start("ports_from", 50_000, "ports_to", 50_001);
        fixture.ask(allocate());
        fixture.ask(OTHER, allocate());
        InetSocketAddress third = new InetSocketAddress("192.0.2.3", 40_000);
        assertEquals("508 Insufficient Capacity", fixture.ask(third, allocate()));
        assertEquals(2, fixture.relay.services().quotas.total(), "who got none is not counted");
        fixture.ask(new Action.Refresh(0, null));
        assertTrue(fixture.ask(third, allocate()).startsWith("allocated"));
    }

    @Test
    void aFamilyThatIsNotRelayedFromIs440AndAnAdditionalOneIsLacking() throws Exception {
        start("addresses", new String[] {"127.0.0.1"});
        assertEquals("440 Address Family not Supported", fixture.ask(allocate(Family.IPV6)));
        assertTrue(fixture.ask(allocate(Family.IPV4, Family.IPV6)).endsWith("] 440"));
        assertEquals(1, fixture.info(CLIENT).relayed().size());
    }

    @Test
    void ofTwoFamiliesEitherIsHadWhenTheOtherHasNoPortLeft() throws Exception {
        start("ports_from", 50_000, "ports_to", 50_001);
        fixture.ask(allocate());
        fixture.ask(OTHER, allocate());
        InetSocketAddress third = new InetSocketAddress("192.0.2.3", 40_000);
        assertTrue(fixture.ask(third, allocate(Family.IPV4, Family.IPV6)).endsWith("] 508"));
        assertEquals(Family.IPV4, ((Outcome.Allocated) fixture.handler.outcome).lacking());
        assertEquals(Family.IPV6, Family.of(fixture.info(third).relayed().get(0).getAddress()));
        fixture.ask(new InetSocketAddress("192.0.2.4", 40_000), allocate(Family.IPV6));
        assertEquals("508 Insufficient Capacity", fixture.ask(new InetSocketAddress("192.0.2.5", 40_000), allocate(Family.IPV4, Family.IPV6)));
        fixture.ask(new Action.Refresh(0, null));
        assertTrue(fixture.ask(allocate(Family.IPV4, Family.IPV6)).endsWith("] 508"));
        assertEquals(Family.IPV6, ((Outcome.Allocated) fixture.handler.outcome).lacking());
    }

    @Test
    void anEvenPortIsEvenInBothFamilies() throws Exception {
        start("ports_from", 50_000, "ports_to", 50_003);
        for (int i = 0; i < 2; i++) {
            fixture.ask(new InetSocketAddress("192.0.2.3", 40_000 + i), new Action.Allocate(false, List.of(Family.IPV4, Family.IPV6), true, false, null, 600, false));
        }
        List<Integer> odd = fixture.admin.allocations().stream().flatMap(info -> info.relayed().stream()).map(InetSocketAddress::getPort).filter(port -> port % 2 != 0).toList();
        assertEquals(List.of(), odd);
        assertEquals(4, fixture.sockets.open());
    }

    @Test
    void bothFamiliesAreHadAtOnceAndEndOneByOne() throws Exception {
        start();
        assertTrue(fixture.ask(allocate(Family.IPV4, Family.IPV6)).endsWith("] 0"));
        assertEquals(2, fixture.info(CLIENT).relayed().size());
        assertEquals("Done[]", fixture.permit("198.51.100.7", "2001:db8::7"));
        assertEquals("Refreshed[lifetime=0, ticket=null]", fixture.ask(new Action.Refresh(0, Family.IPV4)));
        assertEquals(List.of(InetAddress.getByName("2001:db8::7")), fixture.info(CLIENT).permissions());
        assertEquals("443 Peer Address Family Mismatch", fixture.permit("198.51.100.7"));
        assertEquals("443 Peer Address Family Mismatch", fixture.ask(new Action.Refresh(600, Family.IPV4)));
        assertEquals(1, fixture.sockets.open());
        assertEquals("Refreshed[lifetime=0, ticket=null]", fixture.ask(new Action.Refresh(0, Family.IPV6)));
        assertNull(fixture.info(CLIENT));
        assertEquals(0, fixture.sockets.open());
    }

    @Test
    void anEvenPortIsEvenAndTheNextOneIsKeptForItsToken() throws Exception {
        start();
        byte[] request = fixture.request(new Action.Allocate(false, List.of(Family.IPV4), true, true, null, 600, false));
        fixture.ask(fixture.front, CLIENT, request);
        int port = fixture.info(CLIENT).bound().get(0).getPort();
        assertEquals(0, port % 2);
        byte[] token = fixture.relay.services().clients.find(fixture.info(CLIENT).client()).outcome().reservation();
        assertNotNull(token);
        Action.Allocate reserved = new Action.Allocate(false, List.of(Family.IPV4), false, false, token, 600, false);
        fixture.ask(OTHER, reserved);
        assertEquals(port + 1, fixture.info(OTHER).bound().get(0).getPort());
        assertEquals("508 Insufficient Capacity", fixture.ask(new InetSocketAddress("192.0.2.3", 1), reserved), "it is used once");
    }

    @Test
    void manyAllocationsAllEndInTime() throws Exception {
        start("allocations_user", 0, "allocations_source", 0);
        for (int i = 0; i < 101; i++) {
            fixture.ask(new InetSocketAddress("192.0.2.2", 1000 + i), new Action.Allocate(false, List.of(Family.IPV4), false, false, null, 100 + i % 7, false));
        }
        fixture.loops.advance(Duration.ofSeconds(99));
        assertEquals(101, fixture.sockets.open());
        fixture.loops.advance(Duration.ofSeconds(10));
        assertEquals(0, fixture.sockets.open());
    }

    @Test
    void itEndsWhenItIsNotRefreshedAndLivesWhenItIs() throws Exception {
        start();
        fixture.ask(allocate());
        fixture.loops.advance(Duration.ofSeconds(500));
        assertEquals("Refreshed[lifetime=600, ticket=null]", fixture.ask(new Action.Refresh(600, null)));
        fixture.loops.advance(Duration.ofSeconds(599));
        assertNotNull(fixture.info(CLIENT));
        fixture.loops.advance(Duration.ofSeconds(3));
        assertNull(fixture.info(CLIENT));
        assertEquals(0, fixture.sockets.open());
        assertEquals(0, fixture.relay.services().quotas.total());
        assertEquals(0, fixture.relay.services().ports.taken());
    }

    @Test
    void ofTwoAddressesTheOneThatIsNotRefreshedEnds() throws Exception {
        start();
        fixture.ask(allocate(Family.IPV4, Family.IPV6));
        fixture.ask(new Action.Refresh(1_200, Family.IPV6));
        fixture.loops.advance(Duration.ofSeconds(602));
        assertEquals(1, fixture.sockets.open());
        assertEquals(Family.IPV6, Family.of(fixture.info(CLIENT).bound().get(0).getAddress()));
        fixture.loops.advance(Duration.ofSeconds(600));
        assertNull(fixture.info(CLIENT));
    }

    @Test
    void aRefreshMayShortenItsLife() throws Exception {
        start();
        fixture.ask(allocate());
        fixture.ask(new Action.Refresh(10, null));
        fixture.loops.advance(Duration.ofSeconds(12));
        assertNull(fixture.info(CLIENT));
    }

    @Test
    void permissionsLastFiveMinutesAndAreRefreshed() throws Exception {
        start();
        TestSockets.Socket relay = fixture.allocated();
        fixture.ask(new Action.Refresh(3600, null));
        fixture.permit("198.51.100.7");
        fixture.loops.advance(Duration.ofSeconds(299));
        relay.receive(new byte[1], PEER);
        assertNotNull(fixture.front.take());
        fixture.permit("198.51.100.7");
        fixture.loops.advance(Duration.ofSeconds(298));
        relay.receive(new byte[1], PEER);
        assertNotNull(fixture.front.take());
        fixture.loops.advance(Duration.ofSeconds(4));
        relay.receive(new byte[1], PEER);
        assertNull(fixture.front.take());
        assertEquals(List.of(), fixture.info(CLIENT).permissions());
    }

    @Test
    void whatIsRelayedRefreshesNothing() throws Exception {
        start();
        TestSockets.Socket relay = fixture.allocated();
        fixture.bindChannel(0x4000, PEER);
        fixture.loops.advance(Duration.ofSeconds(200));
        fixture.front.receive(channelData(0x4000, "hello"), CLIENT);
        assertNotNull(relay.take());
        fixture.front.receive(Fixture.send(PEER, "hello"), CLIENT);
        assertNotNull(relay.take());
        fixture.loops.advance(Duration.ofSeconds(102));
        fixture.front.receive(channelData(0x4000, "hello"), CLIENT);
        fixture.front.receive(Fixture.send(PEER, "hello"), CLIENT);
        assertNull(relay.take());
        fixture.bindChannel(0x4000, PEER);
        fixture.loops.advance(Duration.ofSeconds(200));
        fixture.front.receive(channelData(0x4000, "hello"), CLIENT);
        assertNotNull(relay.take());
        fixture.loops.advance(Duration.ofSeconds(102));
        assertNull(fixture.info(CLIENT));
    }

    @Test
    void channelsLastTenMinutesButCarryNothingWhenThePermissionIsOver() throws Exception {
        start();
        fixture.ask(new Action.Allocate(false, List.of(Family.IPV4), false, false, null, 3600, false));
        TestSockets.Socket relay = fixture.relaySocket(CLIENT);
        fixture.bindChannel(0x4000, PEER);
        fixture.loops.advance(Duration.ofSeconds(302));
        fixture.front.receive(channelData(0x4000, "hello"), CLIENT);
        assertNull(relay.take());
        fixture.permit("198.51.100.7");
        fixture.front.receive(channelData(0x4000, "hello"), CLIENT);
        assertNotNull(relay.take());
        fixture.loops.advance(Duration.ofSeconds(295));
        assertEquals("400 Bad Request", fixture.bindChannel(0x4001, PEER));
        fixture.loops.advance(Duration.ofSeconds(10));
        assertEquals("Done[]", fixture.bindChannel(0x4001, PEER));
    }

    @Test
    void aChannelThatIsBoundAgainLastsTenMinutesFromThen() throws Exception {
        start();
        fixture.ask(new Action.Allocate(false, List.of(Family.IPV4), false, false, null, 3600, false));
        fixture.bindChannel(0x4000, PEER);
        fixture.loops.advance(Duration.ofSeconds(400));
        fixture.bindChannel(0x4000, PEER);
        fixture.loops.advance(Duration.ofSeconds(290));
        fixture.front.receive(channelData(0x4000, "hello"), CLIENT);
        assertNotNull(fixture.relaySocket(CLIENT).take(), "so does its permission");
        fixture.loops.advance(Duration.ofSeconds(300));
        assertEquals(List.of("0x4000 198.51.100.7:5004"), fixture.info(CLIENT).channels());
        fixture.loops.advance(Duration.ofSeconds(15));
        assertEquals(List.of(), fixture.info(CLIENT).channels());
    }

    @Test
    void aChannelStandsForOnePeerAndAPeerHasOneChannel() throws Exception {
        start();
        fixture.ask(allocate());
        InetSocketAddress other = new InetSocketAddress("198.51.100.8", 5004);
        assertEquals("Done[]", fixture.bindChannel(0x4000, PEER));
        assertEquals("Done[]", fixture.bindChannel(0x4000, PEER));
        assertEquals("400 Bad Request", fixture.bindChannel(0x4000, other));
        assertEquals("400 Bad Request", fixture.bindChannel(0x4001, PEER));
        assertEquals("Done[]", fixture.bindChannel(0x4001, other));
    }

    @Test
    void channelNumbersEndAt4fffUnlessOldClientsAreServed() throws Exception {
        start();
        fixture.ask(allocate());
        assertEquals("400 Bad Request", fixture.bindChannel(0x3fff, PEER));
        assertEquals("400 Bad Request", fixture.bindChannel(0x5000, PEER));
        fixture.config.put("channels_to_7fff", true);
        fixture.relay.modified(fixture.config());
        assertEquals("Done[]", fixture.bindChannel(0x7fff, PEER));
        fixture.front.receive(channelData(0x7fff, "hello"), CLIENT);
        assertNotNull(fixture.relaySocket(CLIENT).take());
    }

    @Test
    void whatMayNotBeReachedIs403AndNothingOfTheRequestIsDone() throws Exception {
        start();
        fixture.ask(allocate());
        fixture.policy.says("198.51.100.8", Reach.none("private"));
        assertEquals("403 Forbidden", fixture.permit("198.51.100.7", "198.51.100.8"));
        assertEquals("403 Forbidden", fixture.bindChannel(0x4000, new InetSocketAddress("198.51.100.8", 5004)));
        assertEquals(List.of(), fixture.info(CLIENT).permissions());
        assertEquals(List.of(), fixture.info(CLIENT).channels());
    }

    @Test
    void aChannelToAPortThatMayNotBeReachedIs403() throws Exception {
        start();
        fixture.ask(allocate());
        fixture.policy.says("198.51.100.7", new Reach(Reach.Kind.PORTS, List.of(new Reach.PortRange(10_000, 20_000)), "media of the PBX"));
        assertEquals("403 Forbidden", fixture.bindChannel(0x4000, PEER));
        assertEquals("Done[]", fixture.bindChannel(0x4000, new InetSocketAddress("198.51.100.7", 10_000)));
    }

    @Test
    void aPeerOfAFamilyThatItHasNotIs443() throws Exception {
        start();
        fixture.ask(allocate());
        assertEquals("443 Peer Address Family Mismatch", fixture.permit("198.51.100.7", "2001:db8::1"));
        assertEquals("443 Peer Address Family Mismatch", fixture.bindChannel(0x4000, new InetSocketAddress("2001:db8::1", 5004)));
        assertEquals(List.of(), fixture.info(CLIENT).permissions());
    }

    @Test
    void permissionsAndChannelsOfAnAllocationAreLimited() throws Exception {
        start("permissions", 2, "channels", 2);
        fixture.ask(allocate());
        assertEquals("508 Insufficient Capacity", fixture.permit("198.51.100.1", "198.51.100.2", "198.51.100.3"));
        assertEquals("Done[]", fixture.permit("198.51.100.1", "198.51.100.7"));
        assertEquals("508 Insufficient Capacity", fixture.permit("198.51.100.3"));
        assertEquals("508 Insufficient Capacity", fixture.bindChannel(0x4003, new InetSocketAddress("198.51.100.3", 5004)));
        assertEquals("Done[]", fixture.bindChannel(0x4000, PEER));
        assertEquals("Done[]", fixture.bindChannel(0x4001, new InetSocketAddress("198.51.100.7", 5005)));
        assertEquals("508 Insufficient Capacity", fixture.bindChannel(0x4002, new InetSocketAddress("198.51.100.7", 5006)));
        assertEquals("Done[]", fixture.bindChannel(0x4001, new InetSocketAddress("198.51.100.7", 5005)));
    }

    @Test
    void whileThePolicyIsAwayNothingNewIsPermittedAndWhatIsThereStays() throws Exception {
        start();
        TestSockets.Socket relay = fixture.allocated();
        fixture.permit("198.51.100.7");
        fixture.unbindPolicy();
        assertNull(fixture.permit("198.51.100.8"));
        assertNull(fixture.bindChannel(0x4000, PEER));
        fixture.loops.advance(Duration.ofSeconds(5));
        relay.receive(new byte[1], PEER);
        assertNotNull(fixture.front.take());
    }

    @Test
    void whileItDrainsNoneAreMadeAndThoseThereAreRefreshed() throws Exception {
        start();
        fixture.ask(allocate());
        fixture.admin.drain(true);
        assertEquals("508 Insufficient Capacity", fixture.ask(OTHER, allocate()));
        assertEquals("Refreshed[lifetime=600, ticket=null]", fixture.ask(new Action.Refresh(600, null)));
        fixture.admin.drain(false);
        assertTrue(fixture.ask(OTHER, allocate()).startsWith("allocated"));
    }
}
