package org.hotcut.sip.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.sip.api.Decision;
import org.hotcut.sip.message.Request;
import org.hotcut.testkit.RecordingFlows;
import org.hotcut.testkit.Sip;
import org.junit.jupiter.api.Test;

/** Answers go where the request came from: RFC 3581, RFC 3261 section 18.2 and RFC 5923. */
class Rfc3581Test {
    private final Bench bench = new Bench();
    private final Flow nat = bench.flows.udp("203.0.113.9", 40_000);

    private static String without(String parameter, Request request) {
        return request.toString().replace(parameter, "");
    }

    @Test
    void rfc3261_18_2_1_receivedIsAlwaysThere() {
        bench.bind("handler", ScriptedHandler.always(Decision.reply(200)));
        bench.receive(bench.alice, without(";rport", Bench.request("OPTIONS", "1")));
        assertEquals("SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK1;received=192.0.2.1", bench.response(bench.alice).topVia().text());
    }

    @Test
    void rfc3581_4_rportIsFilledWhenAskedForAndTheAnswerGoesThere() {
        bench.bind("handler", ScriptedHandler.always(Decision.reply(200)));
        bench.receive(nat, Bench.request("OPTIONS", "1"));
        assertEquals("SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK1;received=203.0.113.9;rport=40000", bench.response(nat).topVia().text());
    }

    @Test
    void rfc3581_4_whatAClientWroteIntoReceivedAndRportItselfIsReplaced() {
        bench.bind("handler", ScriptedHandler.always(Decision.reply(200)));
        bench.receive(nat, Bench.request("OPTIONS", "1").toString().replace(";rport", ";received=192.0.2.77;rport=1"));
        assertEquals("SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK1;received=203.0.113.9;rport=40000", bench.response(nat).topVia().text());
    }

    @Test
    void rfc3581_4_alsoWhatIsAnsweredBeforeAnybodyIsAskedGoesThere() {
        bench.receive(nat, Bench.request("INVITE", "1").toString().replace("Max-Forwards: 70", "Max-Forwards: 0"));
        assertEquals(List.of(483), bench.statuses(nat));
    }

    @Test
    void rfc3581_4_withoutRportTheAnswerGoesToThePortOfSentBy() {
        bench.bind("handler", ScriptedHandler.always(Decision.reply(200)));
        bench.receive(nat, without(";rport", Bench.request("OPTIONS", "1")));
        assertEquals(List.of(200), bench.statuses(bench.flows.udp("203.0.113.9", 5060)));
    }

    @Test
    void rfc5923_overAStreamTheAnswerTakesTheConnectionOfTheRequestWhateverSentBySays() {
        bench.bind("handler", ScriptedHandler.always(Decision.reply(200)));
        Flow line = bench.flows.open(Protocol.TLS, "203.0.113.9", 40_000);
        bench.receive(line, without(";rport", Bench.request("OPTIONS", "1")));
        assertEquals(List.of(200), bench.statuses(line));
    }

    @Test
    void rfc5923_whenTheNatHasForgottenTheClientItIsAnsweredAtTheAddressItRepeatsFrom() {
        bench.toBob();
        bench.receive(nat, Bench.request("MESSAGE", "1"));
        Request sent = bench.request(bench.bob);
        Flow anew = bench.flows.udp("203.0.113.9", 41_000);
        bench.receive(anew, Bench.request("MESSAGE", "1"));
        bench.receive(bench.bob, Sip.response(sent, 200));
        assertEquals(List.of(200), bench.statuses(anew));
        assertEquals(List.of(), bench.statuses(nat));
    }

    @Test
    void rfc5923_aStrangerWhoRepeatsARequestHeHasSeenDoesNotGetItsAnswers() {
        bench.toBob();
        bench.receive(nat, Bench.request("MESSAGE", "1"));
        Request sent = bench.request(bench.bob);
        bench.receive(bench.carol, Bench.request("MESSAGE", "1"));
        bench.receive(bench.bob, Sip.response(sent, 200));
        assertEquals(List.of(), bench.statuses(bench.carol));
        assertEquals(List.of(200), bench.statuses(nat));
    }

    @Test
    void rfc3261_18_2_2_whenTheConnectionIsGoneAnotherIsOpenedToThePortOfSentBy() {
        bench.toBob();
        Flow line = bench.flows.open(Protocol.TCP, "192.0.2.1", 33_000);
        bench.receive(line, Bench.request("MESSAGE", "1"));
        Request sent = bench.request(bench.bob);
        bench.flows.lose(line);
        bench.loops.run();
        bench.receive(bench.bob, Sip.response(sent, 200));
        Flow back = bench.flows.list().iterator().next().flow();
        assertEquals(5060, back.remote().getPort());
        assertEquals(List.of(200), bench.statuses(back));
    }

    @Test
    void rfc5922_7_overTlsWhoeverTakesTheAnswerThenMustProveTheHostOfSentBy() {
        bench.toBob();
        Flow line = bench.flows.open(Protocol.TLS, "192.0.2.1", 33_000);
        bench.receive(line, Bench.request("MESSAGE", "1").toString().replaceFirst("(?m)^Via: .*$", "Via: SIP/2.0/TLS edge.example.net;branch=z9hG4bK1"));
        Request sent = bench.request(bench.bob);
        bench.flows.lose(line);
        bench.loops.run();
        bench.flows.connecting(RecordingFlows.Connecting.IS_SOMEBODY_ELSE);
        bench.receive(bench.bob, Sip.response(sent, 200));
        assertEquals("edge.example.net for null", bench.flows.dialled());
        assertEquals(List.of(), bench.flows.list().stream().toList(), "nobody else gets it");
    }
}
