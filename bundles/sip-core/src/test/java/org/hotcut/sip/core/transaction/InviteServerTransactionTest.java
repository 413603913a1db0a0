package org.hotcut.sip.core.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;

class InviteServerTransactionTest {
    private final Rig rig = new Rig();
    private final InviteServerTransaction udp = (InviteServerTransaction) rig.serve("INVITE", rig.udp);

    @Test
    void rfc3261_17_2_1_aRetransmittedInviteGetsTheLastProvisionalAgain() {
        udp.retransmitted();
        udp.provisional(Rig.bytes("100"));
        udp.provisional(Rig.bytes("180"));
        udp.retransmitted();
        assertEquals(List.of("0 100", "0 180", "0 180"), rig.events);
        assertEquals("Proceeding", udp.state());
    }

    @Test
    void rfc3261_17_2_1_aRejectionIsRepeatedByTimerGUntilTimerHGivesUp() {
        udp.answer(486, Rig.bytes("486"));
        rig.pass(40_000);
        assertEquals(List.of("0 486", "500 486", "1500 486", "3500 486", "7500 486", "11500 486", "15500 486", "19500 486", "23500 486", "27500 486", "31500 486"),
            rig.events);
        assertNull(rig.table.server(udp.key()));
    }

    @Test
    void rfc3261_17_2_1_theAckEndsTheRepetitionAndTimerIAbsorbsMore() {
        udp.answer(486, Rig.bytes("486"));
        assertTrue(udp.acknowledged());
        assertTrue(udp.acknowledged());
        udp.retransmitted();
        rig.pass(4_950);
        assertEquals("Confirmed", udp.state());
        rig.pass(50);
        assertEquals(List.of("0 486"), rig.events);
        assertNull(rig.table.server(udp.key()));
    }

    @Test
    void overAStreamARejectionIsSentOnceAndTheAckEndsAll() {
        InviteServerTransaction tcp = (InviteServerTransaction) rig.serve("INVITE", rig.tcp);
        tcp.answer(486, Rig.bytes("486"));
        rig.pass(31_000);
        assertEquals(List.of("0 486"), rig.events);
        assertTrue(tcp.acknowledged());
        assertNull(rig.table.server(tcp.key()));
    }

    @Test
    void overAStreamTimerHEndsWhatNobodyAcknowledges() {
        InviteServerTransaction tcp = (InviteServerTransaction) rig.serve("INVITE", rig.tcp);
        tcp.answer(486, Rig.bytes("486"));
        rig.pass(32_000);
        assertNull(rig.table.server(tcp.key()));
    }

    @Test
    void rfc6026_8_7_everyRepeated2xxPassesAndRetransmittedInvitesAreAbsorbedUntilTimerL() {
        udp.answer(200, Rig.bytes("200"));
        udp.retransmitted();
        rig.pass(500);
        udp.answer(200, Rig.bytes("200"));
        assertEquals(List.of("0 200", "500 200"), rig.events);
        assertFalse(udp.acknowledged(), "an ACK to a 2xx is the callee's");
        rig.pass(31_450);
        assertEquals("Accepted", udp.state());
        rig.pass(50);
        assertNull(rig.table.server(udp.key()));
    }

    @Test
    void nothingFollowsAFinalResponseThatIsNo2xx() {
        udp.answer(486, Rig.bytes("486"));
        udp.provisional(Rig.bytes("180"));
        udp.answer(200, Rig.bytes("200"));
        udp.answer(600, Rig.bytes("600"));
        assertEquals(List.of("0 486"), rig.events);
    }
}
