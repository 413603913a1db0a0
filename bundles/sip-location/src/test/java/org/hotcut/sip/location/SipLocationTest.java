package org.hotcut.sip.location;

import static org.hotcut.sip.location.Fixture.ALICE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

import org.hotcut.core.api.account.Identity;
import org.hotcut.core.api.account.Identity.Kind;
import org.hotcut.core.api.net.Flow;
import org.hotcut.sip.api.location.Binding;
import org.hotcut.sip.api.location.Location.Change;
import org.hotcut.sip.api.location.Location.Outcome;
import org.hotcut.sip.api.location.Location.Result;
import org.hotcut.sip.api.location.Location.Unbind;
import org.hotcut.sip.location.Fixture.One;
import org.hotcut.testkit.FakeKeys;
import org.hotcut.testkit.RecordingFlows;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SipLocationTest {
    private static final String DESK = "sip:alice@192.0.2.1:5060";
    private static final String MOBILE = "sip:alice@192.0.2.2:5060";

    @TempDir
    Path data;
    private Fixture f;

    @BeforeEach
    void start() throws IOException {
        f = new Fixture(data);
    }

    @AfterEach
    void stop() throws Exception {
        f.location.close();
        f.loops.close();
    }

    /** Else a user could make up a Contact that has the number of somebody else's device, and get its calls. */
    @Test
    void theNumberOfADeviceComesFromASecretAndLasts() throws Exception {
        f.bind(f.one(DESK).make());
        f.bind(f.one(MOBILE).device("<urn:uuid:1>", 1).make());
        f.bind(f.one(MOBILE).device("<urn:uuid:1>", 2).make());
        List<Long> before = f.location.find(ALICE).stream().map(Binding::key).toList();
        assertEquals(3, Set.copyOf(before).size());
        f.killAndStart();
        assertEquals(before, f.location.find(ALICE).stream().map(Binding::key).toList());
        FakeKeys others = new FakeKeys();
        others.rotate("device");
        assertFalse(before.contains(new DeviceKeys(others).of(f.one(DESK).make())));
    }

    @Test
    void whatWasRegisteredInANameThatTheLineProvesNoLongerIsRemovedAndNothingElse() {
        Flow device = f.tls();
        f.bind(f.one(DESK).by(device).make());
        f.bind(f.one(MOBILE).by(f.tls()).request("call-2", 1).make());
        f.bind(f.one(DESK).of("bob@example.org").by(device).make());
        f.location.disproved(device, List.of(new Identity(Kind.DEVICE, "00085D1A2B3C", "test"), new Identity(Kind.USER, ALICE, "test")));
        assertEquals(List.of(MOBILE), f.contacts());
        assertEquals(1, f.location.find("bob@example.org").size());
        f.location.disproved(device, List.of(new Identity(Kind.DOMAIN, "bob@example.org", "no user of that name")));
        assertEquals(1, f.location.find("bob@example.org").size());
    }

    @Test
    void findsNothingForAnUnknownAddress() {
        assertSame(List.of(), f.location.find(ALICE));
    }

    @Test
    void ordersByFallingQThenNewestFirst() {
        f.bind(f.one("sip:a@192.0.2.1").q(500).make());
        f.bind(f.one("sip:b@192.0.2.1").make());
        f.bind(f.one("sip:c@192.0.2.1").make());
        assertEquals(List.of("sip:c@192.0.2.1", "sip:b@192.0.2.1", "sip:a@192.0.2.1"), f.contacts());
    }

    @Test
    void keepsEveryFieldOfABinding() {
        Binding binding = f.one(DESK).device("<urn:uuid:1>", 1).q(700).behindNat().make();
        f.bind(binding);
        assertEquals(List.of(binding.withKey(f.key(ALICE))), f.location.find(ALICE));
        assertSame(f.location.find(ALICE).get(0), f.location.device(f.key(ALICE)));
    }

    @Test
    void replacesTheBindingOfTheSameInstanceAndRegId() {
        f.bind(f.one(DESK).device("<urn:uuid:1>", 1).make());
        f.bind(f.one(MOBILE).device("<urn:uuid:1>", 1).request("call-2", 1).make());
        assertEquals(List.of(MOBILE), f.contacts());
        assertEquals(1, f.location.size());
    }

    @Test
    void keepsTwoLinesOfOneDeviceThoughTheirContactIsTheSame() {
        f.bind(f.one(DESK).device("<urn:uuid:1>", 1).make());
        f.bind(f.one(DESK).device("<urn:uuid:1>", 2).request("call-2", 1).make());
        assertEquals(2, f.location.size());
    }

    @Test
    void replacesAnEqualContactAfterRfc3261Section19_1_4() {
        f.bind(f.one("sip:%61lice@EXAMPLE.com;transport=udp;x=1").make());
        f.bind(f.one("sip:alice@example.com;Transport=UDP").request("call-1", 2).make());
        assertEquals(List.of("sip:alice@example.com;Transport=UDP"), f.contacts());
        f.bind(f.one("sip:alice@example.com;transport=tcp").request("call-1", 3).make());
        f.bind(f.one("sip:alice@example.com:5060;transport=tcp").request("call-1", 4).make());
        f.bind(f.one("sip:ALICE@example.com;transport=tcp").request("call-1", 5).make());
        assertEquals(4, f.location.size());
    }

    @Test
    void rfc5626_6_oneFlowOfADeviceIsTakenBackByItsNumberAndTheOtherStays() {
        f.bind(f.one(DESK).device("<urn:uuid:1>", 1).make());
        f.bind(f.one(DESK).device("<urn:uuid:1>", 2).make());
        f.change(new Change(ALICE, "call-1", 2, List.of(), List.of(new Unbind("sip:else@192.0.2.9", "<urn:uuid:1>", 1)), false));
        assertEquals(List.of(2), f.location.find(ALICE).stream().map(Binding::regId).toList());
        f.change(new Change(ALICE, "call-1", 3, List.of(), List.of(new Unbind(DESK, "<urn:uuid:1>", 0)), false));
        assertEquals(List.of(), f.contacts());
    }

    @Test
    void rfc5626_6_theSameInstanceAndNumberReplacesWhateverItsContactAndCallId() {
        f.bind(f.one(DESK).device("<urn:uuid:1>", 1).request("call-1", 7).make());
        long device = f.key(ALICE);
        f.bind(f.one(MOBILE).device("<urn:uuid:1>", 1).request("call-2", 1).by(f.tls()).make());
        assertEquals(List.of(MOBILE), f.contacts());
        assertEquals(device, f.key(ALICE));
        f.bind(f.one(MOBILE).device("<urn:uuid:1>", 2).request("call-3", 1).make());
        f.bind(f.one(MOBILE).device("<urn:uuid:2>", 1).request("call-4", 1).make());
        f.bind(f.one(MOBILE).request("call-5", 1).device("<urn:uuid:2>", 1).make());
        assertEquals(3, f.location.size());
    }

    @Test
    void refusesAnOlderRequestOfTheSameCallIdRfc3261Section10_3Step7() {
        f.bind(f.one(DESK).request("call-1", 5).make());
        assertEquals(Outcome.OUT_OF_ORDER, f.bind(f.one(DESK).request("call-1", 4).make()));
        assertEquals(Outcome.OUT_OF_ORDER, f.bind(f.one(DESK).request("call-1", 5).q(100).make()));
        assertEquals(Outcome.OUT_OF_ORDER, f.change(new Change(ALICE, "call-1", 5, List.of(), Fixture.gone(DESK), false)));
        assertEquals(Outcome.OUT_OF_ORDER, f.change(new Change(ALICE, "call-1", 4, List.of(), List.of(), true)));
        assertEquals(List.of(DESK), f.contacts());
    }

    @Test
    void takesALowerNumberOfAnotherCallId() {
        f.bind(f.one(DESK).request("call-1", 5).make());
        assertEquals(Outcome.DONE, f.bind(f.one(DESK).request("call-2", 1).make()));
    }

    @Test
    void doesTheSameChangeTwiceWithoutHarm() {
        Change first = new Change(ALICE, "call-1", 1, List.of(f.one(DESK).make(), f.one(MOBILE).make()), List.of(), false);
        assertEquals(Outcome.DONE, f.change(first));
        f.clock.advance(Duration.ofMillis(1500));
        List<Binding> later = List.of(f.one(DESK).make(), f.one(MOBILE).make());
        assertEquals(Outcome.DONE, f.change(new Change(ALICE, "call-1", 1, later, List.of(), false)));
        assertEquals(2, f.location.size());
        Change away = new Change(ALICE, "call-1", 2, List.of(), Fixture.gone(DESK, MOBILE), false);
        assertEquals(Outcome.DONE, f.change(away));
        assertEquals(Outcome.DONE, f.change(away));
        assertEquals(0, f.location.size());
    }

    @Test
    void removesOneContactOrAll() {
        f.bind(f.one(DESK).make(), f.one(MOBILE).make());
        f.change(new Change(ALICE, "call-1", 2, List.of(), Fixture.gone("sip:alice@192.0.2.1:5060;x=y"), false));
        assertEquals(List.of(MOBILE), f.contacts());
        f.change(new Change(ALICE, "call-1", 3, List.of(), List.of(), true));
        assertEquals(List.of(), f.contacts());
        assertEquals(0, f.location.size());
    }

    @Test
    void refusesMoreContactsThanAnAddressMayHaveButRefreshesThose() {
        for (int i = 0; i < 10; i++) {
            assertEquals(Outcome.DONE, f.bind(f.one("sip:alice@192.0.2.1:" + (6000 + i)).make()));
        }
        assertEquals(Outcome.TOO_MANY, f.bind(f.one("sip:alice@192.0.2.1:7000").make()));
        assertEquals(Outcome.DONE, f.bind(f.one("sip:alice@192.0.2.1:6000").request("call-1", 2).make()));
        assertEquals(10, f.location.size());
    }

    @Test
    void changesLimitsWhileItRuns() {
        f.location.modified(new Fixture.Settings(1, 2, 0, 1, 1));
        assertEquals(Outcome.TOO_MANY, f.bind(f.one(DESK).make(), f.one(MOBILE).make()));
        assertEquals(Outcome.DONE, f.bind(f.one(DESK).make()));
        assertEquals(Outcome.DONE, f.bind(f.one(DESK).of("bob@example.org").make()));
        assertEquals(Outcome.FULL, f.bind(f.one(DESK).of("carol@example.org").make()));
        assertTrue(f.location.status().containsKey("fault"));
    }

    @Test
    void forgetsWhatHasExpired() {
        f.bind(f.one(DESK).until(f.clock.millis() + 60_000).make(), f.one(MOBILE).q(500).make());
        long desk = f.key(ALICE);
        f.clock.advance(Duration.ofMinutes(1));
        assertEquals(List.of(MOBILE), f.contacts());
        assertNull(f.location.device(desk));
        assertEquals(1, f.location.all().size());
        assertEquals(2, f.location.size());
        f.loops.tick();
        assertEquals(1, f.location.size());
    }

    @Test
    void marksWhatAClosedLineRegisteredAndTakesItsReturn() {
        Flow first = f.tls();
        Flow second = f.tls();
        f.bind(f.one(DESK).by(first).device("<urn:uuid:1>", 0).make());
        long device = f.key(ALICE);
        f.bind(f.one(DESK).of("bob@example.org").by(first).make());
        assertEquals(2, f.location.byFlow(first.id()).size());
        f.location.closed(first);
        assertEquals(List.of(), f.location.byFlow(first.id()));
        assertFalse(f.location.find(ALICE).get(0).reachable());
        assertFalse(f.location.device(device).reachable());

        f.bind(f.one(DESK).by(second).device("<urn:uuid:1>", 0).request("call-1", 2).make());
        assertTrue(f.location.device(device).reachable());
        assertEquals(1, f.location.byFlow(second.id()).size());
        f.location.closed(first);
        assertTrue(f.location.find(ALICE).get(0).reachable());
    }

    @Test
    void marksARegistrationThatComesAfterItsLineHasClosed() {
        Flow gone = f.tls();
        f.flows.lose(gone);
        f.bind(f.one(DESK).by(gone).make());
        assertFalse(f.location.find(ALICE).get(0).reachable());
    }

    @Test
    void keepsOneLineOfThousandsOfUsersTogether() {
        Flow trunk = f.tls();
        for (int i = 0; i < 5000; i++) {
            f.bind(f.one(DESK).of("u" + i + "@example.org").by(trunk).make());
        }
        assertEquals(5000, f.location.byFlow(trunk.id()).size());
        f.change(new Change("u0@example.org", "call-1", 2, List.of(), List.of(), true));
        assertEquals(4999, f.location.byFlow(trunk.id()).size());
        f.location.closed(trunk);
        assertTrue(f.location.all().stream().noneMatch(Binding::reachable));
    }

    @Test
    void completesChangesOfABurstTogetherAtItsEndOnTheirLoop() {
        List<CompletionStage<Result>> stages = new ArrayList<>();
        List<Integer> loops = new ArrayList<>();
        boolean early = f.loops.on(1, () -> {
            for (int i = 0; i < 3; i++) {
                One one = f.one(DESK).of("u" + i + "@example.org");
                stages.add(f.location.change(new Change(one.address(), "call-1", 1, List.of(one.make()), List.of(), false)));
            }
            stages.forEach(stage -> stage.thenRun(() -> loops.add(f.loops.current())));
            return stages.stream().anyMatch(stage -> stage.toCompletableFuture().isDone());
        });
        assertFalse(early);
        f.loops.on(1, () -> null);
        assertEquals(List.of(1, 1, 1), loops);
    }

    @Test
    void keepsOneAddressConsistentWhenAllLoopsChangeItAtOnce() throws Exception {
        List<CompletableFuture<CompletionStage<Result>>> all = IntStream.range(0, 400).mapToObj(i -> {
            One one = f.one("sip:alice@192.0.2.1:" + (6000 + i % 8)).request("call-" + i, 1);
            CompletableFuture<CompletionStage<Result>> stage = new CompletableFuture<>();
            f.loops.execute(i % 2, () -> stage.complete(f.location.change(new Change(ALICE, one.callId(), 1, List.of(one.make()), List.of(), false))));
            return stage;
        }).toList();
        for (CompletableFuture<CompletionStage<Result>> stage : all) {
            assertEquals(Outcome.DONE, stage.get().toCompletableFuture().get().outcome());
        }
        assertEquals(8, f.location.size());
        List<Binding> before = f.location.find(ALICE);
        f.killAndStart();
        assertEquals(before, f.location.find(ALICE));
    }

    @Test
    void keepsLinesBehindNatOpenSpreadEvenlyOverThePeriod() {
        for (int i = 0; i < 100; i++) {
            f.bind(f.one(DESK).of("u" + i + "@example.org").by(f.udp(2000 + i)).behindNat().make());
        }
        f.bind(f.one(DESK).make());
        f.bind(f.one(MOBILE).by(f.tls()).behindNat().make());
        int most = 0;
        for (int second = 0; second < 25; second++) {
            int before = f.flows.sent().size();
            for (long t = 0; t < 1000; t += Patrol.TICK_MILLIS) {
                f.loops.tick();
                f.clock.advance(Duration.ofMillis(Patrol.TICK_MILLIS));
            }
            most = Math.max(most, f.flows.sent().size() - before);
        }
        assertEquals(100, f.flows.sent().size());
        assertEquals(100, f.flows.sent().stream().map(RecordingFlows.Sent::flow).distinct().count());
        assertEquals("\r\n\r\n", f.flows.sent().get(0).text());
        assertTrue(most <= 8, most + " in one second");
    }

    @Test
    void sendsNoKeepAlivesWhenTheyAreOff() {
        f.location.modified(new Fixture.Settings(10, 10, 0, 1, 1));
        f.bind(f.one(DESK).behindNat().make());
        f.loops.tick();
        assertEquals(List.of(), f.flows.sent());
    }
}
