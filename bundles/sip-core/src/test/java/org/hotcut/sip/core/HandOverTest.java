package org.hotcut.sip.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.sip.api.Decision;
import org.hotcut.sip.api.SipExchange;
import org.hotcut.sip.api.Target;
import org.hotcut.sip.core.chain.Bearer;
import org.hotcut.sip.message.Request;
import org.hotcut.testkit.Sip;
import org.junit.jupiter.api.Test;

/** The clauses of the hand-over contract that SIP core keeps; their numbers are those of the package documentation of the SIP API. */
class HandOverTest {
    private static final Decision TO_BOB = Decision.forward(List.of(Target.of("sip:bob@192.0.2.2")));

    private final Bench bench = new Bench();

    // clause 1

    @Test
    void ofTwoBearersTheHigherRankingThenTheNewerGetsNewWork() {
        ScriptedHandler old = ScriptedHandler.always(Decision.reply(480));
        ScriptedHandler newer = ScriptedHandler.always(Decision.reply(486));
        bench.bind("handler", old);
        bench.bind("handler", newer);
        bench.receive(bench.alice, Bench.request("MESSAGE", "1"));
        bench.core.services().links.bind("handler", new Bearer(ScriptedHandler.always(Decision.reply(200)), 5, 1_000, "ranked"));
        bench.receive(bench.alice, Bench.request("MESSAGE", "2"));
        assertEquals(List.of(486, 200), bench.statuses(bench.alice));
        assertEquals("ranked", bench.core.chain().get(0).bundle());
    }

    @Test
    void theOlderBearerFinishesWhatItBegan() {
        CompletableFuture<Decision> stage = new CompletableFuture<>();
        bench.bind("handler", ScriptedHandler.always(Decision.later(stage)));
        bench.receive(bench.alice, Bench.request("MESSAGE", "1"));
        bench.bind("handler", ScriptedHandler.always(Decision.reply(486)));
        stage.complete(Decision.reply(200));
        bench.loops.run();
        assertEquals(List.of(200), bench.statuses(bench.alice));
    }

    @Test
    void whenTheNewerGoesTheOlderTakesOver() {
        bench.bind("handler", ScriptedHandler.always(Decision.reply(480)));
        long newer = bench.bind("handler", ScriptedHandler.always(Decision.reply(486)));
        bench.unbind("handler", newer);
        bench.receive(bench.alice, Bench.request("MESSAGE", "1"));
        assertEquals(List.of(480), bench.statuses(bench.alice));
    }

    // clause 2 and 6

    @Test
    void requestsWaitForAnAbsentHandlerAndAreResumedInOrder() {
        for (int i = 0; i < 3; i++) {
            bench.receive(bench.alice, Bench.request("MESSAGE", "m" + i, "Subject: " + i));
        }
        assertEquals(3, bench.core.chain().get(0).parked());
        assertNull(bench.core.chain().get(0).bundle());
        ScriptedHandler handler = ScriptedHandler.always(Decision.reply(200));
        bench.bind("handler", handler);
        assertEquals(List.of("0", "1", "2"), handler.subjects());
        assertEquals(List.of(200, 200, 200), bench.statuses(bench.alice));
    }

    @Test
    void whatIsParkedComesBeforeWhatIsNew() {
        bench.receive(bench.alice, Bench.request("MESSAGE", "1", "Subject: parked"));
        ScriptedHandler handler = ScriptedHandler.always(Decision.reply(200));
        bench.core.services().links.bind("handler", new Bearer(handler, 0, 1, "test"));
        bench.core.message(bench.alice, Sip.buffer(Bench.request("MESSAGE", "2", "Subject: new").toString()));
        bench.loops.run();
        assertEquals(List.of("parked", "new"), handler.subjects());
    }

    @Test
    void moreThanOneHelpingIsResumedToo() {
        for (int i = 0; i < 600; i++) {
            bench.receive(bench.alice, Bench.request("MESSAGE", "m" + i));
        }
        ScriptedHandler handler = ScriptedHandler.always(Decision.reply(200));
        bench.bind("handler", handler);
        assertEquals(600, handler.events().size());
        assertEquals(0, bench.core.chain().get(0).parked());
    }

    // clause 3

    @Test
    void aDecisionMadeWhileItsHandlerLeavesStillCounts() throws Exception {
        CompletableFuture<Decision> stage = new CompletableFuture<>();
        long service = bench.bind("handler", ScriptedHandler.always(Decision.later(stage)));
        bench.receive(bench.alice, Bench.request("MESSAGE", "1"));
        Thread leaving = leave(service);
        stage.complete(Decision.reply(200));
        runUntilEnds(leaving);
        assertEquals(List.of(200), bench.statuses(bench.alice));
    }

    @Test
    void aHandlerThatDoesNotDecideInTimeIsFencedAndTheEventGoesToTheNext() throws Exception {
        CompletableFuture<Decision> stage = new CompletableFuture<>();
        ScriptedHandler slow = ScriptedHandler.always(Decision.later(stage));
        long service = bench.bind("handler", slow);
        bench.receive(bench.alice, Bench.request("INVITE", "1"));
        SipExchange view = slow.seen().get(0);
        String id = view.id();
        runUntilEnds(leave(service));
        assertEquals(1, bench.core.chain().get(0).parked());
        assertThrows(IllegalStateException.class, view::request);
        assertThrows(IllegalStateException.class, () -> view.note("a", "b"));
        assertThrows(IllegalStateException.class, () -> view.wake(Duration.ofSeconds(1), "a"));
        stage.complete(Decision.reply(603));
        bench.loops.run();
        ScriptedHandler next = new ScriptedHandler(exchange -> {
            assertEquals(id, exchange.id(), "the same exchange");
            return Decision.reply(200);
        });
        bench.bind("handler", next);
        assertEquals(List.of(100, 200), bench.statuses(bench.alice));
    }

    @Test
    void aHandlerThatFailsWhileItLeavesIsNotToBlame() throws Exception {
        CompletableFuture<Decision> stage = new CompletableFuture<>();
        long service = bench.bind("handler", ScriptedHandler.always(Decision.later(stage)));
        bench.receive(bench.alice, Bench.request("MESSAGE", "1"));
        Thread leaving = leave(service);
        stage.completeExceptionally(new CancellationException("the bundle is leaving"));
        runUntilEnds(leaving);
        bench.bind("handler", ScriptedHandler.always(Decision.reply(200)));
        assertEquals(List.of(200), bench.statuses(bench.alice));
    }

    @Test
    void whatWasFencedComesBeforeWhatWasParkedAfterIt() throws Exception {
        long service = bench.bind("handler", ScriptedHandler.always(Decision.later(new CompletableFuture<>())));
        bench.receive(bench.alice, Bench.request("MESSAGE", "1", "Subject: first"));
        bench.receive(bench.alice, Bench.request("MESSAGE", "2", "Subject: second"));
        Thread leaving = leave(service);
        bench.receive(bench.alice, Bench.request("MESSAGE", "3", "Subject: third"));
        runUntilEnds(leaving);
        ScriptedHandler next = ScriptedHandler.always(Decision.reply(200));
        bench.bind("handler", next);
        assertEquals(List.of("first", "second", "third"), next.subjects());
    }

    @Test
    void whatWasCancelledInsideAHandlerIsNotGivenToTheNext() throws Exception {
        long service = bench.bind("handler", ScriptedHandler.always(Decision.later(new CompletableFuture<>())));
        bench.receive(bench.alice, Bench.request("INVITE", "1"));
        bench.receive(bench.alice, Bench.request("CANCEL", "1"));
        runUntilEnds(leave(service));
        ScriptedHandler next = ScriptedHandler.always(Decision.reply(200));
        bench.bind("handler", next);
        assertEquals(List.of(), next.events());
        assertEquals(List.of(100, 200, 487), bench.statuses(bench.alice).subList(0, 3));
    }

    /** Takes the handler out on another thread and returns when that waits for what is inside. */
    private Thread leave(long service) {
        bench.loops.enter(-1);
        Thread thread = new Thread(() -> bench.core.services().links.unbind("handler", service));
        thread.start();
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        bench.loops.enter(0);
        return thread;
    }

    private void runUntilEnds(Thread thread) throws InterruptedException {
        while (thread.isAlive()) {
            bench.loops.run();
            thread.join(1);
        }
        bench.loops.run();
    }

    // clause 4

    @Test
    void notesAndTimersOfADispatchThatWasFencedAreForgotten() throws Exception {
        long service = bench.bind("handler", new ScriptedHandler(exchange -> {
            exchange.note("tried", "yes");
            exchange.wake(Duration.ofSeconds(1), "ring");
            return Decision.later(new CompletableFuture<>());
        }));
        bench.receive(bench.alice, Bench.request("MESSAGE", "1"));
        runUntilEnds(leave(service));
        ScriptedHandler next = new ScriptedHandler(exchange -> {
            assertNull(exchange.note("tried"));
            return Decision.reply(200);
        });
        bench.bind("handler", next);
        bench.pass(2_000);
        assertEquals(List.of("request MESSAGE"), next.events());
    }

    // clause 5

    @Test
    void aParkedInviteHasIts100AndAParkedBodyOfAnotherKindWhatRfc4320Says() {
        bench.receive(bench.alice, Bench.request("INVITE", "1"));
        bench.receive(bench.alice, Bench.request("MESSAGE", "2"));
        assertEquals(List.of(100), bench.statuses(bench.alice));
        bench.receive(bench.alice, Bench.request("INVITE", "1"));
        assertEquals(List.of(100), bench.statuses(bench.alice), "a retransmission is answered without a handler");
        bench.pass(3_500);
        assertEquals(List.of(100), bench.statuses(bench.alice));
    }

    @Test
    void aRingingCallIsAnsweredWhileItsHandlerIsAway() {
        long service = bench.bind("handler", ScriptedHandler.always(TO_BOB));
        bench.receive(bench.alice, Bench.request("INVITE", "1"));
        Request invite = bench.request(bench.bob);
        bench.receive(bench.bob, Sip.response(invite, 180));
        bench.unbind("handler", service);
        bench.receive(bench.bob, Sip.response(invite, 200));
        assertEquals(List.of(100, 180, 200), bench.statuses(bench.alice));
    }

    @Test
    void allBranchesFailedWaitsForTheHandlerThatForwarded() {
        long service = bench.bind("handler", ScriptedHandler.always(TO_BOB));
        bench.receive(bench.alice, Bench.request("INVITE", "1"));
        Request invite = bench.request(bench.bob);
        bench.unbind("handler", service);
        bench.receive(bench.bob, Sip.response(invite, 486));
        assertEquals(List.of(100), bench.statuses(bench.alice));
        assertEquals("Parked handler", bench.core.exchanges(10).get(0).state());
        bench.bind("handler", ScriptedHandler.always(TO_BOB).onFailed(exchange -> Decision.forward(List.of(Target.of("sip:carol@192.0.2.3")))));
        assertEquals(List.of("INVITE"), bench.methods(bench.carol));
    }

    @Test
    void whatDoesNotFitIsAnswered503AndCounted() {
        Bench big = new Bench(1, "handler", new Settings(Bench.ROOMY.message(), 100_000, 50_000, 1L << 30, 30, 60, 180_000, false, Overload.Limits.DEFAULT));
        for (int i = 0; i < 20_001; i++) {
            big.core.message(big.alice, Sip.buffer(Bench.request("MESSAGE", "m" + i).toString()));
        }
        assertEquals(List.of(503), big.statuses(big.alice));
        assertEquals(1, big.dropped(Drop.PARKING_FULL));
        big.pass(8_050);
        assertEquals(20_000, big.dropped(Drop.PARKED_TOO_LONG));
        assertEquals(0, big.core.chain().get(0).parked());
    }

    /** Parks so many requests of a stream. */
    private static void feed(Bench bench, Flow stream, String name, int count) {
        for (int i = 0; i < count; i++) {
            bench.receive(stream, Bench.request("MESSAGE", name + i));
        }
    }

    private static Bench wide() {
        return new Bench(1, "handler", new Settings(Bench.ROOMY.message(), 100_000, 50_000, 64 << 20, 30, 60, 180_000, false, Overload.Limits.DEFAULT));
    }

    @Test
    void atThreeQuartersTheStreamsThatFeedAQueueAreNoLongerRead() {
        Bench wide = wide();
        Flow first = wide.flows.open(Protocol.TCP, "192.0.2.7", 50_000);
        Flow second = wide.flows.open(Protocol.TLS, "192.0.2.8", 50_000);
        Flow third = wide.flows.open(Protocol.TCP, "192.0.2.9", 50_000);
        Flow idle = wide.flows.open(Protocol.TCP, "192.0.2.10", 50_000);
        feed(wide, first, "a", 1);
        feed(wide, wide.alice, "u", 14_998);
        assertFalse(wide.flows.isPaused(first));
        feed(wide, second, "b", 1);
        feed(wide, third, "c", 2);
        assertEquals(List.of(true, true, true, false), Stream.of(first, second, third, idle).map(wide.flows::isPaused).toList());
        wide.bind("handler", ScriptedHandler.always(Decision.reply(200)));
        assertEquals(List.of(false, false, false), Stream.of(first, second, third).map(wide.flows::isPaused).toList());
    }

    @Test
    void streamsAreReadAgainWhenHalfOfTheQueueIsFree() {
        Bench wide = wide();
        Flow stream = wide.flows.open(Protocol.TCP, "192.0.2.7", 50_000);
        feed(wide, wide.alice, "u", 10_000);
        wide.pass(4_000);
        feed(wide, stream, "a", 5_000);
        assertTrue(wide.flows.isPaused(stream));
        wide.pass(3_900);
        assertTrue(wide.flows.isPaused(stream));
        wide.pass(200);
        assertFalse(wide.flows.isPaused(stream));
    }

    @Test
    void noStreamStaysUnreadWhenThisBundleGoes() {
        Bench wide = wide();
        Flow stream = wide.flows.open(Protocol.TCP, "192.0.2.7", 50_000);
        feed(wide, stream, "a", 15_000);
        assertTrue(wide.flows.isPaused(stream));
        wide.core.deactivate();
        wide.loops.run();
        assertFalse(wide.flows.isPaused(stream));
    }

    // clause 7

    @Test
    void whatComesAtOnceForANameThatIsNewWaitsAsLongAsForOthers() {
        bench.pass(60_000);
        bench.core.services().links.chain("newcomer");
        bench.receive(bench.alice, Bench.request("INVITE", "1"));
        bench.pass(7_900);
        assertEquals(List.of(100), bench.statuses(bench.alice));
        bench.pass(200);
        assertEquals(List.of(503), bench.statuses(bench.alice));
    }

    @Test
    void afterEightSecondsA503WithoutRetryAfterIsTheAnswer() {
        bench.receive(bench.alice, Bench.request("INVITE", "1"));
        bench.pass(7_900);
        assertEquals(List.of(100), bench.statuses(bench.alice));
        bench.pass(150);
        var answer = bench.response(bench.alice);
        assertEquals(503, answer.status());
        assertNull(answer.header("Retry-After"));
        assertEquals(0, bench.core.exchanges(10).size());
    }

    @Test
    void aNameOfTheChainIsNeverSkipped() {
        Bench two = new Bench(1, "identity, proxy", Bench.ROOMY);
        two.bind("proxy", ScriptedHandler.always(Decision.reply(200)));
        two.receive(two.alice, Bench.request("MESSAGE", "1"));
        assertEquals(List.of(), two.sent(two.alice));
        two.bind("identity", ScriptedHandler.always(Decision.next()));
        assertEquals(List.of(200), two.statuses(two.alice));
    }

    @Test
    void aStageThatNeverCompletesIsGivenUp() {
        bench.bind("handler", ScriptedHandler.always(Decision.later(new CompletableFuture<>())));
        bench.receive(bench.alice, Bench.request("INVITE", "1"));
        bench.pass(32_100);
        assertEquals(List.of(100, 500), bench.statuses(bench.alice));
    }

    // clause 8

    @Test
    void notesBelongToTheHandlerThatMadeThem() {
        Bench two = new Bench(1, "identity, proxy", Bench.ROOMY);
        two.bind("identity", new ScriptedHandler(exchange -> {
            exchange.note("schema", "1");
            assertEquals("1", exchange.note("schema"));
            return Decision.next();
        }));
        ScriptedHandler proxy = new ScriptedHandler(exchange -> {
            assertNull(exchange.note("schema"));
            exchange.note("schema", "2");
            return TO_BOB;
        });
        proxy.onFailed(exchange -> {
            assertEquals("2", exchange.note("schema"));
            return Decision.respond();
        });
        two.bind("proxy", proxy);
        two.receive(two.alice, Bench.request("INVITE", "1"));
        two.receive(two.bob, Sip.response(two.request(two.bob), 486));
        assertEquals(List.of(100, 486), two.statuses(two.alice));
    }

    // clause 9

    @Test
    void aNamedTimerCallsWhoeverBearsTheNameThen() {
        long service = bench.bind("handler", new ScriptedHandler(exchange -> {
            exchange.wake(Duration.ofSeconds(5), "ringing");
            return TO_BOB;
        }));
        bench.receive(bench.alice, Bench.request("INVITE", "1"));
        bench.sent(bench.bob);
        bench.unbind("handler", service);
        ScriptedHandler next = ScriptedHandler.always(TO_BOB).onWoken(exchange -> Decision.forward(List.of(Target.of("sip:carol@192.0.2.3"))));
        bench.bind("handler", next);
        bench.pass(5_050);
        assertEquals(List.of("woken ringing"), next.events());
        assertEquals("INVITE", bench.methods(bench.carol).get(0));
    }

    // one exchange, two loops

    @Test
    void aResponseThatArrivesOnAnotherLoopIsHandledAtHome() {
        Bench two = new Bench(2, "handler", Bench.ROOMY).toBob();
        two.receive(two.alice, Bench.request("INVITE", "1"));
        Request invite = two.request(two.bob);
        two.loops.enter(1);
        two.core.message(two.bob, Sip.buffer(Sip.response(invite, 200).toString()));
        assertEquals(List.of(100), two.statuses(two.alice));
        two.loops.run();
        assertEquals(List.of(200), two.statuses(two.alice));
    }

    @Test
    void aCancelThatArrivesOnAnotherLoopFindsItsInvite() {
        Bench two = new Bench(2, "handler", Bench.ROOMY);
        two.receive(two.alice, Bench.request("INVITE", "1"));
        two.loops.enter(1);
        two.receive(two.alice, Bench.request("CANCEL", "1"));
        two.receive(two.alice, Bench.request("CANCEL", "1"));
        assertEquals(List.of(100, 200, 487, 200), two.statuses(two.alice));
        two.receive(two.alice, Bench.request("CANCEL", "2"));
        assertEquals(List.of(481), two.statuses(two.alice));
    }

    @Test
    void eachLoopResumesWhatItParked() {
        Bench two = new Bench(2, "handler", Bench.ROOMY);
        two.receive(two.alice, Bench.request("MESSAGE", "1"));
        two.loops.enter(1);
        Flow carol = two.carol;
        two.receive(carol, Bench.request("MESSAGE", "2").toString().replace("192.0.2.1", "192.0.2.3"));
        assertEquals(2, two.core.chain().get(0).parked());
        assertEquals(2, two.core.services().links.chain().link(0).parked());
        ScriptedHandler handler = ScriptedHandler.always(Decision.reply(200));
        two.bind("handler", handler);
        assertEquals(List.of(200), two.statuses(two.alice));
        assertEquals(List.of(200), two.statuses(carol));
        assertNotEquals(handler.ids().get(0), handler.ids().get(1));
    }

    @Test
    void theStatusTellsWhatIsHeldAndWhoIsThere() {
        bench.receive(bench.alice, Bench.request("INVITE", "1"));
        assertEquals("Parked handler", bench.core.exchanges(10).get(0).state());
        assertEquals("INVITE", bench.core.exchanges(10).get(0).method());
        assertTrue(bench.core.status().get("held").toString().contains("=1"), bench.core.status().toString());
        assertNotNull(bench.core.status().get("chain"));
    }
}
