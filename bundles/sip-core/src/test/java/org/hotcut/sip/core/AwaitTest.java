package org.hotcut.sip.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.hotcut.sip.api.Decision;
import org.hotcut.sip.api.SipExchange;
import org.hotcut.sip.api.Target;
import org.hotcut.sip.api.location.LocationListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Exchanges that wait until somebody registers. */
class AwaitTest {
    private static final String BOB = "bob@example.org";
    private static final Decision TO_BOB = Decision.forward(List.of(Target.of("sip:bob@192.0.2.2:5060")));

    private final Bench bench = new Bench();
    private final ScriptedHandler handler = new ScriptedHandler(AwaitTest::waits).onWoken(exchange -> TO_BOB);

    private static Decision waits(SipExchange exchange) {
        assertTrue(exchange.await(BOB, "registered"));
        exchange.wake(Duration.ofSeconds(20), "late");
        return Decision.pending();
    }

    @AfterEach
    void nothingIsLeftBehind() {
        bench.pass(60_000);
        assertEquals(0, bench.core.services().awaits.size());
    }

    @Test
    void aCallWaitsAndGoesToWhoRegisters() {
        bench.bind("handler", handler);
        bench.receive(bench.alice, Bench.request("INVITE", "1"));
        assertEquals(List.of(100), bench.statuses(bench.alice));
        bench.pass(15_000);
        registers(BOB);
        assertEquals(List.of("INVITE"), bench.methods(bench.bob));
        assertEquals(List.of("request INVITE", "woken registered"), handler.events());
    }

    @Test
    void othersWhoRegisterAreNotHeard() {
        bench.bind("handler", handler);
        bench.receive(bench.alice, Bench.request("INVITE", "1"));
        registers("carol@example.org");
        assertEquals(List.of("request INVITE"), handler.events());
    }

    @ParameterizedTest
    @EnumSource(value = LocationListener.Event.class, names = {"UNREGISTERED", "EXPIRED", "LOST"})
    void whoGoesIsNotHeard(LocationListener.Event event) {
        bench.bind("handler", handler);
        bench.receive(bench.alice, Bench.request("INVITE", "1"));
        tell(event, BOB);
        bench.loops.run();
        assertEquals(List.of("request INVITE"), handler.events());
    }

    @Test
    void whoRegistersWhileTheHandlerStillLooksIsNotMissed() {
        bench.bind("handler", new ScriptedHandler(exchange -> {
            waits(exchange);
            tell(LocationListener.Event.CREATED, BOB);
            return Decision.pending();
        }).onWoken(exchange -> TO_BOB));
        bench.receive(bench.alice, Bench.request("INVITE", "1"));
        assertEquals(List.of("INVITE"), bench.methods(bench.bob));
    }

    @Test
    void whoRegistersWhileTheDecisionIsStillToComeIsHeardAfterIt() {
        CompletableFuture<Decision> stage = new CompletableFuture<>();
        ScriptedHandler slow = new ScriptedHandler(exchange -> {
            waits(exchange);
            return Decision.later(stage);
        });
        bench.bind("handler", slow);
        bench.receive(bench.alice, Bench.request("INVITE", "1"));
        registers(BOB);
        assertEquals(List.of("request INVITE"), slow.events());
        stage.complete(Decision.pending());
        bench.loops.run();
        assertEquals(List.of("request INVITE", "woken registered"), slow.events());
    }

    @Test
    void everyRegistrationIsHeardButThoseOfOneMomentOnce() {
        handler.onWoken(exchange -> Decision.pending());
        bench.bind("handler", handler);
        bench.receive(bench.alice, Bench.request("INVITE", "1"));
        for (int i = 0; i < 3; i++) {
            tell(LocationListener.Event.CREATED, BOB);
        }
        bench.loops.run();
        registers(BOB);
        assertEquals(List.of("request INVITE", "woken registered", "woken registered"), handler.events());
    }

    @Test
    void askedForTwiceItIsHeardOnce() {
        handler.onWoken(exchange -> {
            assertTrue(exchange.await(BOB, "registered"));
            assertTrue(exchange.await(BOB, "registered"));
            return Decision.pending();
        });
        bench.bind("handler", handler);
        bench.receive(bench.alice, Bench.request("INVITE", "1"));
        registers(BOB);
        registers(BOB);
        assertEquals(3, handler.events().size());
        assertEquals(1, bench.core.services().awaits.size());
    }

    @Test
    void theNextBearerIsCalledAfterASwap() {
        long old = bench.bind("handler", handler);
        bench.receive(bench.alice, Bench.request("INVITE", "1"));
        bench.unbind("handler", old);
        registers(BOB);
        ScriptedHandler next = ScriptedHandler.always(Decision.reply(500)).onWoken(exchange -> TO_BOB);
        bench.bind("handler", next);
        assertEquals(List.of("woken registered"), next.events());
        assertEquals(List.of("INVITE"), bench.methods(bench.bob));
    }

    @Test
    void whatAFencedHandlerWaitedForIsForgottenAndTheNextAsksAnew() throws Exception {
        ScriptedHandler slow = new ScriptedHandler(exchange -> {
            waits(exchange);
            return Decision.later(new CompletableFuture<>());
        });
        long service = bench.bind("handler", slow);
        bench.receive(bench.alice, Bench.request("INVITE", "1"));
        assertEquals(1, bench.core.services().awaits.size());
        Thread leaving = new Thread(() -> bench.core.services().links.unbind("handler", service));
        leaving.start();
        while (leaving.isAlive()) {
            bench.loops.run();
            leaving.join(10);
        }
        bench.loops.run();
        assertEquals(0, bench.core.services().awaits.size());
        assertThrows(IllegalStateException.class, () -> slow.seen().get(0).await(BOB, "registered"));
        bench.bind("handler", handler);
        registers(BOB);
        assertEquals(List.of("request INVITE", "woken registered"), handler.events());
    }

    @Test
    void aCallerWhoHangsUpWaitsNoLonger() {
        bench.bind("handler", handler);
        bench.receive(bench.alice, Bench.request("INVITE", "1"));
        bench.receive(bench.alice, Bench.request("CANCEL", "1"));
        assertEquals(List.of(100, 200, 487), bench.statuses(bench.alice));
        assertEquals(0, bench.core.services().awaits.size());
        registers(BOB);
        assertEquals(List.of("request INVITE"), handler.events());
    }

    @Test
    void branchesThatRingGoOnWhileItWaits() {
        handler.onRequest(exchange -> {
            waits(exchange);
            return Decision.forward(List.of(Target.of("sip:bob@192.0.2.3:5060")));
        });
        handler.onFailed(exchange -> Decision.pending());
        bench.bind("handler", handler);
        bench.receive(bench.alice, Bench.request("INVITE", "1"));
        assertEquals(List.of("INVITE"), bench.methods(bench.carol));
        registers(BOB);
        assertEquals(List.of("INVITE"), bench.methods(bench.bob));
    }

    @Test
    void waitingAloneKeepsNoExchange() {
        bench.bind("handler", new ScriptedHandler(exchange -> {
            exchange.await(BOB, "registered");
            return Decision.pending();
        }));
        bench.receive(bench.alice, Bench.request("INVITE", "1"));
        assertEquals(List.of(500), bench.statuses(bench.alice));
    }

    @Test
    void soManyMayWaitForAnAddressAndNoMore() {
        ScriptedHandler asking = new ScriptedHandler(exchange -> {
            exchange.wake(Duration.ofSeconds(20), "late");
            return exchange.await(exchange.request().header("Subject"), "registered") ? Decision.pending() : Decision.reply(480);
        }).onWoken(exchange -> Decision.reply(480));
        bench.bind("handler", asking);
        for (int i = 0; i < Awaits.MOST_OF_AN_ADDRESS; i++) {
            bench.receive(bench.alice, Bench.request("MESSAGE", "m" + i, "Subject: " + BOB));
        }
        bench.receive(bench.alice, Bench.request("MESSAGE", "more", "Subject: " + BOB));
        bench.receive(bench.alice, Bench.request("MESSAGE", "other", "Subject: carol@example.org"));
        assertEquals(List.of(480), bench.statuses(bench.alice));
        assertEquals(Awaits.MOST_OF_AN_ADDRESS + 1, bench.core.services().awaits.size());
        bench.pass(21_000);
        assertFalse(bench.statuses(bench.alice).isEmpty());
    }

    private void registers(String address) {
        tell(LocationListener.Event.REFRESHED, address);
        bench.loops.run();
    }

    private void tell(LocationListener.Event event, String address) {
        bench.core.changed(address, List.of(new LocationListener.Change(event, null)));
    }
}
