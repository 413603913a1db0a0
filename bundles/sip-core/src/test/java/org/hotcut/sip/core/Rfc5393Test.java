package org.hotcut.sip.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.hotcut.sip.api.Decision;
import org.hotcut.sip.api.Target;
import org.hotcut.sip.message.Request;
import org.hotcut.testkit.RecordingFlows;
import org.hotcut.testkit.Sip;
import org.junit.jupiter.api.Test;

/** Amplification in forking proxies: loops and breadth. */
class Rfc5393Test {
    private static final Target BOB = Target.of("sip:bob@192.0.2.2");
    private static final Target CAROL = Target.of("sip:carol@192.0.2.3");

    private final Bench bench = new Bench();
    private int bounced;

    /** Bob's proxy sends what it got back to us, after an edit. */
    private void bounce(Request sent, String edited, String into) {
        String text = sent.toString().replaceFirst("Via:", "Via: SIP/2.0/UDP 192.0.2.2:5060;branch=z9hG4bKfar" + ++bounced + "\r\nVia:").replace(edited, into);
        bench.receive(bench.bob, text);
    }

    @Test
    void rfc5393_4_2_aRequestThatComesBackAsItWasIsALoop() {
        bench.toBob();
        bench.receive(bench.alice, Bench.request("INVITE", "1"));
        bounce(bench.request(bench.bob), "sip:bob@192.0.2.2:5060 SIP", "sip:bob@example.org SIP");
        assertEquals(List.of(482), bench.statuses(bench.bob));
    }

    @Test
    void rfc5393_4_2_2_alsoWhenOthersHaveForwardedItAndWrittenAllViasInOneLine() {
        bench.toBob();
        bench.receive(bench.alice, Bench.request("OPTIONS", "1"));
        Request sent = bench.request(bench.bob);
        List<String> vias = sent.headers("Via");
        String others = "Via: SIP/2.0/TLS far.example.net;branch=z9hG4bKfar, SIP/2.0/UDP [2001:db8::1];branch=z9hG4bKh00, " + String.join(", ", vias) + "\r\n";
        bench.receive(bench.bob, sent.toString().replaceAll("Via:.*\r\n", "").replaceFirst("\r\n", "\r\n" + others).replace("sip:bob@192.0.2.2:5060 SIP", "sip:bob@example.org SIP"));
        assertEquals(List.of(482), bench.statuses(bench.bob));
    }

    @Test
    void rfc5393_4_2_anotherRequestUriIsASpiral() {
        bench.toBob();
        bench.receive(bench.alice, Bench.request("INVITE", "1"));
        Request sent = bench.request(bench.bob);
        bounce(sent, "sip:bob@192.0.2.2:5060 SIP", "sip:carol@example.org SIP");
        assertEquals(List.of("100", "INVITE"), bench.methods(bench.bob), "it is forwarded again");
    }

    @Test
    void rfc5393_4_2_1_anotherRouteIsASpiral() {
        bench.toBob();
        bench.receive(bench.alice, Bench.request("OPTIONS", "1"));
        bounce(bench.request(bench.bob), "OPTIONS sip:bob@192.0.2.2:5060 SIP/2.0\r\n", "OPTIONS sip:bob@example.org SIP/2.0\r\nRoute: <sip:192.0.2.2;lr>\r\n");
        assertEquals("OPTIONS", bench.request(bench.bob).method());
    }

    @Test
    void rfc5393_4_2_1_otherCallerPreferencesAreASpiral() {
        bench.toBob();
        bench.receive(bench.alice, Bench.request("OPTIONS", "1"));
        bounce(bench.request(bench.bob), "OPTIONS sip:bob@192.0.2.2:5060 SIP/2.0\r\n", "OPTIONS sip:bob@example.org SIP/2.0\r\na: *;mobility=fixed\r\n");
        assertEquals("OPTIONS", bench.request(bench.bob).method());
    }

    @Test
    void rfc5393_4_2_aLoopThatASpiralRunsIntoIsFoundAtItsSecondRound() {
        bench.bind("handler", new ScriptedHandler(exchange -> Decision.forward(List.of(BOB))));
        bench.receive(bench.alice, Bench.request("OPTIONS", "1"));
        bounce(bench.request(bench.bob), "sip:bob@192.0.2.2 SIP", "sip:carol@example.org SIP");
        bounce(bench.request(bench.bob), "sip:bob@192.0.2.2 SIP", "sip:dave@example.org SIP");
        bounce(bench.request(bench.bob), "sip:bob@192.0.2.2 SIP", "sip:carol@example.org SIP");
        assertEquals(List.of(482), bench.statuses(bench.bob));
    }

    @Test
    void rfc5393_4_2_1_theMethodDoesNotCountSoThatTheCancelOfALoopIsNoSpiral() {
        bench.toBob();
        bench.receive(bench.alice, Bench.request("INVITE", "1"));
        String invite = bench.request(bench.bob).topVia().branch();
        bench.receive(bench.alice, Bench.request("OPTIONS", "2"));
        String options = bench.request(bench.bob).topVia().branch();
        assertEquals(invite.substring(23), options.substring(23));
        assertNotEquals(invite, options);
    }

    @Test
    void rfc5393_4_2_aBranchThatSomebodyMadeUpIsNoLoop() {
        bench.toBob();
        Request made = Bench.request("OPTIONS", "h00aaaaaaaaaaaaaaaaaaaaa");
        bench.receive(bench.alice, made);
        assertEquals("OPTIONS", bench.request(bench.bob).method());
    }

    @Test
    void rfc5393_4_2_theHashIsTheSameOnEveryLoopOfThisServer() {
        Bench two = new Bench(2, "handler", Bench.ROOMY);
        assertEquals(two.core.loops()[0].loopHash.of(Bench.request("OPTIONS", "1")), two.core.loops()[1].loopHash.of(Bench.request("OPTIONS", "1")));
    }

    private void to(Target... targets) {
        bench.bind("handler", ScriptedHandler.always(Decision.forward(List.of(targets))));
    }

    private List<Integer> sent() {
        List<Integer> breadths = new ArrayList<>();
        for (RecordingFlows.Sent each : bench.flows.sent()) {
            if (!each.text().startsWith("SIP/2.0")) {
                Request request = (Request) Sip.message(each.bytes());
                assertEquals(1, request.headers("Max-Breadth").size(), "RFC 5393 section 5.3.3: exactly one");
                breadths.add(request.maxBreadth());
            }
        }
        return breadths;
    }

    @Test
    void rfc5393_5_3_3_whoDoesNotSayGetsSixty() {
        to(BOB);
        bench.receive(bench.alice, Bench.request("INVITE", "1"));
        assertEquals(List.of(60), sent());
    }

    @Test
    void rfc5393_5_3_3_whoAsksForMoreThanWeGrantGetsThat() {
        to(BOB);
        bench.receive(bench.alice, Bench.request("INVITE", "1", "Max-Breadth: 5000000000"));
        assertEquals(List.of(60), sent());
    }

    @Test
    void rfc5393_5_3_3_itIsNotCountedDownFromHopToHop() {
        to(BOB);
        bench.receive(bench.alice, Bench.request("INVITE", "1", "Max-Breadth: 1"));
        assertEquals(List.of(1), sent());
    }

    @Test
    void rfc5393_5_3_3_parallelBranchesShareIt() {
        to(BOB, CAROL, Target.of("sip:dave@192.0.2.4"));
        bench.receive(bench.alice, Bench.request("INVITE", "1", "Max-Breadth: 8"));
        assertEquals(List.of(2, 3, 3), sent());
    }

    @Test
    void rfc5393_5_3_3_whereItDoesNotSufficeTheAnswerIs440() {
        to(BOB, CAROL);
        bench.receive(bench.alice, Bench.request("INVITE", "1", "Max-Breadth: 1"));
        assertEquals(List.of(), sent());
        assertEquals(List.of(100, 440), bench.statuses(bench.alice));
    }

    @Test
    void rfc5393_5_3_3_zeroAllowsNoBranchAtAll() {
        to(BOB);
        bench.receive(bench.alice, Bench.request("MESSAGE", "1", "Max-Breadth: 0"));
        assertEquals(List.of(440), bench.statuses(bench.alice));
    }

    @Test
    void rfc5393_5_3_3_1_whatABranchHadIsThereForTheNextOne() {
        ScriptedHandler handler = ScriptedHandler.always(Decision.forward(List.of(BOB)));
        handler.onFailed(exchange -> exchange.tried().size() == 1 ? Decision.forward(List.of(CAROL)) : Decision.respond());
        bench.bind("handler", handler);
        bench.receive(bench.alice, Bench.request("INVITE", "1", "Max-Breadth: 1"));
        bench.receive(bench.bob, Sip.response(bench.request(bench.bob), 486));
        assertEquals(1, bench.request(bench.carol).maxBreadth());
    }

    @Test
    void rfc5393_5_3_3_whoSaidThatMoreMayComeKeepsHalfForIt() {
        ScriptedHandler handler = new ScriptedHandler(exchange -> {
            exchange.wake(Duration.ofSeconds(1), "late");
            return Decision.forward(List.of(BOB));
        });
        handler.onWoken(exchange -> Decision.forward(List.of(CAROL)));
        bench.bind("handler", handler);
        bench.receive(bench.alice, Bench.request("INVITE", "1"));
        Request toBob = bench.request(bench.bob);
        assertEquals(30, toBob.maxBreadth());
        bench.receive(bench.bob, Sip.response(toBob, 180));
        bench.pass(1_100);
        assertEquals(30, bench.request(bench.carol).maxBreadth());
    }

    @Test
    void rfc5393_5_3_3_aTargetTooManyDoesNotEndTheBranchesThereAre() {
        ScriptedHandler handler = new ScriptedHandler(exchange -> {
            exchange.wake(Duration.ofSeconds(1), "late");
            return Decision.forward(List.of(BOB));
        });
        handler.onWoken(exchange -> Decision.forward(List.of(CAROL)));
        bench.bind("handler", handler);
        bench.receive(bench.alice, Bench.request("INVITE", "1", "Max-Breadth: 1"));
        Request toBob = bench.request(bench.bob);
        bench.receive(bench.bob, Sip.response(toBob, 180));
        bench.pass(1_100);
        assertEquals(List.of(), bench.sent(bench.carol));
        bench.receive(bench.bob, Sip.response(toBob, 200));
        assertEquals(List.of(100, 180, 200), bench.statuses(bench.alice));
    }

    @Test
    void rfc5393_5_3_1_twoOfThemOrOneThatIsNoNumberAre400() {
        bench.toBob();
        bench.receive(bench.alice, Bench.request("OPTIONS", "1").toString().replace("Max-Forwards", "Max-Breadth: 1\r\nMax-Breadth: 2\r\nMax-Forwards"));
        assertEquals("More than one Max-Breadth", bench.response(bench.alice).reason());
        bench.receive(bench.alice, Bench.request("OPTIONS", "2").toString().replace("Max-Forwards", "Max-Breadth: many\r\nMax-Forwards"));
        assertEquals(400, bench.response(bench.alice).status());
    }
}
