package org.hotcut.sip.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;

import org.hotcut.sip.api.Decision;
import org.hotcut.sip.api.Target;
import org.hotcut.testkit.RecordingFlows;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens when a hop fails (RFC 3263 section 4.3). */
class Rfc3263Section43Test {
    private static final String BOB = "sip:bob@example.org";
    private static final String ONE = "udp 192.0.2.11:5061";
    private static final String TWO = "udp 192.0.2.12:5062";

    private final NameBench bench = new NameBench();

    @BeforeEach
    void twoServers() {
        bench.dns.knows("_sip._udp.example.org. 3600 SRV 1 0 5061 one.example.net.", "_sip._udp.example.org. 3600 SRV 2 0 5062 two.example.net.",
            "one.example.net. 3600 A 192.0.2.11", "two.example.net. 3600 A 192.0.2.12",
            "_sip._tcp.streams.org. 3600 SRV 1 0 5061 one.example.net.", "_sip._tcp.streams.org. 3600 SRV 2 0 5062 two.example.net.");
    }

    @AfterEach
    void end() {
        bench.close();
    }

    @Test
    void rfc3263_4_3_failsOverToTheNextSrvTargetOn503WithABranchOfItsOwn() {
        NameBench.Sent first = bench.call(BOB);
        assertEquals(ONE, first.to());
        bench.answers(first, 503);
        assertEquals("ACK", bench.next().request().method());
        NameBench.Sent second = bench.next();
        assertEquals(TWO, second.to());
        assertNotEquals(first.request().topVia().branch(), second.request().topVia().branch());
        assertEquals(first.request().callId(), second.request().callId());
        bench.answers(second, 200);
        assertEquals(200, bench.answer());
    }

    @Test
    void rfc3263_4_3_whenAllAnswer503TheCallerIsTold500() {
        bench.answers(bench.call(BOB), 503);
        bench.next();
        bench.answers(bench.next(), 503);
        assertEquals(500, bench.answer());
    }

    @Test
    void rfc3263_4_3_anyOtherAnswerIsTheAnswer() {
        bench.answers(bench.call(BOB), 500);
        assertEquals(500, bench.answer());
        assertEquals(List.of("ACK " + ONE), bench.left());
    }

    @Test
    void rfc3263_4_3_aHopThatIsSilentIsLeftWithinSeconds() {
        bench.call(BOB);
        bench.pass(4_050);
        List<String> left = bench.left();
        assertEquals("INVITE " + TWO, left.get(left.size() - 1));
        bench.pass(500);
        assertEquals(List.of("INVITE " + TWO), bench.left(), "the first is not repeated any more");
    }

    @Test
    void rfc3263_4_3_soIsOneThatDoesNotAnswerAMessage() {
        bench.request("MESSAGE", BOB);
        bench.next();
        bench.pass(4_050);
        List<String> left = bench.left();
        assertEquals("MESSAGE " + TWO, left.get(left.size() - 1));
    }

    @Test
    void rfc4321_1_3_whoeverIsSlowToAnswerAMessageIsTriedFirstAgain() {
        bench.request("MESSAGE", BOB);
        bench.next();
        bench.pass(4_050);
        bench.left();
        assertEquals(0, bench.bench.core.services().avoided.size());
        bench.request("MESSAGE", BOB);
        assertEquals(ONE, bench.next().to());
    }

    @Test
    void rfc3263_4_3_whoeverIsSilentToAnInviteIsTriedLast() {
        bench.call(BOB);
        bench.pass(4_050);
        bench.left();
        assertEquals(TWO, bench.call(BOB).to());
    }

    @Test
    void rfc3263_4_3_theLastHopHasAllTheTimeOfItsTransaction() {
        bench.call(BOB);
        bench.pass(35_000);
        assertFalse(bench.isAnswered());
        bench.pass(1_200);
        assertEquals(408, bench.answer());
    }

    @Test
    void rfc3263_4_3_aHopThatHas100IsWaitedFor() {
        NameBench.Sent first = bench.call(BOB);
        bench.answers(first, 100);
        bench.pass(60_000);
        assertEquals(List.of(), bench.left());
        bench.answers(first, 200);
        assertEquals(200, bench.answer());
    }

    @Test
    void rfc3263_4_3_whoeverRingsAfterItWasLeftIsCancelled() {
        NameBench.Sent first = bench.call(BOB);
        bench.pass(4_050);
        bench.left();
        bench.answers(first, 180);
        assertEquals(List.of("CANCEL " + ONE), bench.left());
        bench.answers(first, 487);
        assertEquals(List.of("ACK " + ONE), bench.left());
        assertFalse(bench.isAnswered());
    }

    @Test
    void rfc3263_4_3_whoeverIsCancelledAfterItWasLeftAndNeverEndsIsForgotten() {
        NameBench.Sent first = bench.call(BOB);
        bench.pass(4_050);
        bench.left();
        bench.answers(first, 180);
        bench.answers(first, 180);
        bench.pass(70_000);
        assertEquals(408, bench.answer());
        bench.pass(70_000);
        assertEquals(0, bench.bench.core.loops()[0].table.size());
    }

    @Test
    void rfc3263_4_3_whoeverAcceptsAfterItWasLeftHasTheCallAndTheOtherIsCancelled() {
        NameBench.Sent first = bench.call(BOB);
        bench.pass(3_900);
        bench.left();
        bench.pass(150);
        NameBench.Sent second = bench.next();
        bench.answers(second, 180);
        bench.answers(first, 200);
        assertEquals(200, bench.answer());
        assertEquals(List.of("CANCEL " + TWO), bench.left());
    }

    @Test
    void rfc3263_4_3_aRefusedConnectionLeadsToTheNextAtOnce() {
        bench.bench.flows.connecting(RecordingFlows.Connecting.HANGS);
        bench.request("INVITE", "sip:bob@streams.org;transport=tcp");
        bench.until(() -> bench.bench.flows.hanging() == 1);
        bench.bench.flows.connecting(RecordingFlows.Connecting.SUCCEEDS);
        bench.bench.flows.failHanging("connection refused");
        assertEquals("tcp 192.0.2.12:5062", bench.next().to());
    }

    @Test
    void rfc3263_4_3_aConnectionThatIsNotThereInTimeLeadsToTheNext() {
        bench.bench.flows.connecting(RecordingFlows.Connecting.HANGS);
        bench.request("INVITE", "sip:bob@streams.org;transport=tcp");
        bench.until(() -> bench.bench.flows.hanging() == 1);
        bench.bench.flows.connecting(RecordingFlows.Connecting.SUCCEEDS);
        bench.pass(4_050);
        assertEquals("tcp 192.0.2.12:5062", bench.next().to());
        bench.bench.flows.failHanging("too late");
        assertEquals(List.of(), bench.left());
    }

    @Test
    void rfc3263_4_3_aConnectionThatIsLostBeforeTheAnswerLeadsToTheNext() {
        NameBench.Sent first = bench.call("sip:bob@streams.org;transport=tcp");
        bench.bench.flows.lose(first.flow());
        assertEquals("tcp 192.0.2.12:5062", bench.next().to());
    }

    @Test
    void rfc3263_4_3_whatHasFailedIsAvoidedForHalfAMinuteAndThenTriedAgain() {
        bench.answers(bench.call(BOB), 503);
        bench.left();
        assertEquals(TWO, bench.call(BOB).to());
        bench.left();
        bench.pass(30_050);
        bench.left();
        assertEquals(ONE, bench.call(BOB).to());
    }

    @Test
    void rfc3263_4_3_whatIsAvoidedIsTriedWhenNothingElseIsThere() {
        bench.answers(bench.call(BOB), 503);
        bench.next();
        bench.answers(bench.next(), 486);
        assertEquals(486, bench.answer());
        bench.left();
        NameBench.Sent two = bench.call(BOB);
        assertEquals(TWO, two.to());
        bench.answers(two, 503);
        bench.next();
        NameBench.Sent one = bench.next();
        assertEquals(ONE, one.to());
        bench.answers(one, 180);
        assertEquals(1, bench.bench.core.services().avoided.size(), "one has answered: only two is avoided");
    }

    @Test
    void rfc3263_4_3_aCallerWhoHangsUpIsNotPassedOnToTheNext() {
        NameBench.Sent first = bench.call(BOB);
        bench.bench.receive(bench.bench.alice, Bench.request("CANCEL", "call1"));
        bench.pass(4_050);
        bench.left().forEach(line -> assertTrue(line.endsWith(ONE), line));
        assertEquals(200, bench.answer(), "that is the CANCEL's");
        bench.answers(first, 180);
        assertEquals(List.of("CANCEL " + ONE), bench.left());
    }

    @Test
    void rfc3263_4_3_theNextHopGetsWhatTheFirstGotThoughTheHandlerHasSentSomethingElseElsewhere() {
        ScriptedHandler handler = new ScriptedHandler(exchange -> {
            exchange.wake(Duration.ofSeconds(1), "more");
            return new Decision.Forward(exchange.request().withHeader("X-To", "bob"), List.of(Target.of(BOB)), true);
        });
        handler.onWoken(exchange -> new Decision.Forward(exchange.request().withHeader("X-To", "carol"), List.of(Target.of("sip:carol@192.0.2.3")), true));
        bench.bench.bind("handler", handler);
        bench.bench.receive(bench.bench.alice, Bench.request("INVITE", "1"));
        NameBench.Sent first = bench.next();
        bench.pass(1_050);
        List<String> left = bench.left();
        assertTrue(left.contains("INVITE udp 192.0.2.3:5060"), left.toString());
        bench.answers(first, 503);
        assertEquals("ACK", bench.next().request().method());
        assertEquals(List.of("bob"), bench.next().request().headers("X-To"));
    }
}
