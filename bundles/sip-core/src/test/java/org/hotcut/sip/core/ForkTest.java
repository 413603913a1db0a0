package org.hotcut.sip.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.hotcut.core.api.net.Protocol;
import org.hotcut.sip.api.Decision;
import org.hotcut.sip.api.Target;
import org.hotcut.sip.message.Request;
import org.hotcut.sip.message.Response;
import org.hotcut.testkit.Sip;
import org.junit.jupiter.api.Test;

class ForkTest {
    private static final Target BOB = Target.of("sip:bob@192.0.2.2");
    private static final Target CAROL = Target.of("sip:carol@192.0.2.3");

    private final Bench bench = new Bench();
    private final ScriptedHandler handler = ScriptedHandler.always(Decision.forward(List.of(BOB, CAROL)));
    private Request toBob;
    private Request toCarol;

    private void fork(String method) {
        bench.bind("handler", handler);
        bench.receive(bench.alice, Bench.request(method, "1"));
        bench.sent(bench.alice);
        toBob = bench.request(bench.bob);
        toCarol = bench.request(bench.carol);
    }

    private void bobSays(int status, String... headers) {
        bench.receive(bench.bob, Sip.response(toBob, status, headers));
    }

    private void carolSays(int status, String... headers) {
        bench.receive(bench.carol, Sip.response(toCarol, status, headers));
    }

    @Test
    void rfc3261_16_7_5_allTargetsAreTriedAtOnceAndEachProvisionalIsPassedOn() {
        fork("INVITE");
        bobSays(100);
        bobSays(180);
        carolSays(183);
        assertEquals(List.of(180, 183), bench.statuses(bench.alice));
    }

    @Test
    void rfc3261_16_7_10_theFirstToAcceptEndsTheOthers() {
        fork("INVITE");
        carolSays(180);
        bobSays(200);
        assertEquals(List.of(180, 200), bench.statuses(bench.alice));
        Request cancel = bench.request(bench.carol);
        assertEquals("CANCEL", cancel.method());
        assertEquals(toCarol.topVia().text(), cancel.topVia().text());
        assertEquals(toCarol.uri().text(), cancel.uri().text());
        carolSays(487);
        assertEquals(List.of("ACK"), bench.methods(bench.carol));
        assertEquals(List.of(), bench.sent(bench.alice));
    }

    @Test
    void rfc3261_16_7_5_aSecondAcceptanceIsPassedOnTooAndSoIsEachRepetition() {
        fork("INVITE");
        bobSays(200);
        carolSays(200);
        bobSays(200);
        assertEquals(List.of(200, 200, 200), bench.statuses(bench.alice));
    }

    @Test
    void rfc3261_9_1_whoeverHasNotAnsweredAtAllIsCancelledWhenHeDoes() {
        fork("INVITE");
        bobSays(200);
        assertEquals(List.of(), bench.sent(bench.carol));
        carolSays(180);
        assertEquals(List.of("CANCEL"), bench.methods(bench.carol));
    }

    @Test
    void rfc3261_16_7_6_theBestOfAllRejectionsIsAnsweredWhenAllHaveCome() {
        fork("INVITE");
        bobSays(500);
        assertEquals(List.of(), bench.sent(bench.alice));
        carolSays(486);
        assertEquals(486, bench.response(bench.alice).status());
        assertEquals(List.of("request INVITE", "failed 486"), handler.events());
        assertEquals(List.of("ACK"), bench.methods(bench.bob));
        assertEquals(List.of("ACK"), bench.methods(bench.carol));
    }

    @Test
    void rfc3261_16_7_5_aGlobalRejectionCancelsTheOthersAndWins() {
        fork("INVITE");
        carolSays(180);
        bobSays(603);
        assertEquals(List.of("CANCEL"), bench.methods(bench.carol));
        carolSays(487);
        assertEquals(List.of(180, 603), bench.statuses(bench.alice));
    }

    @Test
    void rfc3261_16_7_7_theChallengesOfAllCalleesAreMerged() {
        fork("INVITE");
        bobSays(401, "WWW-Authenticate: Digest realm=\"bob\", nonce=\"1\"");
        carolSays(407, "Proxy-Authenticate: Digest realm=\"carol\", nonce=\"2\"");
        Response answer = bench.response(bench.alice);
        assertEquals(401, answer.status());
        assertEquals(1, answer.headers("WWW-Authenticate").size());
        assertEquals(1, answer.headers("Proxy-Authenticate").size());
    }

    @Test
    void rfc3261_16_7_6_anUnavailableBranchDoesNotMakeTheWholeServerUnavailable() {
        fork("INVITE");
        bobSays(503, "Retry-After: 600");
        carolSays(503);
        Response answer = bench.response(bench.alice);
        assertEquals(500, answer.status());
        assertNull(answer.header("Retry-After"));
    }

    @Test
    void whatACalleeSaidIsBetterThanWhatWeFound() {
        fork("INVITE");
        bobSays(180);
        bobSays(486);
        bench.pass(32_000);
        assertEquals(List.of(180, 486), bench.statuses(bench.alice));
    }

    @Test
    void aSecondAnswerToAnythingElseIsDropped() {
        fork("MESSAGE");
        bobSays(200);
        carolSays(200);
        assertEquals(List.of(200), bench.statuses(bench.alice));
    }

    @Test
    void rfc3261_16_8_nobodyAnsweringIs408ToAnInvite() {
        fork("INVITE");
        bench.pass(32_050);
        assertEquals(List.of(408), bench.statuses(bench.alice));
        assertEquals(List.of("request INVITE", "failed 408"), handler.events());
    }

    @Test
    void rfc4320_4_2_nobodyAnsweringIsSilenceToAnythingElse() {
        fork("MESSAGE");
        bench.pass(32_050);
        assertEquals(List.of(100), bench.statuses(bench.alice), "RFC 4320: a 100 in time, never a 408");
        bench.receive(bench.alice, Bench.request("MESSAGE", "1"));
        assertEquals(List.of(), bench.sent(bench.alice));
    }

    @Test
    void theHandlerThatForwardedMaySendToMoreTargets() {
        handler.onRequest(exchange -> Decision.forward(List.of(BOB)));
        handler.onFailed(exchange -> exchange.tried().size() == 1 ? Decision.forward(List.of(CAROL)) : Decision.respond());
        bench.bind("handler", handler);
        bench.receive(bench.alice, Bench.request("INVITE", "1"));
        toBob = bench.request(bench.bob);
        bobSays(486);
        assertEquals(List.of(100), bench.statuses(bench.alice));
        toCarol = bench.request(bench.carol);
        carolSays(480);
        assertEquals(List.of("request INVITE", "failed 486", "failed 486"), handler.events());
        assertEquals(486, bench.response(bench.alice).status());
    }

    @Test
    void aHandlerThatAlwaysSendsToMoreIsStoppedByTheLimit() {
        handler.onFailed(exchange -> Decision.forward(List.of(Target.of("sip:nobody@192.0.2.9;transport=sctp"))));
        handler.onRequest(exchange -> Decision.forward(List.of(Target.of("sip:nobody@192.0.2.9;transport=sctp"))));
        bench.bind("handler", handler);
        bench.receive(bench.alice, Bench.request("INVITE", "1"));
        assertEquals(List.of(100, 500), bench.statuses(bench.alice));
        assertEquals(31, handler.events().size());
    }

    @Test
    void rfc3261_16_9_aConnectionThatClosesFailsItsBranchAtOnce() {
        bench.bind("handler", ScriptedHandler.always(Decision.forward(List.of(Target.of("sip:bob@192.0.2.2;transport=tcp")))));
        bench.receive(bench.alice, Bench.request("INVITE", "1"));
        bench.flows.lose(bench.flows.list().iterator().next().flow());
        bench.loops.run();
        assertEquals(List.of(100, 500), bench.statuses(bench.alice));
    }

    @Test
    void rfc3261_18_2_2_aClosedConnectionLeavesTheServerTransactionWhichAnswersByAnother() {
        var line = bench.flows.open(Protocol.TCP, "192.0.2.1", 33_000);
        bench.toBob();
        bench.receive(line, Bench.request("INVITE", "1"));
        toBob = bench.request(bench.bob);
        bench.flows.lose(line);
        bench.loops.run();
        bobSays(200);
        var back = bench.flows.list().iterator().next().flow();
        assertEquals(5060, back.remote().getPort(), "RFC 3261 section 18.2.2: the port of sent-by");
        assertTrue(bench.flows.sent(back).get(0).startsWith("SIP/2.0 200"));
    }

    @Test
    void rfc5626_5_3_aStrictTargetWhoseLineIsGoneIs430() {
        var line = bench.flows.open(Protocol.TLS, "192.0.2.2", 44_000);
        Target strict = new Target("sip:bob@192.0.2.2", line, List.of(), true, null, 0);
        bench.bind("handler", handler.onRequest(exchange -> Decision.forward(List.of(strict))));
        bench.flows.lose(line);
        bench.receive(bench.alice, Bench.request("INVITE", "1"));
        assertEquals(List.of("request INVITE", "failed 430"), handler.events());
    }

    @Test
    void aTargetWhoseLineIsGoneButWhichIsNotStrictIsTriedByItsUri() {
        var line = bench.flows.open(Protocol.TCP, "192.0.2.2", 44_000);
        bench.flows.lose(line);
        bench.bind("handler", ScriptedHandler.always(Decision.forward(List.of(new Target("sip:bob@192.0.2.2", line, List.of(), false, null, 0)))));
        bench.receive(bench.alice, Bench.request("INVITE", "1"));
        assertEquals("INVITE", bench.request(bench.bob).method());
    }
}
