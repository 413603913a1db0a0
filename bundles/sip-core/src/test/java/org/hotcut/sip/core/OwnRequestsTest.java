package org.hotcut.sip.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.sip.api.Decision.HeaderField;
import org.hotcut.sip.api.OwnRequest;
import org.hotcut.sip.api.SipClient.Answer;
import org.hotcut.sip.api.Target;
import org.hotcut.sip.message.Request;
import org.hotcut.testkit.Sip;
import org.junit.jupiter.api.Test;

class OwnRequestsTest {
    private final Bench bench = new Bench();

    @Test
    void aRequestHasAllThatRfc3261Section811WantsAndItsAnswerComesBack() {
        CompletableFuture<Answer> answer = send(message("héllo"), Target.of("sip:bob@192.0.2.2:5060"));
        Request sent = bench.request(bench.bob);
        assertEquals("MESSAGE sip:bob@192.0.2.2:5060 SIP/2.0", sent.toString().lines().findFirst().orElseThrow());
        assertTrue(sent.topVia().text().startsWith("SIP/2.0/UDP 127.0.0.1:5060;branch=z9hG4bK"), sent.topVia().text());
        assertEquals(70, sent.maxForwards());
        assertEquals("héllo", new String(sent.body(), StandardCharsets.UTF_8));
        assertEquals("6", sent.header("Content-Length"));
        assertEquals("text/plain", sent.header("Content-Type"));
        assertNull(sent.header("Contact"));
        bench.receive(bench.bob, Sip.response(sent, 100));
        assertFalse(answer.isDone());
        bench.receive(bench.bob, Sip.response(sent, 200));
        assertEquals(200, answer.join().status());
        assertEquals(200, answer.join().response().status());
    }

    @Test
    void overUdpItIsRepeatedUntilTimerFAndThenCountsAsTimedOut() {
        CompletableFuture<Answer> answer = send(message("x"), Target.of("sip:bob@192.0.2.2"));
        bench.pass(31_000);
        assertFalse(answer.isDone());
        bench.pass(2_000);
        assertEquals(new Answer(408, null), answer.join());
        assertEquals(11, bench.sent(bench.bob).size());
    }

    @Test
    void aLineThatItInsistsOnAndThatIsGoneIsToldAtOnce() {
        Flow gone = bench.flows.open(Protocol.TCP, "192.0.2.9", 40_000);
        bench.flows.lose(gone);
        assertEquals(430, send(message("x"), new Target("sip:bob@192.0.2.9", gone, List.of(), true, null, 0)).join().status());
    }

    @Test
    void aLineThatClosesBeforeTheAnswerIsNoWay() {
        Flow line = bench.flows.open(Protocol.TCP, "192.0.2.9", 40_000);
        CompletableFuture<Answer> answer = send(message("x"), new Target("sip:bob@192.0.2.9", line, List.of(), true, null, 0));
        bench.flows.lose(line);
        bench.loops.run();
        assertEquals(new Answer(503, null), answer.join());
    }

    @Test
    void aNotifyHasOurContactAndTheRouteSet() {
        OwnRequest notify = new OwnRequest("NOTIFY", "sip:bob@192.0.2.99", "<sip:a@example.org>;tag=1", "<sip:b@example.org>;tag=2", "call", 7, List.of(), null);
        send(notify, new Target(null, null, List.of("<sip:192.0.2.2;lr>", "<sip:192.0.2.3;lr>"), false, null, 0));
        Request sent = bench.request(bench.bob);
        assertEquals("sip:bob@192.0.2.99", sent.uri().text());
        assertEquals(2, sent.routeCount());
        assertEquals("<sip:127.0.0.1:5060;transport=udp>", sent.header("Contact"));
        assertEquals(7, sent.cseq());
    }

    @Test
    void aStrictRouterFindsItselfInTheRequestUri() {
        send(message("x"), new Target("sip:bob@192.0.2.99", null, List.of("<sip:192.0.2.2>", "<sip:192.0.2.3;lr>"), false, null, 0));
        Request sent = bench.request(bench.bob);
        assertEquals("sip:192.0.2.2", sent.uri().text());
        assertEquals(List.of("<sip:192.0.2.3;lr>", "<sip:bob@192.0.2.99>"), sent.headers("Route"));
    }

    @Test
    void lineEndsInValuesBeginNoHeaderOfTheirOwn() {
        send(new OwnRequest("MESSAGE", "sip:b@192.0.2.2", "<sip:a@example.org>;tag=1", "<sip:b@example.org>", "call", 1,
            List.of(new HeaderField("Subject", "x\r\nRoute: <sip:evil>")), null), Target.of(null));
        Request sent = bench.request(bench.bob);
        assertEquals(0, sent.routeCount());
        assertEquals("x  Route: <sip:evil>", sent.header("Subject"));
    }

    @Test
    void whatIsNoRequestIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> send(method("INVITE"), Target.of(null)));
        assertThrows(IllegalArgumentException.class, () -> send(method("A B"), Target.of(null)));
    }

    @Test
    void whatGoesToPeersThatSayNothingDoesNotFillTheMemory() {
        Flow line = bench.flows.open(Protocol.TCP, "192.0.2.9", 40_000);
        Target silent = new Target("sip:bob@192.0.2.9", line, List.of(), true, null, 0);
        String text = "x".repeat(1 << 20);
        List<CompletableFuture<Answer>> answers = new ArrayList<>();
        for (int i = 0; i <= OwnRequests.MOST_BYTES >> 20; i++) {
            answers.add(send(message(text), silent));
        }
        assertEquals(1, answers.stream().filter(CompletableFuture::isDone).count());
        assertEquals(new Answer(500, null), answers.get(answers.size() - 1).join());
        bench.pass(33_000);
        assertFalse(send(message(text), silent).isDone());
    }

    @Test
    void whoIsOnNoLoopIsToldOnOneOfThem() {
        bench.loops.enter(-1);
        CompletableFuture<Answer> answer = bench.core.send(message("x"), Target.of("sip:bob@192.0.2.2")).toCompletableFuture();
        bench.loops.enter(0);
        bench.loops.run();
        bench.receive(bench.bob, Sip.response(bench.request(bench.bob), 202));
        assertEquals(202, answer.join().status());
    }

    private CompletableFuture<Answer> send(OwnRequest request, Target target) {
        return bench.core.send(request, target).toCompletableFuture();
    }

    private static OwnRequest method(String method) {
        return new OwnRequest(method, "sip:b@192.0.2.2", "<sip:a@example.org>;tag=1", "<sip:b@example.org>", "call", 1, List.of(), null);
    }

    private static OwnRequest message(String text) {
        return new OwnRequest("MESSAGE", "sip:bob@example.org", "<sip:alice@example.org>;tag=1", "<sip:bob@example.org>", "call-1", 1,
            List.of(new HeaderField("Content-Type", "text/plain")), text.getBytes(StandardCharsets.UTF_8));
    }
}
