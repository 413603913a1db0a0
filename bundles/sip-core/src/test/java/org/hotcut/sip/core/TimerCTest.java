package org.hotcut.sip.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import org.hotcut.sip.api.Decision;
import org.hotcut.sip.message.Request;
import org.hotcut.testkit.Sip;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TimerCTest {
    private final Bench bench = new Bench().toBob();
    private Request invite;

    @BeforeEach
    void bobIsCalled() {
        bench.receive(bench.alice, Bench.request("INVITE", "1"));
        bench.sent(bench.alice);
        invite = bench.request(bench.bob);
    }

    @Test
    void rfc3261_16_8_aCalleeThatRingsWithoutAWordIsCancelled() {
        bench.receive(bench.bob, Sip.response(invite, 180));
        bench.pass(179_000);
        assertEquals(List.of(), bench.sent(bench.bob));
        bench.pass(1_100);
        assertEquals(List.of("CANCEL"), bench.methods(bench.bob));
        bench.receive(bench.bob, Sip.response(invite, 487));
        assertEquals(List.of(180, 487), bench.statuses(bench.alice));
    }

    @Test
    void rfc3261_16_8_itRunsWhileTheHandlerIsSwappedAndTheNextBearerHearsOfIt() {
        bench.receive(bench.bob, Sip.response(invite, 180));
        bench.pass(100_000);
        bench.unbind("handler", 1);
        bench.pass(80_100);
        assertEquals(List.of("CANCEL"), bench.methods(bench.bob));
        ScriptedHandler next = new ScriptedHandler(exchange -> Decision.reply(500));
        bench.receive(bench.bob, Sip.response(invite, 487));
        bench.bind("handler", next);
        assertEquals(List.of("failed 487"), next.events());
        assertEquals(List.of(180, 487), bench.statuses(bench.alice));
    }

    @Test
    void rfc3261_16_7_2_eachRingingStartsItAnew() {
        bench.receive(bench.bob, Sip.response(invite, 180));
        bench.pass(170_000);
        bench.receive(bench.bob, Sip.response(invite, 180));
        bench.pass(170_000);
        assertEquals(List.of(), bench.sent(bench.bob));
    }

    @Test
    void rfc3261_16_7_2_a100DoesNotStartItAnew() {
        bench.receive(bench.bob, Sip.response(invite, 100));
        bench.pass(170_000);
        bench.receive(bench.bob, Sip.response(invite, 100));
        bench.pass(10_100);
        assertEquals(List.of("CANCEL"), bench.methods(bench.bob));
    }

    @Test
    void rfc3261_9_1_whoDoesNotEvenAnswerTheCancelCountsAs408() {
        bench.receive(bench.bob, Sip.response(invite, 180));
        bench.pass(180_100 + 32_100);
        assertEquals(List.of(180, 408), bench.statuses(bench.alice));
    }
}
