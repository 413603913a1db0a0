package org.hotcut.sip.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.sip.api.OwnRequest;
import org.hotcut.sip.api.SipClient.Answer;
import org.hotcut.sip.api.Target;
import org.hotcut.sip.message.Request;
import org.hotcut.testkit.RecordingFlows;
import org.hotcut.testkit.Sip;
import org.junit.jupiter.api.Test;

/** Loop 0 is of signalling, loop 1 of media; SIP comes there by connections to a port that it shares with TURN. */
class MediaLoopTest {
    private static final int SIGNALLING = 0;
    private static final int MEDIA = 1;
    private static final int LONG = 600_000;
    private static final int RESTING = CoreLoop.IDLE_TICKS * 50 + 100;

    private final Bench bench = new Bench(2, 1, "handler", Bench.ROOMY);
    private final Flow alice = bench.flows.open(Protocol.TLS, "192.0.2.1", 40_000);

    private void receive(int loop, Flow from, String text) {
        bench.loops.enter(loop);
        bench.receive(from, text);
    }

    private Request invited(String branch) {
        receive(MEDIA, alice, Bench.request("INVITE", branch).toString());
        assertEquals(List.of(100), bench.statuses(alice));
        return bench.request(bench.bob);
    }

    @Test
    void itDoesNotTickWhileThereIsNoSip() {
        bench.pass(LONG);
        assertEquals(1, bench.loops.ticks(SIGNALLING));
        assertEquals(0, bench.loops.ticks(MEDIA));
    }

    @Test
    void sipThatComesThereHasItsTimersAndWhenItIsOverTheLoopRestsAgain() {
        bench.toBob();
        for (String call : List.of("1", "2")) {
            bench.pass(LONG);
            Request invite = invited(call);
            assertEquals(1, bench.loops.ticks(MEDIA));
            bench.pass(499);
            assertEquals(List.of(), bench.methods(bench.bob));
            bench.pass(101);
            assertEquals(List.of("INVITE"), bench.methods(bench.bob), "Timer A");
            receive(SIGNALLING, bench.bob, Sip.response(invite, 486).toString());
            assertEquals(List.of(486), bench.statuses(alice));
            assertEquals(List.of("ACK"), bench.methods(bench.bob));
            receive(MEDIA, alice, Bench.request("ACK", call).toString());
            bench.pass(32_000);
            assertEquals(1, bench.loops.ticks(MEDIA), "Timer D");
            bench.pass(1_000 + RESTING);
            assertEquals(0, bench.loops.ticks(MEDIA));
            assertEquals(1, bench.loops.ticks(SIGNALLING));
        }
    }

    @Test
    void aCallThatRingsKeepsItAwake() {
        bench.toBob();
        Request invite = invited("1");
        receive(SIGNALLING, bench.bob, Sip.response(invite, 180).toString());
        bench.pass(Bench.ROOMY.timerC() - 1_000);
        bench.flows.forget();
        bench.pass(2_000);
        assertEquals("CANCEL", bench.methods(bench.bob).get(0), "Timer C");
    }

    @Test
    void whatWaitsThereForAHandlerWaitsAsLongAsElsewhere() {
        long handler = bench.bind("handler", ScriptedHandler.always(null));
        bench.unbind("handler", handler);
        bench.pass(LONG);
        receive(MEDIA, alice, Bench.request("INVITE", "1").toString());
        assertEquals(List.of(100), bench.statuses(alice));
        bench.pass(7_900);
        assertEquals(List.of(), bench.statuses(alice));
        bench.pass(200);
        assertEquals(List.of(503), bench.statuses(alice));
    }

    @Test
    void requestsOfOurOwnHaveTheirTimersThereToo() {
        bench.pass(LONG);
        CompletableFuture<Answer> answer = send(Target.of("sip:bob@192.0.2.2"));
        bench.pass(31_000);
        assertFalse(answer.isDone());
        bench.pass(2_000);
        assertEquals(new Answer(408, null), answer.join());
        bench.pass(RESTING);
        assertEquals(0, bench.loops.ticks(MEDIA));
    }

    @Test
    void aRequestOfOurOwnThatWaitsForItsConnectionKeepsItAwake() {
        bench.flows.connecting(RecordingFlows.Connecting.HANGS);
        CompletableFuture<Answer> answer = send(Target.of("sip:bob@192.0.2.2;transport=tcp"));
        bench.pass(RESTING);
        assertEquals(1, bench.loops.ticks(MEDIA));
        bench.flows.failHanging("no answer");
        bench.loops.run();
        assertEquals(503, answer.join().status());
        bench.pass(RESTING);
        assertEquals(0, bench.loops.ticks(MEDIA));
    }

    private CompletableFuture<Answer> send(Target target) {
        bench.loops.enter(MEDIA);
        OwnRequest request = new OwnRequest("MESSAGE", "sip:bob@example.org", "<sip:alice@example.org>;tag=1", "<sip:bob@example.org>", "call-1", 1, List.of(), null);
        return bench.core.send(request, target).toCompletableFuture();
    }

    @Test
    void mediaThatMakesItLateIsNoOverload() {
        Overload overload = new Overload(2, 1, () -> 0);
        overload.tell(MEDIA, 10_000, 0, 0, 0);
        overload.judge(Bench.ROOMY, 2_000);
        assertFalse(overload.isOn());
        overload.tell(SIGNALLING, 300, 0, 0, 0);
        overload.judge(Bench.ROOMY, 2_050);
        assertTrue(overload.isOn());
    }

    @Test
    void whatSipKeepsThereCountsAsElsewhere() {
        Overload overload = new Overload(2, 1, () -> 0);
        overload.tell(MEDIA, 0, 90_000, 0, 0);
        overload.judge(Bench.ROOMY, 2_000);
        assertTrue(overload.isOn());
    }

    @Test
    void whenThisBundleGoesNoLoopTicksAnyMore() {
        bench.toBob();
        invited("1");
        bench.core.deactivate();
        bench.loops.run();
        invited("2");
        assertEquals(0, bench.loops.ticks());
    }
}
