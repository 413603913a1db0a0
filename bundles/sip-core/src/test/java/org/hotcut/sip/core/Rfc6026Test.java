package org.hotcut.sip.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import org.hotcut.sip.api.Decision;
import org.hotcut.sip.api.Target;
import org.hotcut.sip.message.Request;
import org.hotcut.testkit.Sip;
import org.junit.jupiter.api.Test;

/** What becomes of 2xx responses to INVITE, and of what comes after them, at a proxy. The figures themselves are tested in package {@code transaction}. */
class Rfc6026Test {
    private final Bench bench = new Bench();

    private Request accepted() {
        bench.toBob();
        bench.receive(bench.alice, Bench.request("INVITE", "1"));
        bench.sent(bench.alice);
        Request invite = bench.request(bench.bob);
        bench.receive(bench.bob, Sip.response(invite, 200));
        assertEquals(List.of(200), bench.statuses(bench.alice));
        return invite;
    }

    @Test
    void rfc6026_7_1_aRetransmittedInviteIsAbsorbedAfterThe2xx() {
        accepted();
        bench.receive(bench.alice, Bench.request("INVITE", "1"));
        assertEquals(List.of(), bench.flows.sent());
        bench.pass(31_900);
        bench.receive(bench.alice, Bench.request("INVITE", "1"));
        assertEquals(List.of(), bench.flows.sent());
    }

    @Test
    void rfc6026_7_2_every2xxOfTheSameBranchIsForwardedUntilTimerM() {
        Request invite = accepted();
        bench.receive(bench.bob, Sip.response(invite, 200));
        bench.pass(31_900);
        bench.receive(bench.bob, Sip.response(invite, 200));
        assertEquals(List.of(200, 200), bench.statuses(bench.alice));
        bench.pass(200);
        bench.receive(bench.bob, Sip.response(invite, 200));
        assertEquals(List.of(), bench.flows.sent());
    }

    @Test
    void rfc6026_7_3_aResponseThatMatchesNoTransactionIsNotForwarded() {
        bench.toBob();
        bench.receive(bench.bob, Sip.response(Bench.request("INVITE", "1"), 200));
        assertEquals(List.of(), bench.flows.sent());
        assertEquals(1, bench.dropped(Drop.STRAY_RESPONSE));
    }

    @Test
    void rfc6026_8_4_a486AfterThe200OfTheSameCalleeIsNoAnswer() {
        Request invite = accepted();
        bench.receive(bench.bob, Sip.response(invite, 486));
        bench.receive(bench.bob, Sip.response(invite, 180));
        assertEquals(List.of(), bench.flows.sent());
    }

    @Test
    void rfc6026_8_7_anAckOfA2xxThatHasTheInvitesBranchGoesOnToTheCalleeAllTheSame() {
        bench.bind("handler", ScriptedHandler.always(Decision.forward(List.of(new Target("sip:bob@192.0.2.2", bench.bob, List.of(), false, null, 0)))));
        bench.receive(bench.alice, Bench.request("INVITE", "1"));
        bench.sent(bench.alice);
        Request invite = bench.request(bench.bob);
        bench.receive(bench.bob, Sip.response(invite, 200));
        bench.sent(bench.alice);
        String ack = Bench.request("ACK", "1", "Route: " + invite.header("Record-Route")).toString().replace("To: <sip:bob@example.org>", "To: <sip:bob@example.org>;tag=b");
        bench.receive(bench.alice, ack);
        assertEquals(List.of("ACK"), bench.methods(bench.bob));
    }

    @Test
    void rfc6026_7_1_theRejectionOfAnotherBranchAfterThe2xxIsDropped() {
        bench.bind("handler", ScriptedHandler.always(Decision.forward(List.of(Target.of("sip:bob@192.0.2.2"), Target.of("sip:carol@192.0.2.3")))));
        bench.receive(bench.alice, Bench.request("INVITE", "1"));
        bench.sent(bench.alice);
        Request toBob = bench.request(bench.bob);
        Request toCarol = bench.request(bench.carol);
        bench.receive(bench.bob, Sip.response(toBob, 200));
        bench.receive(bench.carol, Sip.response(toCarol, 603));
        assertEquals(List.of(200), bench.statuses(bench.alice));
        assertEquals(List.of("ACK"), bench.methods(bench.carol));
    }
}
