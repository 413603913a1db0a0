package org.hotcut.sip.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;

import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.sip.api.Decision;
import org.hotcut.sip.api.Target;
import org.hotcut.sip.message.Request;
import org.hotcut.sip.message.Response;
import org.hotcut.testkit.Sip;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What RFC 4321 finds wrong with requests other than INVITE, as far as a proxy is to blame, and what RFC 4320 makes of it: see also {@link Rfc4320Test}. */
class Rfc4321Test {
    private static final Target BOB = Target.of("sip:bob@192.0.2.2");
    private static final Target CAROL = Target.of("sip:carol@192.0.2.3");
    /** Timer E has come to T2: 0.5 + 1 + 2 s. */
    private static final int E_AT_T2 = 3_500;
    private static final int TIMER_F = 32_000;

    private final Bench bench = new Bench();
    private final ScriptedHandler handler = ScriptedHandler.always(Decision.forward(List.of(BOB)));

    private void forwards(Target... targets) {
        handler.onRequest(exchange -> Decision.forward(List.of(targets)));
        bench.bind("handler", handler);
    }

    @ParameterizedTest
    @ValueSource(strings = {"MESSAGE", "OPTIONS", "SUBSCRIBE", "BYE", "UPDATE", "FOO"})
    void rfc4321_1_4_aTransactionThatNobodyAnsweredEndsWithoutA408(String method) {
        forwards(BOB);
        bench.receive(bench.alice, Bench.request(method, "1"));
        bench.pass(TIMER_F + 1_000);
        assertEquals(List.of(100), bench.statuses(bench.alice));
        assertEquals(List.of("request " + method, "failed 408"), handler.events(), "it is known here all the same");
    }

    @Test
    void rfc4321_1_4_a408OfTheCalleeIsNotPassedOnEvenOverAConnection() {
        Flow alice = bench.flows.open(Protocol.TCP, "192.0.2.1", 40_000);
        forwards(BOB);
        bench.receive(alice, Bench.request("MESSAGE", "1"));
        bench.receive(bench.bob, Sip.response(bench.request(bench.bob), 408));
        bench.pass(TIMER_F + 1_000);
        assertTrue(bench.statuses(alice).stream().allMatch(status -> status == 100));
    }

    @Test
    void rfc4321_1_4_theCallerOfAnInviteIsToldThatNobodyAnswered() {
        forwards(BOB);
        bench.receive(bench.alice, Bench.request("INVITE", "1"));
        bench.pass(TIMER_F + 1_000);
        assertEquals(List.of(100, 408), bench.statuses(bench.alice).stream().distinct().toList());
    }

    @Test
    void rfc4321_2_1_oneHundredComesWhenTimerEHasReachedT2AndNotBefore() {
        forwards(BOB);
        bench.receive(bench.alice, Bench.request("MESSAGE", "1"));
        bench.pass(E_AT_T2 - 100);
        assertEquals(List.of(), bench.statuses(bench.alice));
        bench.pass(200);
        assertEquals(List.of(100), bench.statuses(bench.alice));
        Request sent = (Request) bench.sent(bench.bob).get(0);
        bench.pass(TIMER_F - 2_000 - E_AT_T2);
        bench.receive(bench.bob, Sip.response(sent, 200));
        assertEquals(List.of(200), bench.statuses(bench.alice));
    }

    @Test
    void rfc4321_2_1_anAnswerInTimeNeedsNo100() {
        forwards(BOB);
        bench.receive(bench.alice, Bench.request("MESSAGE", "1"));
        bench.pass(E_AT_T2 - 500);
        bench.receive(bench.bob, Sip.response((Request) bench.sent(bench.bob).get(0), 200));
        bench.pass(10_000);
        assertEquals(List.of(200), bench.statuses(bench.alice));
    }

    @Test
    void rfc4321_1_2_a100OfTheCalleeSlowsTheRetransmissionsAndGoesNoFurther() {
        forwards(BOB);
        bench.receive(bench.alice, Bench.request("MESSAGE", "1"));
        Request sent = bench.request(bench.bob);
        bench.receive(bench.bob, Sip.response(sent, 100));
        bench.pass(700);
        bench.sent(bench.bob);
        bench.pass(3_000);
        assertEquals(List.of(), bench.methods(bench.bob), "T2 is 4 s");
        assertTrue(bench.statuses(bench.alice).size() <= 1, "and that is our own");
    }

    @Test
    void rfc4321_1_5_aBranchThatIsSilentIsWaitedForAndItsTimeoutIsNoAnswer() {
        forwards(BOB, CAROL);
        bench.receive(bench.alice, Bench.request("MESSAGE", "1"));
        bench.receive(bench.bob, Sip.response(bench.request(bench.bob), 503));
        assertEquals(List.of(), finals(), "somebody may still accept");
        bench.pass(TIMER_F + 1_000);
        assertEquals(List.of(), finals(), "it came too late for the caller, who is not told 408 either");
    }

    @Test
    void rfc4321_1_5_theBestResponseLeavesOutWhoCouldNotBeAsked() {
        Target gone = new Target("sip:carol@192.0.2.3", bench.flows.open(Protocol.TCP, "192.0.2.3", 5060), List.of(), true, null, 0);
        forwards(BOB, gone);
        bench.receive(bench.alice, Bench.request("MESSAGE", "1"));
        bench.receive(bench.bob, Sip.response(bench.request(bench.bob), 480));
        bench.flows.lose(gone.flow());
        bench.loops.run();
        assertEquals(List.of(480), finals());
    }

    @Test
    void rfc4321_1_5_oneWhoAcceptsAnswersForOthersWhoAreSilent() {
        forwards(BOB, CAROL);
        bench.receive(bench.alice, Bench.request("MESSAGE", "1"));
        bench.pass(20_000);
        bench.receive(bench.bob, Sip.response((Request) bench.sent(bench.bob).get(0), 200));
        assertEquals(List.of(200), finals());
        bench.pass(TIMER_F);
        assertEquals(List.of(), finals());
    }

    @Test
    void rfc4321_2_2_aResponseThatComesTooLateGoesNoFurther() {
        forwards(BOB);
        bench.receive(bench.alice, Bench.request("MESSAGE", "1"));
        Request sent = bench.request(bench.bob);
        bench.pass(TIMER_F + 1_000);
        bench.flows.forget();
        IntStream.range(0, 5).forEach(i -> bench.receive(bench.bob, Sip.response(sent, 200)));
        assertEquals(List.of(), bench.flows.sent());
        assertEquals(5, bench.dropped(Drop.STRAY_RESPONSE));
    }

    @Test
    void rfc4321_1_4_retransmissionsOfARequestThatFailedStayAbsorbed() {
        forwards(BOB);
        bench.receive(bench.alice, Bench.request("MESSAGE", "1"));
        bench.receive(bench.bob, Sip.response(bench.request(bench.bob), 408));
        bench.flows.forget();
        bench.pass(TIMER_F - 1_000);
        bench.receive(bench.alice, Bench.request("MESSAGE", "1"));
        assertEquals(List.of(), bench.flows.sent());
        assertEquals(1, handler.ids().size());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 408, 503})
    void rfc4321_1_3_aFailureOfOneRequestIsNotHeldAgainstTheNext(int status) {
        forwards(BOB);
        bench.receive(bench.alice, Bench.request("MESSAGE", "1"));
        Request first = bench.request(bench.bob);
        if (status > 0) {
            bench.receive(bench.bob, Sip.response(first, status));
        } else {
            bench.pass(TIMER_F + 1_000);
        }
        bench.flows.forget();
        bench.receive(bench.alice, Bench.request("MESSAGE", "2"));
        Request second = bench.request(bench.bob);
        bench.receive(bench.bob, Sip.response(second, 200));
        assertEquals(List.of(200), finals());
        assertEquals(0, bench.core.services().avoided.size(), "the only way is never avoided");
    }

    @Test
    void rfc4321_1_6_nothingIsLeftAfterAllTimers() {
        forwards(BOB, CAROL);
        bench.receive(bench.alice, Bench.request("MESSAGE", "1"));
        bench.pass(2 * TIMER_F + 6_000);
        assertEquals(0, bench.core.loops()[0].table.size());
        assertFalse(bench.core.exchanges(10).iterator().hasNext());
    }

    private List<Integer> finals() {
        return bench.sent(bench.alice).stream().map(message -> ((Response) message).status()).filter(status -> status >= 200).toList();
    }
}
