package org.hotcut.turn.relay;

import static org.hotcut.turn.relay.Fixture.CLIENT;
import static org.hotcut.turn.relay.Fixture.allocate;
import static org.hotcut.turn.relay.Fixture.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.hotcut.core.api.ban.Offence;
import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.stun.Stun;
import org.hotcut.stun.StunClass;
import org.hotcut.stun.StunWriter;
import org.hotcut.turn.api.Action;
import org.hotcut.turn.api.Decision;
import org.hotcut.turn.api.TurnHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.ServiceReference;

class DispatchTest {
    @TempDir
    Path data;
    private Fixture fixture;

    @BeforeEach
    void start() throws Exception {
        fixture = new Fixture(data, Map.of("strangers_source", 2));
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    private static Decision stranger(String text) {
        return new Decision.Reply(bytes(text), true, null);
    }

    @Test
    void aReplyIsSentAndWhatItSaysOfTheSourceIsReported() {
        byte[] request = fixture.request(new Decision.Reply(bytes("401"), true, Offence.WRONG_PASSWORD));
        assertEquals("401", fixture.ask(fixture.front, CLIENT, request));
        assertEquals(List.of(Offence.WRONG_PASSWORD), fixture.bans.offences());
        assertEquals(CLIENT, fixture.bans.reports().get(0).peer());
    }

    @Test
    void whoProvesHimselfIsToldToThoseWhoJudgeSources() {
        fixture.ask(allocate());
        assertEquals(CLIENT, fixture.bans.proofs().get(0).remote());
        assertEquals("turn-udp", fixture.bans.proofs().get(0).endpoint());
    }

    @Test
    void strangersAreAnsweredOnlySoOftenASecond() {
        assertEquals("401", fixture.ask(fixture.front, CLIENT, fixture.request(stranger("401"))));
        assertEquals("401", fixture.ask(fixture.front, CLIENT, fixture.request(stranger("401"))));
        assertNull(fixture.ask(fixture.front, CLIENT, fixture.request(stranger("401"))));
        assertEquals("401", fixture.ask(fixture.front, new InetSocketAddress("192.0.2.99", 1), fixture.request(stranger("401"))));
        assertEquals("443", fixture.ask(fixture.front, CLIENT, fixture.request(new Decision.Reply(bytes("443"), false, null))));
        assertEquals(1L, fixture.admin.status().get("strangersUnanswered"));
        fixture.loops.advance(Duration.ofSeconds(1));
        assertEquals("401", fixture.ask(fixture.front, CLIENT, fixture.request(stranger("401"))));
    }

    @Test
    void whatIsDroppedIsNotAnswered() {
        assertNull(fixture.ask(fixture.front, CLIENT, fixture.request(new Decision.Drop())));
    }

    @Test
    void aRepeatedRequestGetsTheSameAnswerAndIsNotAskedAboutAgain() {
        fixture.ask(allocate());
        byte[] permit = fixture.request(new Action.Refresh(600, null));
        assertEquals("Refreshed[lifetime=600, ticket=null]", fixture.ask(fixture.front, CLIENT, permit));
        int asked = fixture.handler.asked.size();
        assertEquals("Refreshed[lifetime=600, ticket=null]", fixture.ask(fixture.front, CLIENT, permit));
        assertEquals(asked, fixture.handler.asked.size());
        fixture.loops.advance(Duration.ofSeconds(41));
        fixture.ask(fixture.front, CLIENT, permit);
        assertEquals(asked + 1, fixture.handler.asked.size());
    }

    @Test
    void whatWasRefusedToWhoHasProvenHimselfIsRememberedAndWhatStrangersAreToldIsNot() {
        byte[] proven = fixture.request(new Decision.Reply(bytes("443"), false, null));
        byte[] stranger = fixture.request(stranger("401"));
        for (byte[] request : List.of(proven, stranger, proven, stranger)) {
            assertNotNull(fixture.ask(fixture.front, CLIENT, request));
        }
        assertEquals(3, fixture.handler.asked.size());
        fixture.loops.advance(Duration.ofSeconds(39));
        assertEquals("443", fixture.ask(fixture.front, CLIENT, proven));
        assertEquals(3, fixture.handler.asked.size());
    }

    @Test
    void whatIsRememberedHasABoundAndAnEnd() {
        Answers answers = new Answers();
        RequestKey first = RequestKey.of(null, Fixture.request());
        RequestKey second = RequestKey.of(null, Fixture.request());
        answers.add(first, new byte[1], 0);
        answers.add(second, new byte[1], 1);
        assertNull(answers.find(first, 40_000));
        answers.tick(40_000);
        assertNull(answers.find(first, 0), "it is forgotten");
        assertNotNull(answers.find(second, 40_000));
        for (int i = 0; i < 4_096; i++) {
            answers.add(RequestKey.of(null, Fixture.request()), new byte[1], 2);
        }
        assertNull(answers.find(second, 2));
    }

    @Test
    void whatIsNoRequestOrHasAWrongFingerprintIsNotAskedAbout() {
        byte[] request = fixture.request(allocate());
        byte[] wrong = new StunWriter(StunClass.REQUEST, Stun.BINDING, new byte[12]).fingerprint().bytes();
        wrong[wrong.length - 1] ^= 1;
        byte[] response = new StunWriter(StunClass.SUCCESS_RESPONSE, Stun.BINDING, new byte[12]).bytes();
        byte[] indication = new StunWriter(StunClass.INDICATION, Stun.BINDING, new byte[12]).bytes();
        byte[] cut = java.util.Arrays.copyOf(request, 19);
        byte[] huge = new StunWriter(StunClass.REQUEST, Stun.BINDING, new byte[12]).attribute(0x8022, new byte[8000]).bytes();
        for (byte[] each : List.of(wrong, response, indication, cut, huge, bytes("GET / HTTP/1.1\r\n"), new byte[1])) {
            assertNull(fixture.ask(fixture.front, CLIENT, each));
        }
        assertEquals(List.of(), fixture.handler.asked);
    }

    @Test
    void theHandlerSeesWhatTheClientHas() {
        byte[] request = fixture.request(allocate());
        fixture.ask(fixture.front, CLIENT, request);
        assertNull(fixture.handler.asked.get(0).allocation());
        fixture.ask(new Action.Refresh(600, null));
        assertEquals("alice", fixture.handler.asked.get(1).allocation().proof().owner().username());
        assertEquals(ByteBuffer.wrap(request, 8, 12), ByteBuffer.wrap(fixture.handler.asked.get(1).allocation().allocateTransaction()));
    }

    @Test
    void withoutAHandlerDatagramsAreDroppedAndTheNextOneAnswersTheRepetition() {
        fixture.unbindHandler(1);
        byte[] request = fixture.request(allocate());
        assertNull(fixture.ask(fixture.front, CLIENT, request));
        fixture.bind(fixture.handler.next("new "), 2);
        assertTrue(fixture.ask(fixture.front, CLIENT, request).startsWith("new allocated"));
    }

    @Test
    void aNewerHandlerGetsWhatIsNew() {
        fixture.bind(fixture.handler.next("new "), 2);
        assertTrue(fixture.ask(allocate()).startsWith("new allocated"));
        fixture.unbindHandler(2);
        assertEquals("437 Allocation Mismatch", fixture.ask(allocate()));
    }

    @Test
    void aDecisionThatComesLaterIsCarriedOut() {
        CompletableFuture<Decision> later = new CompletableFuture<>();
        byte[] request = Fixture.request();
        fixture.handler.decides(request, later);
        assertNull(fixture.ask(fixture.front, CLIENT, request));
        assertNull(fixture.ask(fixture.front, CLIENT, request), "it is being decided about");
        assertEquals(1, fixture.handler.asked.size());
        fixture.loops.elsewhere(() -> later.complete(new Decision.Apply(allocate(), Fixture.proof("alice"))));
        assertTrue(Fixture.text(fixture.front.take()).startsWith("allocated"));
    }

    @Test
    void whileManyMustBeLookedUpWhoNeedNotBeIsAnswered() {
        fixture.ask(allocate());
        for (int i = 0; i < 5_000; i++) {
            byte[] request = Fixture.request();
            fixture.handler.decides(request, new CompletableFuture<>());
            fixture.front.receive(request, new InetSocketAddress("192.0.2.66", 1_000 + i));
        }
        assertEquals(5_000L - 4_096, fixture.admin.status().get("requestsDropped"));
        assertEquals("Refreshed[lifetime=600, ticket=null]", fixture.ask(new Action.Refresh(600, null)));
    }

    @Test
    void aDecisionThatComesTooLateIsDropped() {
        CompletableFuture<Decision> later = new CompletableFuture<>();
        byte[] request = Fixture.request();
        fixture.handler.decides(request, later);
        fixture.ask(fixture.front, CLIENT, request);
        fixture.loops.advance(Duration.ofSeconds(9));
        fixture.loops.elsewhere(() -> later.complete(new Decision.Apply(allocate(), Fixture.proof("alice"))));
        assertNull(fixture.front.take());
        assertNull(fixture.info(CLIENT));
        assertEquals(1L, fixture.admin.status().get("requestsDropped"));
    }

    @Test
    void aDecisionThatComesTooLateHoldsNoStreamUp() {
        Flow flow = fixture.flows.open(Protocol.TCP, "192.0.2.1", 50_000);
        byte[] request = Fixture.request();
        fixture.handler.decides(request, new CompletableFuture<>());
        stream(flow, request);
        stream(flow, fixture.request(new Decision.Drop()));
        stream(flow, fixture.request(new Decision.Reply(bytes("third"), false, null)));
        fixture.loops.advance(Duration.ofSeconds(9));
        assertEquals(List.of("third"), fixture.flows.sent(flow));
    }

    @Test
    void strangersOnStreamsAreAllAnsweredForTheyAreWhereTheySay() {
        Flow flow = fixture.flows.open(Protocol.TCP, "192.0.2.1", 50_000);
        for (int i = 0; i < 5; i++) {
            stream(flow, fixture.request(stranger("401")));
        }
        assertEquals(5, fixture.flows.sent(flow).size());
    }

    @Test
    void aHandlerIsLeftWhenItHasDecidedOrTakenTooLong() {
        CompletableFuture<Decision> later = new CompletableFuture<>();
        byte[] first = Fixture.request();
        byte[] second = Fixture.request();
        fixture.handler.decides(first, later);
        fixture.handler.decides(second, new CompletableFuture<>());
        Dispatch dispatch = fixture.relay.loops().of(0).dispatch();
        List<String> left = new ArrayList<>();
        fixture.ask(fixture.front, CLIENT, first);
        dispatch.drain(fixture.relay.services().handlers.remove(1), () -> left.add("first"));
        assertEquals(List.of(), left);
        fixture.loops.elsewhere(() -> later.complete(new Decision.Apply(allocate(), Fixture.proof("alice"))));
        assertEquals(List.of("first"), left);
        assertNotNull(fixture.info(CLIENT), "what it decided while it left is carried out");
        fixture.bind(fixture.handler, 2);
        fixture.ask(fixture.front, CLIENT, second);
        dispatch.drain(fixture.relay.services().handlers.remove(2), () -> left.add("second"));
        fixture.loops.advance(Duration.ofSeconds(9));
        assertEquals(List.of("first", "second"), left);
    }

    @Test
    void whatAHandlerFailsAtWhileItLeavesIsAskedOfTheNext() {
        Flow flow = fixture.flows.open(Protocol.TCP, "192.0.2.1", 50_000);
        CompletableFuture<Decision> later = new CompletableFuture<>();
        byte[] request = Fixture.request();
        fixture.handler.decides(request, later);
        stream(flow, request);
        fixture.relay.services().handlers.remove(1);
        later.completeExceptionally(new IllegalStateException("it is going"));
        fixture.handler.decides(request, new Decision.Reply(bytes("of the next"), false, null));
        fixture.bind(fixture.handler.next(""), 2);
        assertEquals(List.of("of the next"), fixture.flows.sent(flow));
    }

    @Test
    void onlyWhoBearsTheNameIsAskedAndByRanking() {
        Flow flow = fixture.flows.open(Protocol.TCP, "192.0.2.1", 50_000);
        fixture.unbindHandler(1);
        stream(flow, fixture.request(new Decision.Reply(bytes("reply"), false, null)));
        fixture.relay.bindHandler(fixture.handler.next("other "), reference("another-server", 9, 2L));
        assertEquals(List.of(), fixture.flows.sent(flow));
        fixture.relay.bindHandler(fixture.handler.next("high "), reference("turn-server", 5, 3L));
        assertEquals(List.of("reply"), fixture.flows.sent(flow), "what waited is asked at once");
        fixture.relay.bindHandler(fixture.handler.next("newer "), reference("turn-server", 0, 4L));
        assertTrue(fixture.ask(allocate()).startsWith("high allocated"));
        fixture.relay.unbindHandler(reference("turn-server", 5, 3L));
        assertTrue(fixture.ask(new Action.Refresh(600, null)).startsWith("newer Refreshed"));
    }

    @SuppressWarnings("unchecked")
    private static ServiceReference<TurnHandler> reference(String name, int ranking, long id) {
        Map<String, Object> properties = Map.of("hotcut.name", name, "service.ranking", ranking, "service.id", id);
        return (ServiceReference<TurnHandler>) Proxy.newProxyInstance(DispatchTest.class.getClassLoader(), new Class<?>[] {ServiceReference.class},
            (proxy, method, arguments) -> method.getName().equals("getProperty") ? properties.get(arguments[0]) : null);
    }

    @Test
    void whatAFencedHandlerSaysCountsForNothing() {
        CompletableFuture<Decision> later = new CompletableFuture<>();
        byte[] request = Fixture.request();
        fixture.handler.decides(request, later);
        fixture.ask(fixture.front, CLIENT, request);
        fixture.loops.enter(0); // who cannot wait fences at once
        fixture.unbindHandler(1);
        fixture.loops.leave();
        fixture.loops.elsewhere(() -> later.complete(new Decision.Apply(allocate(), Fixture.proof("alice"))));
        assertNull(fixture.front.take());
        fixture.bind(fixture.handler.next("new "), 2);
        assertTrue(fixture.ask(fixture.front, CLIENT, request).startsWith("new allocated"), "the repetition is asked about");
    }

    @Test
    void aHandlerThatFailsIsAskedAgainWhenTheClientRepeatsItself() {
        byte[] request = fixture.request(allocate());
        fixture.handler.fails = true;
        assertNull(fixture.ask(fixture.front, CLIENT, request));
        fixture.handler.fails = false;
        assertTrue(fixture.ask(fixture.front, CLIENT, request).startsWith("allocated"));
    }

    @Test
    void requestsOfAStreamWaitForAHandlerSixteenAtMost() throws Exception {
        Flow flow = fixture.flows.open(Protocol.TCP, "192.0.2.1", 50_000);
        fixture.unbindHandler(1);
        for (int i = 0; i < 15; i++) {
            stream(flow, fixture.request(new Decision.Reply(bytes("reply " + i), false, null)));
        }
        assertFalse(fixture.flows.isPaused(flow));
        stream(flow, fixture.request(new Decision.Reply(bytes("reply 15"), false, null)));
        assertTrue(fixture.flows.isPaused(flow));
        fixture.bind(fixture.handler.next(""), 2);
        assertEquals(16, fixture.flows.sent(flow).size());
        assertEquals("reply 0", fixture.flows.sent(flow).get(0));
        assertEquals("reply 15", fixture.flows.sent(flow).get(15));
        assertFalse(fixture.flows.isPaused(flow));
    }

    @Test
    void requestsOfAStreamAreAnsweredInOrder() throws Exception {
        Flow flow = fixture.flows.open(Protocol.TCP, "192.0.2.1", 50_000);
        CompletableFuture<Decision> later = new CompletableFuture<>();
        byte[] first = Fixture.request();
        fixture.handler.decides(first, later);
        stream(flow, first);
        stream(flow, fixture.request(new Decision.Reply(bytes("second"), false, null)));
        assertEquals(List.of(), fixture.flows.sent(flow));
        fixture.loops.elsewhere(() -> later.complete(new Decision.Reply(bytes("first"), false, null)));
        assertEquals(List.of("first", "second"), fixture.flows.sent(flow));
    }

    @Test
    void whatAFencedHandlerWasAskedByAStreamIsAskedOfTheNext() throws Exception {
        Flow flow = fixture.flows.open(Protocol.TCP, "192.0.2.1", 50_000);
        byte[] request = Fixture.request();
        fixture.handler.decides(request, new CompletableFuture<>());
        stream(flow, request);
        fixture.loops.enter(0);
        fixture.unbindHandler(1);
        fixture.loops.leave();
        fixture.handler.decides(request, new Decision.Reply(bytes("at last"), false, null));
        fixture.bind(fixture.handler.next(""), 2);
        assertEquals(List.of("at last"), fixture.flows.sent(flow));
    }

    private void stream(Flow flow, byte[] message) {
        fixture.loops.execute(0, () -> fixture.relay.receive(flow, ByteBuffer.wrap(message)));
    }
}
