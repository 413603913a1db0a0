package org.hotcut.sip.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;

import org.hotcut.sip.api.Decision;
import org.hotcut.sip.api.Target;
import org.hotcut.sip.core.route.RouteSettings;
import org.hotcut.sip.message.Message;
import org.hotcut.sip.message.Request;
import org.hotcut.testkit.RecordingFlows;
import org.hotcut.testkit.Sip;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A caller who wants to see to it himself that others stop ringing (RFC 3841 section 9.1, cancel-directive). */
class Rfc3841Test {
    private static final String NO_CANCEL = "Request-Disposition: proxy, no-cancel";
    private static final Target BOB = Target.of("sip:bob@192.0.2.2");
    private static final Target CAROL = Target.of("sip:carol@192.0.2.3");
    private static final Target DAVE = Target.of("sip:dave@192.0.2.4;transport=tcp");

    private final Bench bench = new Bench();
    private Request toBob;
    private Request toCarol;

    private void fork(String disposition, Target... targets) {
        bench.bind("handler", ScriptedHandler.always(Decision.forward(List.of(targets))));
        bench.receive(bench.alice, Bench.request("INVITE", "1", disposition));
        bench.sent(bench.alice);
        toBob = bench.request(bench.bob);
        toCarol = bench.request(bench.carol);
        bench.receive(bench.carol, Sip.response(toCarol, 180));
        bench.sent(bench.alice);
    }

    private void bobSays(int status) {
        bench.receive(bench.bob, Sip.response(toBob, status));
    }

    @ParameterizedTest
    @ValueSource(strings = {NO_CANCEL, "d: No-Cancel", "Request-Disposition: no-cancel, cancel"})
    void rfc3841_9_1_noCancelLetsOthersRingWhenOneHasAccepted(String disposition) {
        fork(disposition, BOB, CAROL);
        bobSays(200);
        assertEquals(List.of(), bench.methods(bench.carol));
        assertEquals(List.of(200), bench.statuses(bench.alice));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Request-Disposition: cancel", "Request-Disposition: cancel, no-cancel", "Request-Disposition: no-fork", "Subject: no-cancel"})
    void rfc3841_9_1_whoDoesNotSaySoHasThemCancelled(String disposition) {
        fork(disposition, BOB, CAROL);
        bobSays(200);
        assertEquals(List.of("CANCEL"), bench.methods(bench.carol));
    }

    @Test
    void rfc3841_9_1_whoAcceptsAfterwardsIsPassedOnToo() {
        fork(NO_CANCEL, BOB, CAROL);
        bobSays(200);
        bench.receive(bench.carol, Sip.response(toCarol, 200));
        assertEquals(List.of(200, 200), bench.statuses(bench.alice));
    }

    @Test
    void rfc3261_16_7_10_evenWhenTheServerTransactionHasEnded() {
        fork(NO_CANCEL, BOB, CAROL);
        bobSays(200);
        bench.pass(40_000);
        bench.sent(bench.alice);
        bench.receive(bench.carol, Sip.response(toCarol, 200));
        assertEquals(List.of(200), bench.statuses(bench.alice));
    }

    @Test
    void rfc3841_9_1_whoRefusesAfterwardsIsHeardByNobody() {
        fork(NO_CANCEL, BOB, CAROL);
        bobSays(200);
        bench.sent(bench.alice);
        bench.receive(bench.carol, Sip.response(toCarol, 486));
        assertEquals(List.of("ACK"), bench.methods(bench.carol));
        assertEquals(List.of(), bench.statuses(bench.alice));
    }

    @Test
    void rfc3841_9_1_aSixHundredCancelsNevertheless() {
        fork(NO_CANCEL, BOB, CAROL);
        bobSays(603);
        assertEquals(List.of("CANCEL"), bench.methods(bench.carol));
    }

    @Test
    void rfc3841_9_1_soDoesOneThatComesWhenSomebodyHasAccepted() {
        Target ellen = Target.of("sip:ellen@192.0.2.5");
        fork(NO_CANCEL, BOB, CAROL, ellen);
        Request toEllen = bench.request(bench.flows.udp("192.0.2.5", 5060));
        bobSays(200);
        bench.receive(bench.flows.udp("192.0.2.5", 5060), Sip.response(toEllen, 603));
        assertEquals(List.of("CANCEL"), bench.methods(bench.carol));
    }

    @Test
    void rfc3261_16_8_whoRingsForEverIsCancelledByTimerC() {
        fork(NO_CANCEL, BOB, CAROL);
        bobSays(200);
        bench.pass(Bench.ROOMY.timerC() + 1_000);
        assertEquals(Set.of("CANCEL"), Set.copyOf(bench.methods(bench.carol)));
        bench.receive(bench.carol, Sip.response(toCarol, 487));
        bench.pass(70_000);
        assertEquals(0, bench.core.loops()[0].table.size());
    }

    @Test
    void whatIsLeftToTheCallerKeepsNoMoreThanItTakesToEndIt() {
        bench.bind("handler", ScriptedHandler.always(Decision.forward(List.of(BOB, CAROL))));
        bench.core.services().routing(new RouteSettings(8_000, 60_000, 65_535, false));
        String body = "x".repeat(20_000);
        bench.receive(bench.alice, Bench.request("INVITE", "1", NO_CANCEL).toString().replace("call-1", "c".repeat(4_000))
            .replace("Content-Length: 0", "Content-Length: " + body.length()) + body);
        bench.sent(bench.alice);
        toBob = bench.request(bench.bob);
        toCarol = bench.request(bench.carol);
        bobSays(200);
        assertTrue(kept() > 20_000, "carol may not have it yet");
        bench.sent(bench.alice);
        bench.receive(bench.carol, Sip.response(toCarol, 180));
        assertTrue(kept() > 3_000 && kept() < 4_000, kept() + " bytes");
        bench.pass(Bench.ROOMY.timerC() + 1_000);
        Request cancel = (Request) bench.sent(bench.carol).get(0);
        assertEquals("CANCEL", cancel.method());
        assertEquals(toCarol.topVia().text(), cancel.topVia().text());
        bench.receive(bench.carol, Sip.response(toCarol, 487));
        Request ack = (Request) bench.sent(bench.carol).stream().filter(each -> each instanceof Request request && request.method().equals("ACK")).findFirst().orElseThrow();
        assertEquals(toCarol.uri().text(), ack.uri().text());
        assertEquals(toCarol.callId(), ack.callId());
        assertEquals(toCarol.cseq(), ack.cseq());
        assertEquals(0, kept());
        assertEquals(0, bench.core.loops()[0].leftToCallers);
    }

    private long kept() {
        return bench.core.loops()[0].table.bytes();
    }

    @Test
    void whoLeavesTooManyToRingHasThemCancelled() {
        bench.bind("handler", ScriptedHandler.always(Decision.forward(List.of(BOB, CAROL))));
        for (int i = 0; i <= ResponseContext.MOST_LEFT; i++) {
            bench.flows.forget();
            bench.receive(bench.alice, Bench.request("INVITE", "n" + i, NO_CANCEL));
            toBob = bench.request(bench.bob);
            toCarol = bench.request(bench.carol);
            bench.receive(bench.carol, Sip.response(toCarol, 180));
            bench.flows.forget();
            bobSays(200);
            assertEquals(i == ResponseContext.MOST_LEFT ? List.of("CANCEL") : List.of(), bench.methods(bench.carol));
        }
        assertEquals(ResponseContext.MOST_LEFT, bench.core.loops()[0].leftToCallers);
    }

    @Test
    void rfc3841_9_1_theCallersCancelEndsAll() {
        fork(NO_CANCEL, BOB, CAROL);
        bench.receive(bench.alice, Bench.request("CANCEL", "1"));
        assertEquals(List.of("CANCEL"), bench.methods(bench.carol));
    }

    @Test
    void rfc3841_9_1_whoHasNotBeenAskedYetIsNotAskedAnyMore() {
        bench.flows.connecting(RecordingFlows.Connecting.HANGS);
        fork(NO_CANCEL, BOB, CAROL, DAVE);
        assertEquals(1, bench.flows.hanging());
        bobSays(200);
        bench.flows.forget();
        bench.flows.failHanging("too late");
        bench.loops.run();
        List<Message> left = bench.flows.sent().stream().map(sent -> Sip.message(sent.bytes())).toList();
        assertEquals(List.of(), left);
    }
}
