package org.hotcut.sip.location;

import static org.hotcut.sip.location.Fixture.ALICE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.hotcut.core.api.net.Flow;
import org.hotcut.sip.api.location.Binding;
import org.hotcut.sip.api.location.Location.Change;
import org.hotcut.sip.api.location.LocationListener;
import org.hotcut.sip.location.Fixture.One;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocationListenerTest {
    private static final String DESK = "sip:alice@192.0.2.1:5060";
    private static final String MOBILE = "sip:alice@192.0.2.2:5060";

    @TempDir
    Path data;
    private final List<String> heard = new ArrayList<>();
    private final LocationListener listener = (address, changes) -> changes.forEach(change -> heard.add(change.event() + " " + change.binding().contact()));
    private Fixture f;
    private Users users;

    @BeforeEach
    void start() throws Exception {
        f = new Fixture(data);
        users = new Users(f.location);
        users.bindListener(listener);
    }

    @AfterEach
    void stop() throws Exception {
        f.location.close();
        f.loops.close();
    }

    @Test
    void hearsWhatComesIsRefreshedAndGoes() {
        f.bind(f.one(DESK).make(), f.one(MOBILE).q(500).make());
        f.bind(f.one(DESK).request("call-1", 2).make());
        f.change(new Change(ALICE, "call-1", 3, List.of(), Fixture.gone(DESK), false));
        f.change(new Change(ALICE, "call-1", 4, List.of(), List.of(), true));
        f.change(new Change(ALICE, "call-1", 5, List.of(), List.of(), true));
        assertEquals(List.of("CREATED " + DESK, "CREATED " + MOBILE, "REFRESHED " + DESK, "UNREGISTERED " + DESK, "UNREGISTERED " + MOBILE), heard);
    }

    @Test
    void aDeviceThatMovesIsRefreshedAndOneThatTakesAnothersContactReplacesIt() {
        f.bind(f.one(DESK).device("<urn:uuid:1>", 1).make());
        f.bind(f.one(MOBILE).device("<urn:uuid:1>", 1).request("call-2", 1).make());
        f.bind(f.one(MOBILE).request("call-3", 1).make());
        assertEquals(List.of("CREATED " + DESK, "REFRESHED " + MOBILE, "UNREGISTERED " + MOBILE, "CREATED " + MOBILE), heard);
    }

    @Test
    void hearsNothingOfWhatIsRefused() {
        f.bind(f.one(DESK).make());
        heard.clear();
        f.bind(f.one(DESK).q(300).make());
        f.location.modified(new Fixture.Settings(1, 2, 0, 1, 1));
        f.bind(f.one(MOBILE).make());
        assertEquals(List.of(), heard);
    }

    @Test
    void hearsWhatExpires() {
        f.bind(f.one(DESK).until(f.clock.millis() + 60_000).make(), f.one(MOBILE).q(500).make());
        f.clock.advance(Duration.ofMinutes(1));
        heard.clear();
        f.loops.tick();
        f.loops.tick();
        assertEquals(List.of("EXPIRED " + DESK), heard);
    }

    @Test
    void aDeviceThatComesBackBeforeItsExpiryWasNoticedHasExpiredAndIsNew() {
        f.bind(f.one(DESK).until(f.clock.millis() + 60_000).make());
        f.clock.advance(Duration.ofMinutes(1));
        f.bind(f.one(DESK).request("call-1", 2).until(f.clock.millis() + 60_000).make());
        assertEquals(List.of("CREATED " + DESK, "EXPIRED " + DESK, "CREATED " + DESK), heard);
    }

    @Test
    void hearsOfALineThatClosedEveryUserOfIt() {
        Flow line = f.tls();
        f.bind(f.one(DESK).by(line).make());
        f.bind(f.one(MOBILE).of("bob@example.org").by(line).make());
        heard.clear();
        f.location.closed(line);
        assertEquals(List.of("LOST " + DESK, "LOST " + MOBILE), heard.stream().sorted().toList());
        f.location.closed(line);
        assertEquals(2, heard.size());
    }

    @Test
    void hearsOnTheLoopOfTheChangeAfterItWasAnsweredAndCanFindIt() throws Exception {
        List<String> order = new ArrayList<>();
        CompletableFuture<Void> told = new CompletableFuture<>();
        users.bindListener((address, changes) -> {
            order.add("told on " + f.loops.current() + ", found " + f.location.find(address).size());
            told.complete(null);
        });
        f.loops.on(1, () -> {
            One one = f.one(DESK);
            f.location.change(new Change(ALICE, "call-1", 1, List.of(one.make()), List.of(), false)).thenRun(() -> order.add("answered"));
            assertTrue(order.isEmpty());
            return null;
        });
        told.get();
        assertEquals(List.of("answered", "told on 1, found 1"), order);
    }

    @Test
    void aLineThatClosedBeforeItsRegistrationWasDoneIsLostAfterItWasThere() throws Exception {
        Flow gone = f.tls();
        f.flows.lose(gone);
        f.loops.on(1, () -> f.location.change(new Change(ALICE, "call-1", 1, List.of(f.one(DESK).by(gone).make()), List.of(), false)));
        f.loops.on(1, () -> null);
        f.loops.on(1, () -> null);
        assertEquals(List.of("CREATED " + DESK, "LOST " + DESK), heard);
        assertFalse(f.location.find(ALICE).get(0).reachable());
    }

    @Test
    void oneWhoFailsDoesNotKeepItFromTheNextAndOneWhoHasGoneHearsNothing() {
        Users others = new Users(f.location);
        users.unbindListener(listener);
        LocationListener broken = (address, changes) -> {
            throw new IllegalStateException("broken");
        };
        others.bindListener(broken);
        others.bindListener(listener);
        f.bind(f.one(DESK).make());
        others.unbindListener(listener);
        f.bind(f.one(MOBILE).make());
        assertEquals(List.of("CREATED " + DESK), heard);
        assertEquals(List.of(DESK, MOBILE).stream().sorted().toList(), f.location.find(ALICE).stream().map(Binding::contact).sorted().toList());
    }
}
