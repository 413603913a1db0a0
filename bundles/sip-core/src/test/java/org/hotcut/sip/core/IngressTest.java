package org.hotcut.sip.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import org.hotcut.core.api.ban.Offence;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.sip.api.Decision;
import org.hotcut.sip.api.Target;
import org.hotcut.sip.message.Limits;
import org.hotcut.sip.message.Request;
import org.hotcut.sip.message.Response;
import org.hotcut.testkit.Sip;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IngressTest {
    private final Bench bench = new Bench();

    @Test
    void garbageIsDroppedAndCounted() {
        bench.receive(bench.alice, "no SIP at all".getBytes(StandardCharsets.UTF_8));
        assertEquals(List.of(), bench.flows.sent());
        assertEquals(1, bench.dropped(Drop.MALFORMED));
        assertEquals(List.of(Offence.GARBAGE), bench.bans.offences());
    }

    @Test
    void rfc3261_16_3_1_aMalformedRequestIsAnsweredWithTheFault() {
        bench.receive(bench.alice, Bench.request("OPTIONS", "1").toString().replace("Max-Forwards: 70", "Max-Forwards: many"));
        Response answer = bench.response(bench.alice);
        assertEquals(400, answer.status());
        assertTrue(answer.reason().contains("Max-Forwards"), answer.reason());
    }

    @Test
    void rfc3261_21_5_6_anUnknownVersionIs505() {
        bench.receive(bench.alice, Bench.request("OPTIONS", "1").toString().replace("SIP/2.0\r\nVia", "SIP/3.0\r\nVia"));
        assertEquals(505, bench.response(bench.alice).status());
    }

    @Test
    void aMalformedAckIsNotAnswered() {
        bench.receive(bench.alice, Bench.request("ACK", "1").toString().replace("Max-Forwards: 70", "Max-Forwards: many"));
        assertEquals(List.of(), bench.flows.sent());
    }

    @Test
    void whatAStreamCouldNotBeCutIntoIsAnsweredWithTheReason() {
        var line = bench.flows.open(Protocol.TCP, "192.0.2.1", 33_000);
        bench.core.malformed(line, Sip.buffer(Bench.request("MESSAGE", "1").toString().replace("Content-Length: 0\r\n", "")), "No Content-Length");
        Response answer = bench.response(line);
        assertEquals(400, answer.status());
        assertEquals("No Content-Length", answer.reason());
    }

    @Test
    void whoIsBannedIsNotHeardByAConnectionEitherThatWeOpened() throws Exception {
        ScriptedHandler handler = ScriptedHandler.always(Decision.reply(200));
        bench.bind("handler", handler);
        var line = bench.flows.open(Protocol.TCP, "192.0.2.1", 33_000);
        bench.bans.ban(InetAddress.getByName("192.0.2.1"), Duration.ofMinutes(5), "guesses");
        bench.receive(line, Bench.request("REGISTER", "1"));
        assertEquals(List.of(), handler.events());
        assertEquals(1, bench.dropped(Drop.BANNED));
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 407})
    void rfc3261_26_3_2_4_whoIsNotProvenGetsOneAnswerForEachDatagramSoThatNobodyElseGetsEleven(int status) {
        bench.bind("handler", ScriptedHandler.always(Decision.reply(status)));
        bench.receive(bench.alice, Bench.request("INVITE", "1"));
        bench.pass(10_000);
        assertEquals(List.of(status), bench.statuses(bench.alice));
        bench.receive(bench.alice, Bench.request("INVITE", "1"));
        assertEquals(List.of(status), bench.statuses(bench.alice));
    }

    @Test
    void aRetransmissionAsksNobodyAgain() {
        ScriptedHandler handler = ScriptedHandler.always(Decision.reply(200));
        bench.bind("handler", handler);
        bench.receive(bench.alice, Bench.request("MESSAGE", "1"));
        bench.receive(bench.alice, Bench.request("MESSAGE", "1"));
        bench.receive(bench.alice, Bench.request("MESSAGE", "2"));
        assertEquals(List.of(200, 200, 200), bench.statuses(bench.alice));
        assertEquals(2, handler.events().size());
    }

    @Test
    void rfc3261_17_2_3_theSameBranchFromAnotherClientIsAnotherRequest() {
        ScriptedHandler handler = ScriptedHandler.always(Decision.reply(200));
        bench.bind("handler", handler);
        bench.receive(bench.alice, Bench.request("MESSAGE", "1"));
        bench.receive(bench.carol, Bench.request("MESSAGE", "1").toString().replace("192.0.2.1:5060", "192.0.2.3:5060"));
        assertEquals(2, handler.events().size());
    }

    @Test
    void rfc3261_17_2_3_anOldClientWithoutTheMagicCookieIsMatchedByWhatItSends() {
        ScriptedHandler handler = ScriptedHandler.always(Decision.reply(486));
        bench.bind("handler", handler);
        String invite = Bench.request("INVITE", "1").toString().replace("branch=z9hG4bK1", "branch=1");
        bench.receive(bench.alice, invite);
        bench.receive(bench.alice, invite);
        assertEquals(List.of(486, 486), bench.statuses(bench.alice));
        bench.receive(bench.alice, invite.replace("INVITE", "ACK").replace("To: <sip:bob@example.org>", "To: <sip:bob@example.org>;tag=b"));
        bench.pass(4_000);
        assertEquals(List.of(), bench.sent(bench.alice));
        assertEquals(1, handler.events().size());
    }

    @Test
    void rfc3261_17_2_1_aRejectedInviteIsRepeatedUntilItsAckWhichGoesNoFurther() {
        bench.bind("handler", ScriptedHandler.always(Decision.reply(486)));
        bench.receive(bench.alice, Bench.request("INVITE", "1"));
        bench.pass(500);
        assertEquals(List.of(486, 486), bench.statuses(bench.alice));
        bench.receive(bench.alice, Bench.request("ACK", "1"));
        bench.pass(10_000);
        assertEquals(List.of(), bench.flows.sent());
        assertEquals(0, bench.dropped(Drop.STRAY_ACK));
    }

    @Test
    void anAckThatBelongsToNothingIsDroppedAndCounted() {
        bench.receive(bench.alice, Bench.request("ACK", "1"));
        assertEquals(List.of(), bench.flows.sent());
        assertEquals(1, bench.dropped(Drop.STRAY_ACK));
    }

    @Test
    void aResponseToNothingIsDroppedAndCounted() {
        bench.receive(bench.bob, Sip.response(Bench.request("INVITE", "1"), 200));
        bench.receive(bench.bob, Sip.response(Bench.request("INVITE", "h00aaaaaaaaaaaaa"), 200));
        assertEquals(List.of(), bench.flows.sent());
        assertEquals(2, bench.dropped(Drop.STRAY_RESPONSE));
    }

    @Test
    void rfc3261_16_3_3_whoHasNoHopsLeftIsAnsweredBeforeAnybodyIsAsked() {
        ScriptedHandler handler = ScriptedHandler.always(Decision.reply(200));
        bench.bind("handler", handler);
        bench.receive(bench.alice, Bench.request("INVITE", "1").toString().replace("Max-Forwards: 70", "Max-Forwards: 0"));
        assertEquals(483, bench.response(bench.alice).status());
        bench.receive(bench.alice, Bench.request("OPTIONS", "2").toString().replace("Max-Forwards: 70", "Max-Forwards: 0"));
        assertEquals(200, bench.response(bench.alice).status());
        assertEquals(List.of("request OPTIONS"), handler.events());
    }

    @Test
    void whatHasNoHopsLeftIsNotForwardedEither() {
        bench.toBob();
        bench.receive(bench.alice, Bench.request("OPTIONS", "1").toString().replace("Max-Forwards: 70", "Max-Forwards: 0"));
        assertEquals(483, bench.response(bench.alice).status());
    }

    @Test
    void rfc3261_16_6_3_withoutMaxForwardsSeventyAreAssumed() {
        bench.toBob();
        bench.receive(bench.alice, Bench.request("OPTIONS", "1").toString().replace("Max-Forwards: 70\r\n", ""));
        assertEquals(70, bench.request(bench.bob).maxForwards());
    }

    @Test
    void tooManyTransactionsAreRefusedWithATimeToComeBack() {
        Bench small = new Bench(1, "handler", new Settings(Limits.DEFAULT, 2, 1_000, 1 << 20, 30, 60, 180_000, false, Overload.Limits.DEFAULT));
        small.bind("handler", ScriptedHandler.always(Decision.reply(200)));
        for (int i = 0; i < 3; i++) {
            small.receive(small.alice, Bench.request("OPTIONS", "" + i));
        }
        List<Response> answers = small.sent(small.alice).stream().map(Response.class::cast).toList();
        assertEquals(List.of(200, 200, 503), answers.stream().map(Response::status).toList());
        int seconds = Integer.parseInt(answers.get(2).header("Retry-After"));
        assertTrue(seconds >= 5 && seconds <= 30);
        assertEquals(1, small.dropped(Drop.OVERLOAD));
    }

    @Test
    void oneSourceCannotTakeAllButGetsRoomAgainWhenItIsAnswered() {
        Bench small = new Bench(1, "handler", new Settings(Limits.DEFAULT, 1_000, 2, 1 << 20, 30, 60, 180_000, false, Overload.Limits.DEFAULT));
        for (int i = 0; i < 3; i++) {
            small.receive(small.alice, Bench.request("MESSAGE", "" + i));
        }
        assertNotNull(small.response(small.alice).header("Retry-After"));
        assertEquals(1, small.dropped(Drop.SOURCE_LIMIT));
        assertEquals(List.of(Offence.FLOOD), small.bans.offences());
        small.receive(small.flows.udp("198.51.100.7", 5060), Bench.request("MESSAGE", "other").toString().replace("192.0.2.1", "198.51.100.7"));
        assertEquals(3, small.core.chain().get(0).parked());
        small.bind("handler", ScriptedHandler.always(Decision.reply(200)));
        small.receive(small.alice, Bench.request("MESSAGE", "4"));
        assertEquals(List.of(200, 200, 200), small.statuses(small.alice));
    }

    @Test
    void memoryForUnansweredRequestsIsBounded() {
        Bench small = new Bench(1, "handler", new Settings(Limits.DEFAULT, 1_000, 1_000, Bench.request("MESSAGE", "1").size() * 2, 30, 60, 180_000, false, Overload.Limits.DEFAULT));
        small.receive(small.alice, Bench.request("MESSAGE", "1"));
        small.receive(small.alice, Bench.request("MESSAGE", "2"));
        small.receive(small.alice, Bench.request("MESSAGE", "3"));
        assertTrue(small.statuses(small.alice).contains(503));
        assertTrue(small.dropped(Drop.OVERLOAD) > 0);
    }

    @Test
    void memoryForLongAnswersThatAreKeptIsBounded() {
        Bench small = new Bench(1, "handler", new Settings(Limits.DEFAULT, 1_000, 1_000, 100_000, 30, 60, 180_000, false, Overload.Limits.DEFAULT));
        small.bind("handler", ScriptedHandler.always(Decision.reply(407)));
        String hop = ", SIP/2.0/UDP 192.0.2.9;branch=z9hG4bK" + "x".repeat(900);
        for (int i = 0; i < 5; i++) {
            Request request = Bench.request("OPTIONS", "" + i);
            String via = request.header("Via");
            small.receive(small.alice, request.toString().replace(via, via + hop.repeat(8)).replace("Max-Forwards", "v: SIP/2.0/UDP x" + hop.repeat(8) + "\r\nv: SIP/2.0/UDP y" + hop.repeat(8)
                + "\r\nv: SIP/2.0/UDP z" + hop.repeat(8) + "\r\nMax-Forwards"));
        }
        assertEquals(List.of(407, 407, 407, 407, 503), small.statuses(small.alice));
        small.receive(small.alice, Bench.request("OPTIONS", "short"));
        assertEquals(List.of(503), small.statuses(small.alice));
        small.pass(32_100);
        assertEquals(0, small.core.loops()[0].table.bytes());
        small.receive(small.alice, Bench.request("OPTIONS", "later"));
        assertEquals(List.of(407), small.statuses(small.alice));
    }

    @Test
    void aMessageTooLongIs513AndTooManyHeadersAre400() {
        Bench small = new Bench(1, "handler", new Settings(new Limits(4_096, 20, 2_000), 1_000, 1_000, 1 << 20, 30, 60, 180_000, false, Overload.Limits.DEFAULT));
        small.receive(small.alice, Bench.request("MESSAGE", "1", "Subject: " + "x".repeat(5_000)));
        assertEquals(1, small.dropped(Drop.MALFORMED));
        String[] many = new String[20];
        Arrays.fill(many, "X-More: 1");
        small.receive(small.alice, Bench.request("MESSAGE", "1", many));
        assertEquals(2, small.dropped(Drop.MALFORMED));
    }

    @Test
    void aServerThatIsCalledByItsOwnNameDoesNotMeltDown() {
        bench.bind("handler", new ScriptedHandler(exchange -> Decision.forward(List.of(Target.of(null)))));
        Request bye = (Request) Sip.message(Sip.bytes(Sip.request("BYE", "sip:127.0.0.1:5060").toString()));
        bench.receive(bench.alice, bye);
        assertEquals(List.of(482), bench.statuses(bench.alice));
    }
}
