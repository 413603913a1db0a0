package org.hotcut.sip.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.hotcut.core.api.net.Protocol;
import org.hotcut.sip.api.Decision;
import org.hotcut.sip.api.Target;
import org.hotcut.sip.message.Message;
import org.hotcut.sip.message.Request;
import org.hotcut.testkit.RecordingFlows;
import org.hotcut.testkit.Sip;
import org.junit.jupiter.api.Test;

class CancelTest {
    private final Bench bench = new Bench();

    private Request invite() {
        bench.receive(bench.alice, Bench.request("INVITE", "1"));
        bench.sent(bench.alice);
        return bench.request(bench.bob);
    }

    private void cancel() {
        bench.receive(bench.alice, Bench.request("CANCEL", "1"));
    }

    @Test
    void rfc3261_16_10_cancelsARingingBranchAndPassesIts487() {
        bench.toBob();
        Request invite = invite();
        bench.receive(bench.bob, Sip.response(invite, 180));
        cancel();
        assertEquals(List.of(180, 200), bench.statuses(bench.alice));
        Request cancel = bench.request(bench.bob);
        assertEquals("CANCEL", cancel.method());
        bench.receive(bench.bob, Sip.response(cancel, 200));
        bench.receive(bench.bob, Sip.response(invite, 487));
        assertEquals(List.of("ACK"), bench.methods(bench.bob));
        assertEquals(List.of(487), bench.statuses(bench.alice));
    }

    @Test
    void rfc3261_9_1_waitsForAProvisionalBeforeItCancels() {
        bench.toBob();
        Request invite = invite();
        cancel();
        assertEquals(List.of(200), bench.statuses(bench.alice));
        assertEquals(List.of(), bench.sent(bench.bob));
        bench.receive(bench.bob, Sip.response(invite, 100));
        assertEquals(List.of("CANCEL"), bench.methods(bench.bob));
    }

    @Test
    void rfc3261_9_1_anAcceptanceThatCrossedTheCancelIsPassedOn() {
        bench.toBob();
        Request invite = invite();
        bench.receive(bench.bob, Sip.response(invite, 180));
        cancel();
        bench.receive(bench.bob, Sip.response(invite, 200));
        assertEquals(List.of(180, 200, 200), bench.statuses(bench.alice));
    }

    @Test
    void rfc3261_9_1_aCalleeThatNeverAnswersIsGivenUp() {
        bench.toBob();
        Request invite = invite();
        bench.receive(bench.bob, Sip.response(invite, 180));
        cancel();
        bench.pass(32_050);
        assertEquals(List.of(180, 200, 487), bench.statuses(bench.alice).subList(0, 3));
    }

    @Test
    void rfc3261_9_2_aRepeatedCancelGetsTheSameAnswerAndCancelsOnce() {
        bench.toBob();
        Request invite = invite();
        bench.receive(bench.bob, Sip.response(invite, 180));
        cancel();
        cancel();
        assertEquals(List.of(180, 200, 200), bench.statuses(bench.alice));
        assertEquals(List.of("CANCEL"), bench.methods(bench.bob));
    }

    @Test
    void rfc3261_9_2_whatIsNotThereCannotBeCancelled() {
        cancel();
        assertEquals(List.of(481), bench.statuses(bench.alice));
    }

    @Test
    void rfc3261_9_2_somebodyElseCannotCancelIt() {
        bench.toBob();
        invite();
        bench.receive(bench.carol, Bench.request("CANCEL", "1"));
        assertEquals(List.of(481), bench.statuses(bench.carol));
        assertEquals(List.of(), bench.sent(bench.bob));
    }

    @Test
    void aParkedInviteIsCancelledAndForgotten() {
        bench.receive(bench.alice, Bench.request("INVITE", "1"));
        cancel();
        assertEquals(List.of(100, 200, 487), bench.statuses(bench.alice));
        assertEquals(0, bench.core.chain().get(0).parked());
        ScriptedHandler late = ScriptedHandler.always(Decision.reply(200));
        bench.bind("handler", late);
        assertEquals(List.of(), late.events());
    }

    @Test
    void rfc3261_9_2_theAnswersToTheCancelAndToTheInviteBearTheSameTag() {
        bench.receive(bench.alice, Bench.request("INVITE", "1"));
        bench.sent(bench.alice);
        cancel();
        List<String> tags = bench.sent(bench.alice).stream().map(Message::toTag).distinct().toList();
        assertEquals(1, tags.size(), tags.toString());
        assertNotNull(tags.get(0));
    }

    @Test
    void anInviteWhoseHandlerHasNotDecidedIsCancelledAndTheDecisionDropped() {
        CompletableFuture<Decision> stage = new CompletableFuture<>();
        ScriptedHandler slow = ScriptedHandler.always(Decision.later(stage));
        bench.bind("handler", slow);
        bench.receive(bench.alice, Bench.request("INVITE", "1"));
        cancel();
        assertEquals(List.of(100, 200, 487), bench.statuses(bench.alice));
        stage.complete(Decision.reply(200));
        bench.loops.run();
        assertEquals(List.of(), bench.sent(bench.alice));
    }

    @Test
    void aBranchWhoseConnectionIsStillBeingOpenedIsGivenUpAtOnce() {
        bench.flows.connecting(RecordingFlows.Connecting.HANGS);
        bench.bind("handler", ScriptedHandler.always(Decision.forward(List.of(Target.of("sip:bob@192.0.2.2;transport=tcp")))));
        bench.receive(bench.alice, Bench.request("INVITE", "1"));
        cancel();
        assertEquals(List.of(100, 200, 487), bench.statuses(bench.alice));
    }

    @Test
    void aClientThatCameBackByAnotherConnectionMayCancel() {
        var first = bench.flows.open(Protocol.TCP, "192.0.2.1", 33_000);
        var second = bench.flows.open(Protocol.TCP, "192.0.2.1", 33_001);
        bench.toBob();
        bench.receive(first, Bench.request("INVITE", "1"));
        bench.receive(bench.bob, Sip.response(bench.request(bench.bob), 180));
        bench.receive(second, Bench.request("CANCEL", "1"));
        assertEquals(List.of(200), bench.statuses(second));
        assertEquals(List.of("CANCEL"), bench.methods(bench.bob));
    }
}
