package org.hotcut.sip.core.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;

import org.junit.jupiter.api.Test;

class InviteClientTransactionTest {
    private final Rig rig = new Rig();

    private ClientTransaction row() {
        return rig.table.client(7, "INVITE");
    }

    @Test
    void rfc3261_17_1_1_2_timerADoublesUntilTimerBGivesUp() {
        rig.request("INVITE", rig.udp);
        rig.pass(40_000);
        assertEquals(List.of("0 INVITE", "500 INVITE", "1500 INVITE", "3500 INVITE", "7500 INVITE", "15500 INVITE", "31500 INVITE", "32000 timed out"), rig.events);
        assertNull(row());
    }

    @Test
    void whatIsQuietIsNotRepeatedButHeardUntilTimerB() {
        ClientTransaction invite = rig.request("INVITE", rig.udp);
        rig.pass(600);
        invite.quiet();
        rig.pass(10_000);
        invite.response(Rig.response("INVITE", 180));
        assertEquals(List.of("0 INVITE", "500 INVITE", "10600 got 180"), rig.events);
        invite.quiet();
        rig.pass(100_000);
        assertNotNull(row());
    }

    @Test
    void whatIsQuietAndNeverAnsweredEndsByTimerB() {
        rig.request("INVITE", rig.udp).quiet();
        rig.pass(40_000);
        assertEquals(List.of("0 INVITE", "32000 timed out"), rig.events);
        assertNull(row());
    }

    @Test
    void overAStreamTheInviteIsSentOnce() {
        rig.request("INVITE", rig.tcp);
        rig.pass(40_000);
        assertEquals(List.of("0 INVITE", "32000 timed out"), rig.events);
    }

    @Test
    void aProvisionalResponseEndsRetransmissionAndTimerB() {
        ClientTransaction invite = rig.request("INVITE", rig.udp);
        invite.response(Rig.response("INVITE", 180));
        rig.pass(100_000);
        assertEquals(List.of("0 INVITE", "0 got 180"), rig.events);
        assertNotNull(row());
    }

    @Test
    void rfc3261_17_1_1_2_aRejectionIsAcknowledgedEachTimeItComesUntilTimerD() {
        ClientTransaction invite = rig.request("INVITE", rig.udp);
        invite.response(Rig.response("INVITE", 486));
        rig.pass(500);
        invite.response(Rig.response("INVITE", 486));
        assertEquals(List.of("0 INVITE", "0 ACK 486", "0 got 486", "500 ACK 486"), rig.events);
        rig.pass(31_900);
        assertNotNull(row());
        rig.pass(100);
        assertNull(row());
    }

    @Test
    void overAStreamARejectionEndsItAtOnce() {
        rig.request("INVITE", rig.tcp).response(Rig.response("INVITE", 486));
        assertEquals(List.of("0 INVITE", "0 ACK 486", "0 got 486"), rig.events);
        assertNull(row());
    }

    @Test
    void rfc6026_8_4_every2xxIsToldUntilTimerM() {
        ClientTransaction invite = rig.request("INVITE", rig.udp);
        invite.response(Rig.response("INVITE", 200));
        rig.pass(500);
        invite.response(Rig.response("INVITE", 200));
        invite.response(Rig.response("INVITE", 486));
        invite.response(Rig.response("INVITE", 180));
        assertEquals(List.of("0 INVITE", "0 got 200", "500 got 200"), rig.events);
        rig.pass(31_450);
        assertNotNull(row());
        rig.pass(50);
        assertNull(row());
    }

    @Test
    void aLineThatIsGoneIsToldAtOnce() {
        rig.lineIsGone = true;
        rig.request("INVITE", rig.udp);
        assertEquals(List.of("0 unreachable"), rig.events);
        assertNull(row());
    }

    @Test
    void aConnectionThatClosesFailsWhatWaitsByItAndNothingElse() {
        rig.request("INVITE", rig.tcp);
        ClientTransaction answered = rig.table.request(8, "INVITE", rig.tcp, rig);
        answered.start(Rig.bytes("INVITE"));
        answered.response(Rig.response("INVITE", 200));
        rig.table.request(9, "BYE", rig.tcp, rig).start(Rig.bytes("BYE"));
        rig.events.clear();
        rig.table.closed(rig.tcp);
        rig.table.closed(rig.tcp);
        assertEquals(List.of("0 unreachable", "0 unreachable"), rig.events);
        assertNotNull(rig.table.client(8, "INVITE"));
    }

    @Test
    void aCancelOfTheSameBranchIsATransactionOfItsOwn() {
        rig.request("INVITE", rig.udp);
        ClientTransaction cancel = rig.request("CANCEL", rig.udp);
        assertEquals(cancel, rig.table.client(7, "CANCEL"));
        cancel.response(Rig.response("CANCEL", 200));
        assertNotNull(row());
        assertNull(rig.table.client(7, "BYE"), "a response whose CSeq names another method is nobody's");
    }

    @Test
    void aThousandRowsAreFoundAndGoAgain() {
        for (long id = 0; id < 1_000; id++) {
            rig.table.request(id << 3, "OPTIONS", rig.udp, rig).start(Rig.bytes("OPTIONS"));
        }
        for (long id = 0; id < 1_000; id++) {
            rig.table.client(id << 3, "OPTIONS").response(Rig.response("OPTIONS", 200));
        }
        assertEquals(1_000, rig.table.size());
        rig.pass(5_000);
        assertEquals(0, rig.table.size());
    }
}
