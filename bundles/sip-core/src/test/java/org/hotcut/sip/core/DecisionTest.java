package org.hotcut.sip.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;

import org.hotcut.core.api.account.Identity;
import org.hotcut.sip.api.Decision;
import org.hotcut.sip.api.Decision.HeaderField;
import org.hotcut.sip.api.SipExchange;
import org.hotcut.sip.api.Target;
import org.hotcut.sip.message.Request;
import org.hotcut.sip.message.Response;
import org.hotcut.testkit.Sip;
import org.junit.jupiter.api.Test;

class DecisionTest {
    private static final Decision TO_BOB = Decision.forward(List.of(Target.of("sip:bob@192.0.2.2")));

    private final Bench bench = new Bench(1, "first, second", Bench.ROOMY);
    private final ScriptedHandler second = ScriptedHandler.always(Decision.reply(200));

    private void decide(Decision decision) {
        bench.bind("second", second);
        bench.bind("first", ScriptedHandler.always(decision));
        bench.receive(bench.alice, Bench.request("MESSAGE", "1"));
    }

    @Test
    void nextAsksTheNextWithWhatWasEditedAndProven() {
        Identity alice = new Identity(Identity.Kind.USER, "alice@example.org", "test");
        bench.bind("first", new ScriptedHandler(exchange -> Decision.next(exchange.request().withHeader("X-Seen", "first"), alice)));
        bench.bind("second", second.onRequest(exchange -> {
            assertEquals("first", exchange.request().header("X-Seen"));
            assertEquals(alice, exchange.identity());
            return TO_BOB;
        }));
        bench.receive(bench.alice, Bench.request("MESSAGE", "1"));
        assertEquals("first", bench.request(bench.bob).header("X-Seen"));
    }

    @Test
    void nextAtTheEndOfTheChainIs500() {
        bench.bind("second", ScriptedHandler.always(Decision.next()));
        bench.bind("first", ScriptedHandler.always(Decision.next()));
        bench.receive(bench.alice, Bench.request("MESSAGE", "1"));
        assertEquals(List.of(500), bench.statuses(bench.alice));
    }

    @Test
    void replyHasTheHandlersHeadersAndBody() {
        decide(new Decision.Reply(202, "Taken", List.of(new HeaderField("X-Why", "because")), "text".getBytes(StandardCharsets.UTF_8)));
        Response answer = bench.response(bench.alice);
        assertEquals("Taken", answer.reason());
        assertEquals("because", answer.header("X-Why"));
        assertEquals("4", answer.header("Content-Length"));
        assertEquals(List.of(), second.events());
    }

    @Test
    void aHandlerThatThrowsIs500() {
        bench.bind("first", new ScriptedHandler(exchange -> {
            throw new IllegalArgumentException("a bug");
        }));
        bench.receive(bench.alice, Bench.request("INVITE", "1"));
        assertEquals(List.of(500), bench.statuses(bench.alice));
        assertEquals(1, bench.dropped(Drop.HANDLER_FAILED));
    }

    @Test
    void decisionsThatCannotBeCarriedOutAre500() {
        List<Decision> broken = Arrays.asList(null, Decision.pending(), Decision.respond(), Decision.reply(42), Decision.forward(List.of()),
            Decision.later(null));
        for (Decision decision : broken) {
            Bench one = new Bench();
            one.bind("handler", ScriptedHandler.always(decision));
            one.receive(one.alice, Bench.request("MESSAGE", "1"));
            assertEquals(List.of(500), one.statuses(one.alice), "" + decision);
        }
    }

    @Test
    void workThatWasRefusedIs503AndAnyOtherFailedStage500() {
        decide(Decision.later(CompletableFuture.failedFuture(new RejectedExecutionException("full"))));
        assertEquals(List.of(503), bench.statuses(bench.alice));
        bench.bind("first", ScriptedHandler.always(Decision.later(CompletableFuture.failedFuture(new IllegalStateException("a bug")))));
        bench.receive(bench.alice, Bench.request("MESSAGE", "2"));
        assertEquals(List.of(500), bench.statuses(bench.alice));
    }

    @Test
    void aStageThatIsCompleteNeedsNo100() {
        bench.bind("first", ScriptedHandler.always(Decision.later(CompletableFuture.completedFuture(Decision.reply(486)))));
        bench.receive(bench.alice, Bench.request("INVITE", "1"));
        assertEquals(List.of(486), bench.statuses(bench.alice));
    }

    @Test
    void aStageThatCompletesOnAnotherThreadIsDecidedOnTheLoop() throws InterruptedException {
        CompletableFuture<Decision> stage = new CompletableFuture<>();
        bench.bind("first", ScriptedHandler.always(Decision.later(stage)));
        bench.receive(bench.alice, Bench.request("INVITE", "1"));
        Thread pool = new Thread(() -> stage.complete(Decision.reply(486)));
        pool.start();
        pool.join();
        assertEquals(List.of(100), bench.statuses(bench.alice));
        bench.loops.run();
        assertEquals(List.of(486), bench.statuses(bench.alice));
    }

    @Test
    void whoWaitsWithATimerIsWoken() {
        bench.bind("first", new ScriptedHandler(exchange -> {
            exchange.wake(Duration.ofSeconds(2), "late");
            return Decision.pending();
        }).onWoken(exchange -> Decision.reply(480)));
        bench.receive(bench.alice, Bench.request("INVITE", "1"));
        bench.pass(2_050);
        assertEquals(List.of(100, 480), bench.statuses(bench.alice));
    }

    @Test
    void anAnswerEndsTheTimers() {
        ScriptedHandler waiting = new ScriptedHandler(exchange -> {
            exchange.wake(Duration.ofSeconds(2), "late");
            return TO_BOB;
        });
        bench.bind("first", waiting);
        bench.receive(bench.alice, Bench.request("INVITE", "1"));
        bench.receive(bench.bob, Sip.response(bench.request(bench.bob), 200));
        bench.pass(10_000);
        assertEquals(List.of("request INVITE"), waiting.events());
    }

    @Test
    void aReplyWhileBranchesRingCancelsThem() {
        bench.bind("first", new ScriptedHandler(exchange -> {
            exchange.wake(Duration.ofSeconds(2), "late");
            return TO_BOB;
        }).onWoken(exchange -> Decision.reply(480)));
        bench.receive(bench.alice, Bench.request("INVITE", "1"));
        Request invite = bench.request(bench.bob);
        bench.receive(bench.bob, Sip.response(invite, 180));
        bench.pass(2_050);
        assertEquals(List.of(100, 180, 480), bench.statuses(bench.alice));
        assertEquals(List.of("CANCEL"), bench.methods(bench.bob));
    }

    @Test
    void whatAHandlerLooksAtIsClosedAfterItsDecision() {
        ScriptedHandler curious = ScriptedHandler.always(Decision.reply(200));
        bench.bind("first", curious);
        bench.receive(bench.alice, Bench.request("MESSAGE", "1"));
        SipExchange view = curious.seen().get(0);
        assertThrows(IllegalStateException.class, view::request);
        assertThrows(IllegalStateException.class, view::identity);
        assertThrows(IllegalStateException.class, view::best);
    }

    @Test
    void notesAndTimersAreBounded() {
        bench.bind("first", new ScriptedHandler(exchange -> {
            for (int i = 0; i < 16; i++) {
                exchange.note("n" + i, "x");
                exchange.wake(Duration.ofHours(1), "t" + i);
            }
            exchange.note("n3", "again");
            assertThrows(IllegalArgumentException.class, () -> exchange.note("one more", "x"));
            assertThrows(IllegalArgumentException.class, () -> exchange.note("n1", "x".repeat(1_001)));
            assertThrows(IllegalArgumentException.class, () -> exchange.wake(Duration.ofHours(1), "one more"));
            return Decision.reply(200);
        }));
        bench.receive(bench.alice, Bench.request("MESSAGE", "1"));
        assertEquals(List.of(200), bench.statuses(bench.alice));
    }

    @Test
    void aChainThatIsChangedHoldsForNewRequestsAtOnce() {
        bench.bind("second", second);
        bench.core.services().links.chain("second");
        bench.receive(bench.alice, Bench.request("MESSAGE", "1"));
        assertEquals(List.of(200), bench.statuses(bench.alice));
        assertEquals(1, bench.core.chain().size());
    }

    @Test
    void aRequestThatWasBegunGoesOnWithTheChainItHad() {
        CompletableFuture<Decision> stage = new CompletableFuture<>();
        bench.bind("second", second);
        bench.bind("first", ScriptedHandler.always(Decision.later(stage)));
        bench.receive(bench.alice, Bench.request("MESSAGE", "1"));
        bench.core.services().links.chain("first");
        stage.complete(Decision.next());
        bench.loops.run();
        assertEquals(List.of(200), bench.statuses(bench.alice));
    }

    @Test
    void aTraceKeepsWhatItWasAskedFor() {
        int trace = bench.core.trace("bob@example.org");
        int other = bench.core.trace("198.51.100.1");
        decide(TO_BOB);
        List<String> kept = bench.core.traced(trace);
        assertEquals(2, kept.size());
        assertTrue(kept.get(0).contains(" from udp 192.0.2.1:5060\nMESSAGE sip:bob@example.org"), kept.get(0));
        assertTrue(kept.get(1).contains(" to udp 192.0.2.2:5060\nMESSAGE sip:bob@192.0.2.2"), kept.get(1));
        assertEquals(List.of(), bench.core.traced(trace));
        assertEquals(List.of(), bench.core.traced(other));
        bench.core.trace("*");
        bench.core.trace("*");
        assertThrows(IllegalStateException.class, () -> bench.core.trace("*"));
        bench.core.untrace(trace);
        bench.core.trace("*");
    }
}
