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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The wall clock is set under what clients have, while the process lives and while it does not. */
class ClockTest {
    private static final Duration TICKS = Duration.ofSeconds(2);

    @TempDir
    Path data;
    private Fixture fixture;

    @BeforeEach
    void start() throws Exception {
        fixture = new Fixture(data);
        fixture.allocated();
        fixture.bindChannel(0x4001, PEER);
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    /** The process ends, and another begins after that. */
    private void restart(Duration later) throws Exception {
        fixture.close();
        fixture.clock.advance(later);
        fixture = new Fixture(data, fixture.clock, fixture.wall, Map.of());
    }

    private void assertRelaysBothWays() {
        TestSockets.Socket relay = fixture.relaySocket(CLIENT);
        fixture.front.receive(channelData(0x4001, "out"), CLIENT);
        assertEquals("out", text(relay.take()));
        relay.receive(bytes("in"), PEER);
        assertArrayEquals(channelData(0x4001, "in"), fixture.front.take().bytes());
    }

    @ParameterizedTest
    @ValueSource(ints = {-24, 24})
    void aClockThatIsSetByADayEndsNothingAndKeepsNothing(int hours) throws Exception {
        fixture.wall.jump(Duration.ofHours(hours));
        fixture.loops.advance(TICKS);
        assertRelaysBothWays();
        fixture.loops.advance(Duration.ofSeconds(290));
        assertRelaysBothWays();
        fixture.loops.advance(Duration.ofSeconds(10));
        assertEquals(List.of(), fixture.info(CLIENT).permissions());
        assertEquals(1, fixture.info(CLIENT).channels().size());
        assertEquals("Refreshed[lifetime=600, ticket=null]", fixture.ask(new Action.Refresh(600, null)));
        fixture.loops.advance(Duration.ofSeconds(300));
        assertEquals(0, fixture.info(CLIENT).channels().size());
        fixture.loops.advance(Duration.ofSeconds(302));
        assertNull(fixture.info(CLIENT));
    }

    @ParameterizedTest
    @ValueSource(ints = {-24, 24})
    void anAdminAndAHandlerSeeTheTimeOfTheWallClock(int hours) {
        fixture.wall.jump(Duration.ofHours(hours));
        assertEquals(fixture.wall.millis() + 600_000, fixture.info(CLIENT).expires());
        fixture.ask(new Action.Refresh(600, null));
        assertEquals(fixture.wall.millis(), fixture.handler.asked.get(fixture.handler.asked.size() - 1).now());
    }

    @ParameterizedTest
    @ValueSource(ints = {-24, 24})
    void aRequestRepeatedAfterTheClockWasSetGetsTheSameAnswerAndMuchLaterNot(int hours) {
        byte[] request = fixture.request(new Action.Refresh(600, null));
        assertNotNull(fixture.ask(fixture.front, CLIENT, request));
        int asked = fixture.handler.asked.size();
        fixture.wall.jump(Duration.ofHours(hours));
        fixture.loops.advance(TICKS);
        assertNotNull(fixture.ask(fixture.front, CLIENT, request));
        assertEquals(asked, fixture.handler.asked.size());
        fixture.loops.advance(Duration.ofSeconds(40));
        fixture.ask(fixture.front, CLIENT, request);
        assertEquals(asked + 1, fixture.handler.asked.size());
    }

    @ParameterizedTest
    @ValueSource(ints = {-24, 24})
    void whatWasWrittenBeforeTheClockWasSetComesBackAfterARestart(int hours) throws Exception {
        fixture.wall.jump(Duration.ofHours(hours));
        fixture.loops.advance(TICKS);
        restart(Duration.ofSeconds(10));
        assertRelaysBothWays();
        fixture.loops.advance(Duration.ofSeconds(280));
        assertEquals(1, fixture.info(CLIENT).permissions().size());
        fixture.loops.advance(Duration.ofSeconds(10));
        assertEquals(0, fixture.info(CLIENT).permissions().size());
        fixture.loops.advance(Duration.ofSeconds(300));
        assertNull(fixture.info(CLIENT));
    }

    @Test
    void changesAfterTheClockWasSetAreKeptToo() throws Exception {
        fixture.wall.jump(Duration.ofHours(24));
        fixture.loops.advance(Duration.ofSeconds(200));
        fixture.ask(new Action.Refresh(600, null));
        fixture.permit("198.51.100.9");
        restart(Duration.ofSeconds(50));
        assertEquals(2, fixture.info(CLIENT).permissions().size(), "of which one was given before");
        fixture.loops.advance(Duration.ofSeconds(60));
        assertEquals(1, fixture.info(CLIENT).permissions().size());
        fixture.loops.advance(Duration.ofSeconds(485));
        assertNotNull(fixture.info(CLIENT));
        fixture.loops.advance(Duration.ofSeconds(10));
        assertNull(fixture.info(CLIENT));
    }

    @Test
    void aClockThatWasPutBackWhileNobodyWasThereGivesNoMoreThanTheLifetime() throws Exception {
        fixture.close();
        fixture.wall.jump(Duration.ofHours(-24));
        fixture = new Fixture(data, fixture.clock, fixture.wall, Map.of());
        assertRelaysBothWays();
        assertEquals(fixture.wall.millis() + 600_000, fixture.info(CLIENT).expires());
        fixture.loops.advance(Duration.ofSeconds(302));
        assertEquals(0, fixture.info(CLIENT).permissions().size());
        fixture.loops.advance(Duration.ofSeconds(300));
        assertNull(fixture.info(CLIENT));
    }

    @Test
    void aClockThatIsPutRightAfterTheStartCostsNothing() throws Exception {
        fixture.close();
        fixture.wall.jump(Duration.ofDays(-19_000)); // a machine without a battery begins in 1970
        fixture = new Fixture(data, fixture.clock, fixture.wall, Map.of());
        fixture.wall.jump(Duration.ofDays(19_000));
        fixture.loops.advance(TICKS);
        assertRelaysBothWays();
        restart(Duration.ofSeconds(10));
        assertRelaysBothWays();
    }

    @Test
    void theTimeWithoutAProcessCounts() throws Exception {
        restart(Duration.ofSeconds(299));
        assertRelaysBothWays();
        restart(Duration.ofSeconds(2));
        assertEquals(0, fixture.info(CLIENT).permissions().size());
        restart(Duration.ofSeconds(300));
        assertNull(fixture.info(CLIENT));
    }

    @Test
    void ofTwoFamiliesEachEndsAtItsOwnTimeAfterARestartToo() throws Exception {
        fixture.ask(new Action.Refresh(0, null));
        fixture.ask(allocate(Family.IPV4, Family.IPV6));
        fixture.loops.advance(Duration.ofSeconds(100));
        fixture.ask(new Action.Refresh(600, Family.IPV6));
        restart(Duration.ofSeconds(100));
        assertEquals(2, fixture.info(CLIENT).bound().size());
        fixture.loops.advance(Duration.ofSeconds(402));
        assertEquals(1, fixture.info(CLIENT).bound().size());
        assertNotNull(fixture.relay.loops().of(0).roster().all().get(0).relay(Family.IPV6));
        fixture.loops.advance(Duration.ofSeconds(100));
        assertNull(fixture.info(CLIENT));
    }

    @Test
    void aRefreshOfBothFamiliesHoldsForBothAgain() throws Exception {
        fixture.ask(new Action.Refresh(0, null));
        fixture.ask(allocate(Family.IPV4, Family.IPV6));
        fixture.ask(new Action.Refresh(1200, Family.IPV6));
        fixture.ask(new Action.Refresh(900, null));
        restart(Duration.ofSeconds(890));
        assertEquals(2, fixture.info(CLIENT).bound().size());
        fixture.loops.advance(Duration.ofSeconds(12));
        assertNull(fixture.info(CLIENT));
    }
}
