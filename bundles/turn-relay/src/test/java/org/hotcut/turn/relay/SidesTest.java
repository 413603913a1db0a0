package org.hotcut.turn.relay;

import static org.hotcut.turn.relay.Fixture.CLIENT;
import static org.hotcut.turn.relay.Fixture.bytes;
import static org.hotcut.turn.relay.Fixture.channelData;
import static org.hotcut.turn.relay.Fixture.send;
import static org.hotcut.turn.relay.Fixture.text;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.hotcut.turn.api.Action;
import org.hotcut.turn.api.Family;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An outer address that clients are told, an inner one for peers of the inner network; and ports that are reserved. */
class SidesTest {
    private static final Map<String, Object> CONFIG = Map.of("addresses", new String[] {"127.0.0.1=203.0.113.1, 127.0.0.2=10.0.0.2 for 10.0.0.0/8, ::1"}, "ports_from", 20_000,
        "ports_to", 20_003);
    private static final InetSocketAddress INNER = new InetSocketAddress("10.1.2.3", 5004);
    private static final InetSocketAddress OUTER = new InetSocketAddress("198.51.100.7", 5004);

    @TempDir
    Path data;
    private Fixture fixture;

    @BeforeEach
    void start() throws Exception {
        fixture = new Fixture(data, CONFIG);
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    @Test
    void theClientIsToldTheOuterAddressOnly() throws Exception {
        assertTrue(fixture.ask(Fixture.allocate()).contains("[/203.0.113.1:"));
        fixture.permit("10.1.2.3");
        assertEquals(1, fixture.info(CLIENT).relayed().size());
        assertEquals("Refreshed[lifetime=600, ticket=null]", fixture.ask(new Action.Refresh(600, Family.IPV4)));
    }

    @Test
    void aPeerIsReachedFromItsSideAndAnswersThere() throws Exception {
        fixture.allocated();
        fixture.permit("10.1.2.3", "198.51.100.7");
        fixture.bindChannel(0x4001, INNER);
        fixture.front.receive(channelData(0x4001, "inwards"), CLIENT);
        assertEquals("inwards", text(inner().take()));
        fixture.front.receive(send(OUTER, "outwards"), CLIENT);
        assertEquals("outwards", text(outer().take()));
        fixture.front.receive(send(new InetSocketAddress("10.1.2.3", 9), "inwards too"), CLIENT);
        assertEquals("inwards too", text(inner().take()));
        inner().receive(bytes("back"), INNER);
        assertArrayEquals(channelData(0x4001, "back"), fixture.front.take().bytes());
        inner().receive(bytes("of a stranger"), new InetSocketAddress("10.1.2.4", 5004));
        assertNull(fixture.front.take());
    }

    @Test
    void theSideIsThereOnlyForWhoNeedsIt() throws Exception {
        fixture.allocated();
        fixture.permit("198.51.100.7");
        assertEquals(1, fixture.sockets.open());
        fixture.permit("10.1.2.3");
        fixture.permit("10.1.2.4");
        assertEquals(2, fixture.sockets.open());
        assertTrue(fixture.admin.isRelayed(fixture.info(CLIENT).bound().get(1)));
        fixture.ask(new Action.Refresh(0, null));
        assertEquals(0, fixture.sockets.open());
        assertEquals(0, fixture.admin.status().get("ports"));
    }

    @Test
    void itGoesOnAfterARestart() throws Exception {
        fixture.allocated();
        fixture.bindChannel(0x4001, INNER);
        List<InetSocketAddress> before = fixture.info(CLIENT).bound();
        fixture.close();
        fixture = new Fixture(data, fixture.clock, CONFIG);
        assertEquals(before, fixture.info(CLIENT).bound());
        assertEquals(1, fixture.info(CLIENT).relayed().size());
        fixture.front.receive(channelData(0x4001, "inwards"), CLIENT);
        assertEquals("inwards", text(inner().take()));
    }

    @Test
    void withoutAPortThereNothingIsPermitted() throws Exception {
        for (int port = 20_000; port < 20_004; port++) {
            fixture.sockets.taken.add(new InetSocketAddress("127.0.0.2", port));
        }
        fixture.allocated();
        assertEquals("508 Insufficient Capacity", fixture.permit("198.51.100.7", "10.1.2.3"));
        assertEquals("508 Insufficient Capacity", fixture.bindChannel(0x4001, INNER));
        assertEquals(0, fixture.info(CLIENT).permissions().size());
    }

    @Test
    void theSidesOfAFamilyEndWithIt() throws Exception {
        fixture.ask(Fixture.allocate(Family.IPV4, Family.IPV6));
        fixture.permit("10.1.2.3");
        assertEquals(3, fixture.sockets.open());
        fixture.ask(new Action.Refresh(0, Family.IPV4));
        assertEquals(1, fixture.sockets.open());
        assertEquals("443 Peer Address Family Mismatch", fixture.permit("10.1.2.3"));
    }

    @Test
    void aReservedPortThatNobodyAsksForIsFreeAfterHalfAMinute() throws Exception {
        fixture.ask(new Action.Allocate(false, List.of(Family.IPV4), true, true, null, 600, false));
        assertEquals(2, fixture.admin.status().get("ports"));
        fixture.loops.advance(Duration.ofSeconds(31));
        assertEquals(1, fixture.admin.status().get("ports"));
    }

    private TestSockets.Socket outer() throws Exception {
        return socket("127.0.0.1");
    }

    private TestSockets.Socket inner() throws Exception {
        return socket("127.0.0.2");
    }

    private TestSockets.Socket socket(String address) throws Exception {
        InetAddress wanted = InetAddress.getByName(address);
        return fixture.sockets.at(fixture.info(CLIENT).bound().stream().filter(bound -> bound.getAddress().equals(wanted)).findFirst().orElseThrow());
    }
}
