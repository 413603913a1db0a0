package org.hotcut.sip.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.hotcut.core.api.net.Protocol;
import org.hotcut.sip.api.Decision;
import org.hotcut.sip.api.Target;
import org.hotcut.sip.message.Limits;
import org.hotcut.sip.message.Request;
import org.hotcut.sip.message.Response;
import org.hotcut.testkit.Sip;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What an expert tries first, by section. More of section 16.7 is in {@link ForkTest}, 16.8 in {@link TimerCTest}, 9 and 16.10 in {@link CancelTest}, 16.4 and 16.12 in {@link
 * RoutingTest} and {@link DialogTest}, 18.2 in {@link Rfc3581Test}, 16.3 step 4 in {@link Rfc5393Test}, 17 in package {@code transaction}.
 */
class Rfc3261Test {
    private final Bench bench = new Bench();

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "16.3.1 | From: <sip:alice@example.org>;tag=a | X: y                                         | Missing From",
        "16.3.1 | To: <sip:bob@example.org>           | X: y                                         | Missing To",
        "16.3.1 | Call-ID: call-1                     | X: y                                         | Missing Call-ID",
        "16.3.1 | CSeq: 1 OPTIONS                     | X: y                                         | Missing CSeq",
        "16.3.1 | CSeq: 1 OPTIONS                     | CSeq: 1 INVITE                               | CSeq of another method",
        "16.3.1 | CSeq: 1 OPTIONS                     | CSeq: 9999999999 OPTIONS                     | Broken or too large CSeq number (CSeq)",
        "7.3.1  | Call-ID: call-1                     | Call-ID: call-1~Call-ID: call-2           | More than one Call-ID",
        "7.3.1  | Max-Forwards: 70                    | Max-Forwards: 70~Max-Forwards: 1          | More than one Max-Forwards",
        "20.22  | Max-Forwards: 70                    | Max-Forwards: -1                             | Max-Forwards that is no number (Max-Forwards)",
        "25.1   | From: <sip:alice                    | From: \"a <sip:alice                         | (From)",
        "19.1.1 | OPTIONS sip:bob@example.org         | OPTIONS sip:bob@example.org?Subject=x        | Headers in Request-URI",
        "7.1    | OPTIONS sip:bob@example.org         | OPTIONS  sip:bob@example.org                 | Broken request line",
        "19.1.1 | OPTIONS sip:bob@example.org         | OPTIONS sip:bob@                             | (Request-URI)",
    })
    void rfc3261_16_3_1_whatIsBrokenIs400AndTheReasonNamesIt(String section, String good, String bad, String reason) {
        bench.receive(bench.alice, Bench.request("OPTIONS", "1").toString().replace(good, bad.replace("~", "\r\n")));
        String answer = bench.flows.sent().get(0).text();
        assertTrue(answer.startsWith("SIP/2.0 400 ") && answer.lines().findFirst().orElseThrow().contains(reason), "section " + section + ": " + answer);
        assertTrue(answer.contains(";branch=z9hG4bK1;"), answer);
    }

    @Test
    void rfc3261_21_5_6_anotherVersionIs505() {
        bench.receive(bench.alice, Bench.request("OPTIONS", "1").toString().replace("SIP/2.0\r\nVia", "SIP/7.0\r\nVia"));
        assertEquals(505, bench.response(bench.alice).status());
    }

    @Test
    void rfc3261_16_3_2_aSchemeThatNobodyKnowsIs416WhenItIsOursToRoute() {
        bench.toBob();
        bench.receive(bench.alice, Bench.request("OPTIONS", "1").toString().replace("OPTIONS sip:bob@example.org", "OPTIONS soap.beep://192.0.2.103:3002"));
        assertEquals(416, bench.response(bench.alice).status());
    }

    @Test
    void rfc3261_16_3_2_whereARouteLeadsOnItIsNotOursToJudge() {
        bench.bind("handler", ScriptedHandler.always(Decision.forward(List.of(Target.of(null)))));
        bench.receive(bench.alice, Bench.request("OPTIONS", "1", "Route: <sip:127.0.0.1;lr>, <sip:192.0.2.2;lr>").toString()
            .replace("OPTIONS sip:bob@example.org", "OPTIONS tel:+358-555-1234567;ext=1"));
        Request sent = bench.request(bench.bob);
        assertEquals("tel:+358-555-1234567;ext=1", sent.uri().text());
        assertEquals(List.of("<sip:192.0.2.2;lr>"), sent.headers("Route"));
    }

    @Test
    void rfc3261_16_3_3_noHopsLeftIs483() {
        bench.toBob();
        bench.receive(bench.alice, Bench.request("INVITE", "1").toString().replace("Max-Forwards: 70", "Max-Forwards: 0"));
        assertEquals(List.of(483), bench.statuses(bench.alice));
    }

    @Test
    void rfc3261_16_6_3_maxForwardsIsCountedDownAndAddedWhereItIsMissing() {
        bench.toBob();
        bench.receive(bench.alice, Bench.request("OPTIONS", "1").toString().replace("Max-Forwards: 70", "Max-Forwards: 1"));
        assertEquals(0, bench.request(bench.bob).maxForwards());
        bench.receive(bench.alice, Bench.request("OPTIONS", "2").toString().replace("Max-Forwards: 70\r\n", ""));
        assertEquals(70, bench.request(bench.bob).maxForwards());
    }

    @Test
    void rfc3261_17_2_1_aRetransmittedInviteGetsTheLastProvisionalResponseAndReachesNobody() {
        bench.toBob();
        bench.receive(bench.alice, Bench.request("INVITE", "1"));
        Request invite = bench.request(bench.bob);
        bench.receive(bench.bob, Sip.response(invite, 180));
        bench.receive(bench.alice, Bench.request("INVITE", "1"));
        assertEquals(List.of(100, 180, 180), bench.statuses(bench.alice));
        assertEquals(List.of(), bench.sent(bench.bob));
    }

    @Test
    void rfc3261_17_1_1_3_theAckOfARejectionIsOursAndTheCallersGoesNoFurther() {
        bench.toBob();
        bench.receive(bench.alice, Bench.request("INVITE", "1", "Route: <sip:127.0.0.1;lr>"));
        Request invite = bench.request(bench.bob);
        bench.receive(bench.bob, Sip.response(invite, 486));
        Request ack = bench.request(bench.bob);
        assertEquals("ACK", ack.method());
        assertEquals(invite.topVia().text(), ack.topVia().text());
        assertEquals(1, ack.viaCount());
        assertEquals(invite.uri().text(), ack.uri().text());
        assertEquals("b", ack.toTag());
        assertEquals(invite.cseq(), ack.cseq());
        bench.sent(bench.alice);
        bench.receive(bench.alice, Bench.request("ACK", "1"));
        assertEquals(List.of(), bench.flows.sent());
    }

    @Test
    void rfc3261_16_11_theAckOfA2xxIsForwardedWithAViaOfItsOwn() {
        bench.bind("handler", ScriptedHandler.always(Decision.forward(List.of(new Target("sip:bob@192.0.2.2", bench.bob, List.of(), false, null, 0)))));
        bench.receive(bench.alice, Bench.request("INVITE", "1"));
        bench.sent(bench.alice);
        Request invite = bench.request(bench.bob);
        bench.receive(bench.bob, Sip.response(invite, 200));
        bench.sent(bench.alice);
        bench.receive(bench.alice, Bench.request("ACK", "2", "Route: " + invite.header("Record-Route")).toString().replace("To: <sip:bob@example.org>", "To: <sip:bob@example.org>;tag=b"));
        Request ack = bench.request(bench.bob);
        assertEquals(2, ack.viaCount());
        assertEquals(69, ack.maxForwards());
    }

    @Test
    void rfc3261_16_7_6_theLowestClassWinsAndWithinItWhatTheCallerCanMend() {
        bench.bind("handler", ScriptedHandler.always(Decision.forward(List.of(Target.of("sip:bob@192.0.2.2"), Target.of("sip:carol@192.0.2.3"), Target.of("sip:d@192.0.2.4")))));
        int[][] cases = {{500, 404, 302, 302}, {486, 415, 404, 415}, {404, 484, 500, 484}, {480, 420, 486, 420}, {503, 500, 501, 500}, {300, 600, 200, 200}};
        for (int i = 0; i < cases.length; i++) {
            bench.receive(bench.alice, Bench.request("MESSAGE", "m" + i));
            List<Request> sent = List.of(bench.request(bench.bob), bench.request(bench.carol), bench.request(bench.flows.udp("192.0.2.4", 5060)));
            bench.receive(bench.bob, Sip.response(sent.get(0), cases[i][0]));
            bench.receive(bench.carol, Sip.response(sent.get(1), cases[i][1]));
            bench.receive(bench.flows.udp("192.0.2.4", 5060), Sip.response(sent.get(2), cases[i][2]));
            assertEquals(List.of(cases[i][3]), bench.statuses(bench.alice), "case " + i);
        }
    }

    @Test
    void rfc3261_16_7_5_a6xxWaitsForTheOthersAnd2xxStillWins() {
        bench.bind("handler", ScriptedHandler.always(Decision.forward(List.of(Target.of("sip:bob@192.0.2.2"), Target.of("sip:carol@192.0.2.3")))));
        bench.receive(bench.alice, Bench.request("INVITE", "1"));
        bench.sent(bench.alice);
        Request toBob = bench.request(bench.bob);
        Request toCarol = bench.request(bench.carol);
        bench.receive(bench.carol, Sip.response(toCarol, 180));
        bench.receive(bench.bob, Sip.response(toBob, 603));
        assertEquals(List.of(180), bench.statuses(bench.alice));
        assertEquals(List.of("CANCEL"), bench.methods(bench.carol));
        bench.receive(bench.carol, Sip.response(toCarol, 200));
        assertEquals(List.of(200), bench.statuses(bench.alice));
    }

    @Test
    void rfc3261_16_7_a503OfACalleeIs500AndItsRetryAfterStaysBehind() {
        bench.toBob();
        bench.receive(bench.alice, Bench.request("INVITE", "1"));
        bench.receive(bench.bob, Sip.response(bench.request(bench.bob), 503, "Retry-After: 3600"));
        List<Response> answers = bench.sent(bench.alice).stream().map(Response.class::cast).toList();
        assertEquals(500, answers.get(1).status());
        assertEquals(null, answers.get(1).header("Retry-After"));
    }

    @Test
    void rfc3261_16_9_aDatagramThatTheKernelWouldNotTakeIsSentAgainLikeOneThatWasLost() {
        bench.toBob();
        bench.flows.refuseNext(1);
        bench.receive(bench.alice, Bench.request("MESSAGE", "1"));
        assertEquals(List.of(), bench.flows.sent());
        bench.pass(500);
        assertEquals(List.of("MESSAGE"), bench.methods(bench.bob));
    }

    @Test
    void rfc3261_18_1_1_aPortThatNobodyCanHaveIsRefusedAtOnce() {
        bench.bind("handler", ScriptedHandler.always(Decision.forward(List.of(Target.of("sip:bob@192.0.2.2:0")))));
        bench.receive(bench.alice, Bench.request("MESSAGE", "1"));
        assertEquals(List.of(404), bench.statuses(bench.alice));
    }

    @Test
    void rfc3261_18_3_aMessageThatIsTooLongIs513() {
        Bench small = new Bench(1, "handler", new Settings(new Limits(4_096, 32, 2_000), 1_000, 1_000, 1 << 20, 30, 60, 180_000, false, Overload.Limits.DEFAULT));
        small.receive(small.alice, Bench.request("MESSAGE", "1").toString().replace("Content-Length: 0\r\n\r\n", "Content-Length: 5000\r\n\r\n" + "x".repeat(5_000)));
        assertEquals(513, small.response(small.alice).status());
    }

    @Test
    void rfc3261_18_3_aStreamWhoseMessageWouldBeTooLongIs513Too() {
        var line = bench.flows.open(Protocol.TCP, "192.0.2.1", 33_000);
        bench.core.malformed(line, Sip.buffer(Bench.request("MESSAGE", "1").toString().replace("Content-Length: 0", "Content-Length: 70000")), "a body of more than 65536 bytes");
        assertEquals(513, bench.response(line).status());
    }
}
