package org.hotcut.sip.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.hotcut.core.api.account.Identity;
import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.sip.api.Decision;
import org.hotcut.sip.api.OwnRequest;
import org.hotcut.sip.api.SipClient.Answer;
import org.hotcut.sip.api.Target;
import org.hotcut.sip.message.Request;
import org.hotcut.testkit.FakeAccounts;
import org.hotcut.testkit.RecordingFlows;
import org.hotcut.testkit.Sip;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The next hop when one fails (RFC 3263 section 4.3) of what has no exchange: requests of our own, and the ACK of a 2xx. */
class Rfc3263OwnRequestsTest {
    private static final String UDP = "sip:bob@example.net";
    private static final String TCP = "sip:bob@streams.org;transport=tcp";
    private static final String ONE = "udp 192.0.2.11:5061";
    private static final String TWO = "udp 192.0.2.12:5062";
    private static final String TCP_ONE = "tcp 192.0.2.11:5061";
    private static final String TCP_TWO = "tcp 192.0.2.12:5062";

    private final NameBench bench = new NameBench();

    @BeforeEach
    void twoServers() {
        bench.dns.knows("_sip._udp.example.net. 3600 SRV 1 0 5061 one.example.net.", "_sip._udp.example.net. 3600 SRV 2 0 5062 two.example.net.",
            "one.example.net. 3600 A 192.0.2.11", "two.example.net. 3600 A 192.0.2.12",
            "_sip._tcp.streams.org. 3600 SRV 1 0 5061 one.example.net.", "_sip._tcp.streams.org. 3600 SRV 2 0 5062 two.example.net.");
    }

    @AfterEach
    void end() {
        bench.close();
    }

    private CompletableFuture<Answer> send(String method, String uri) {
        return bench.bench.core.send(new OwnRequest(method, uri, "<sip:alice@example.org>;tag=1", "<sip:bob@example.net>", "own", 1, List.of(), null), Target.of(null))
            .toCompletableFuture();
    }

    @Test
    void rfc3263_4_3_aServerThatAnswers503LeadsToTheNextWithABranchOfItsOwn() {
        CompletableFuture<Answer> answer = send("MESSAGE", UDP);
        NameBench.Sent first = bench.next();
        assertEquals(ONE, first.to());
        bench.answers(first, 503);
        NameBench.Sent second = bench.next();
        assertEquals(TWO, second.to());
        assertNotEquals(first.request().topVia().branch(), second.request().topVia().branch());
        assertEquals(first.request().cseq(), second.request().cseq());
        assertFalse(answer.isDone());
        bench.answers(second, 200);
        assertEquals(200, answer.join().status());
    }

    @Test
    void rfc3263_4_3_theLast503IsTheAnswer() {
        CompletableFuture<Answer> answer = send("NOTIFY", UDP);
        bench.answers(bench.next(), 503);
        bench.answers(bench.next(), 503);
        assertEquals(503, answer.join().status());
    }

    @Test
    void rfc3263_4_3_anyOtherAnswerIsTheAnswer() {
        CompletableFuture<Answer> answer = send("NOTIFY", UDP);
        bench.answers(bench.next(), 500);
        assertEquals(500, answer.join().status());
        assertEquals(List.of(), bench.left());
    }

    @Test
    void rfc3263_4_3_aServerThatIsSilentIsLeftAndTheLastHasUntilTimerF() {
        CompletableFuture<Answer> answer = send("NOTIFY", UDP);
        bench.next();
        bench.pass(4_050);
        List<String> left = bench.left();
        assertEquals("NOTIFY " + TWO, left.get(left.size() - 1));
        bench.pass(31_000);
        assertFalse(answer.isDone());
        bench.pass(2_000);
        assertEquals(new Answer(408, null), answer.join());
    }

    @Test
    void rfc3263_4_3_aServerThatSays100IsNotSilent() {
        CompletableFuture<Answer> answer = send("MESSAGE", UDP);
        NameBench.Sent first = bench.next();
        bench.answers(first, 100);
        bench.pass(10_000);
        bench.left().forEach(line -> assertEquals("MESSAGE " + ONE, line));
        bench.answers(first, 202);
        assertEquals(202, answer.join().status());
    }

    @Test
    void rfc3263_4_3_whoeverTakesItAfterItWasLeftHasTakenIt() {
        CompletableFuture<Answer> answer = send("MESSAGE", UDP);
        NameBench.Sent first = bench.next();
        bench.pass(4_050);
        bench.left();
        bench.answers(first, 200);
        assertEquals(200, answer.join().status());
        bench.pass(70_000);
        assertEquals(0, bench.bench.core.loops()[0].table.size());
    }

    @Test
    void rfc3263_4_3_aConnectionThatIsRefusedLeadsToTheNext() {
        bench.bench.flows.connecting(RecordingFlows.Connecting.HANGS);
        send("MESSAGE", TCP);
        bench.until(() -> bench.bench.flows.hanging() == 1);
        bench.bench.flows.connecting(RecordingFlows.Connecting.SUCCEEDS);
        bench.bench.flows.failHanging("connection refused");
        assertEquals(TCP_TWO, bench.next().to());
    }

    @Test
    void rfc3263_4_3_aConnectionThatIsLostBeforeTheAnswerLeadsToTheNext() {
        CompletableFuture<Answer> answer = send("MESSAGE", TCP);
        NameBench.Sent first = bench.next();
        assertEquals(TCP_ONE, first.to());
        bench.bench.flows.lose(first.flow());
        NameBench.Sent second = bench.next();
        assertEquals(TCP_TWO, second.to());
        bench.bench.flows.lose(second.flow());
        bench.until(answer::isDone);
        assertEquals(new Answer(503, null), answer.join());
    }

    @Test
    void rfc3263_4_3_whatHasFailedIsTriedLastForAWhile() {
        send("MESSAGE", UDP);
        bench.answers(bench.next(), 503);
        bench.answers(bench.next(), 200);
        send("MESSAGE", UDP);
        assertEquals(TWO, bench.next().to());
    }

    @Test
    void rfc3263_4_3_anAckThatALineDoesNotTakeGoesByTheNext() {
        Request ack = acknowledges(called());
        bench.bench.flows.refuseNext(1);
        bench.bench.receive(bench.bench.alice, ack);
        NameBench.Sent sent = bench.next();
        assertEquals("ACK", sent.request().method());
        assertEquals(TCP_TWO, sent.to());
    }

    @Test
    void rfc3263_4_3_anAckWhoseConnectionIsRefusedGoesByTheNext() {
        NameBench.Sent invite = called();
        Request ack = acknowledges(invite);
        bench.bench.flows.lose(invite.flow());
        bench.bench.flows.connecting(RecordingFlows.Connecting.HANGS);
        bench.bench.receive(bench.bench.alice, ack);
        bench.until(() -> bench.bench.flows.hanging() == 1);
        bench.bench.flows.connecting(RecordingFlows.Connecting.SUCCEEDS);
        bench.bench.flows.failHanging("connection refused");
        assertEquals(TCP_TWO, bench.next().to());
    }

    @Test
    void rfc3263_4_3_anAckThatNobodyTakesIsCounted() {
        Request ack = acknowledges(called());
        bench.bench.flows.refuseNext(2);
        bench.bench.receive(bench.bench.alice, ack);
        bench.until(() -> bench.bench.dropped(Drop.STRAY_ACK) == 1);
        assertEquals(List.of(), bench.left());
    }

    /** Alice, a user of ours, calls somebody who is found by name and accepts; returns the INVITE he got. */
    private NameBench.Sent called() {
        Flow alice = bench.bench.alice;
        Identity caller = new Identity(Identity.Kind.USER, "alice@example.org", "digest");
        bench.bench.core.bindAccounts(new FakeAccounts().user("alice", "example.org", "secret"));
        bench.bench.core.services().links.chain("identity, handler");
        bench.bench.bind("identity", ScriptedHandler.always(Decision.next(caller)));
        bench.bench.bind("handler", ScriptedHandler.always(Decision.forward(List.of(Target.of(TCP)))));
        bench.bench.receive(alice, Bench.request("INVITE", "1"));
        NameBench.Sent invite = bench.next();
        assertEquals(Protocol.TCP, invite.flow().protocol());
        bench.answers(invite, 200);
        assertEquals(200, bench.answer());
        return invite;
    }

    private static Request acknowledges(NameBench.Sent invite) {
        List<String> route = invite.request().headers("Record-Route").stream().sorted((one, other) -> -1).toList();
        String text = Sip.request("ACK", TCP, "Route: " + String.join(", ", route)).toString().replace("To: <" + TCP + ">", "To: <sip:bob@example.org>;tag=b");
        return Bench.branched((Request) Sip.message(Sip.bytes(text)), "ack");
    }
}
