package org.hotcut.sip.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import org.hotcut.sip.api.Decision;
import org.hotcut.sip.api.Target;
import org.hotcut.sip.message.Request;
import org.hotcut.testkit.Sip;
import org.junit.jupiter.api.Test;

/** Requests other than INVITE: what RFC 4320 forbids because of the problems that RFC 4321 describes. */
class Rfc4320Test {
    private final Bench bench = new Bench();

    @Test
    void rfc4320_4_1_noProvisionalResponseBut100AndThatNotBeforeTimerEReachesT2() {
        bench.toBob();
        bench.receive(bench.alice, Bench.request("MESSAGE", "1"));
        Request sent = bench.request(bench.bob);
        bench.receive(bench.bob, Sip.response(sent, 180));
        bench.receive(bench.bob, Sip.response(sent, 100));
        bench.pass(3_400);
        assertEquals(List.of(), bench.statuses(bench.alice));
        bench.pass(150);
        assertEquals(List.of(100), bench.statuses(bench.alice));
    }

    @Test
    void rfc4320_4_2_no408WhenNobodyAnswered() {
        bench.toBob();
        bench.receive(bench.alice, Bench.request("MESSAGE", "1"));
        bench.pass(33_000);
        assertEquals(List.of(100), bench.statuses(bench.alice));
    }

    @Test
    void rfc4320_4_2_no408OfACalleeEither() {
        bench.toBob();
        bench.receive(bench.alice, Bench.request("MESSAGE", "1"));
        bench.receive(bench.bob, Sip.response(bench.request(bench.bob), 408));
        assertEquals(List.of(), bench.statuses(bench.alice));
    }

    @Test
    void rfc4320_4_2_noAnswerAfterTheClientsTimerF() {
        bench.receive(bench.alice, Bench.request("MESSAGE", "1"));
        bench.pass(5_000); // it waits for its handler
        bench.toBob();
        Request sent = bench.request(bench.bob);
        bench.pass(27_100);
        bench.flows.forget();
        bench.receive(bench.bob, Sip.response(sent, 200));
        assertEquals(List.of(), bench.flows.sent());
    }

    @Test
    void rfc4320_4_2_aBestResponseThatIsKnownTooLateIsNotSentAndTheRequestStaysAbsorbed() {
        bench.bind("handler", ScriptedHandler.always(Decision.forward(List.of(Target.of("sip:bob@192.0.2.2"), Target.of("sip:carol@192.0.2.3")))));
        bench.receive(bench.alice, Bench.request("MESSAGE", "1"));
        bench.receive(bench.bob, Sip.response(bench.request(bench.bob), 404));
        bench.pass(32_500);
        assertEquals(List.of(100), bench.statuses(bench.alice));
        bench.receive(bench.alice, Bench.request("MESSAGE", "1"));
        assertEquals(List.of(), bench.statuses(bench.alice));
    }

    @Test
    void rfc4320_4_3_aLateResponseIsNotForwarded() {
        bench.toBob();
        bench.receive(bench.alice, Bench.request("MESSAGE", "1"));
        Request sent = bench.request(bench.bob);
        bench.pass(33_000);
        bench.flows.forget();
        bench.receive(bench.bob, Sip.response(sent, 200));
        assertEquals(List.of(), bench.flows.sent());
        assertEquals(1, bench.dropped(Drop.STRAY_RESPONSE));
    }
}
