package org.hotcut.sip.core.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Test;

class NonInviteServerTransactionTest {
    private final Rig rig = new Rig();
    private final NonInviteServerTransaction udp = (NonInviteServerTransaction) rig.serve("BYE", rig.udp);

    @Test
    void whileTryingARetransmissionIsAbsorbed() {
        udp.retransmitted();
        assertEquals(List.of(), rig.events);
        assertEquals("Trying", udp.state());
    }

    @Test
    void rfc3261_17_2_2_theFinalResponseAnswersRetransmissionsUntilTimerJ() {
        udp.answer(200, Rig.bytes("200"));
        udp.answer(500, Rig.bytes("500"));
        assertEquals(List.of("0 200"), rig.events);
        assertEquals("Completed", udp.state());
        assertNull(rig.table.server(udp.key()), "the row is no object any more");
        rig.pass(31_950);
        assertEquals("200", new String(rig.table.answer(udp.key(), rig.udp), StandardCharsets.UTF_8));
        assertEquals(1, rig.table.size());
        rig.pass(50);
        assertNull(rig.table.answer(udp.key(), rig.udp));
        assertEquals(0, rig.table.size());
    }

    @Test
    void overAStreamNothingStaysBehind() {
        ServerTransaction tcp = rig.serve("BYE", rig.tcp);
        tcp.answer(200, Rig.bytes("200"));
        assertNull(rig.table.server(tcp.key()));
        assertEquals(0, rig.table.size());
    }

    @Test
    void rfc4320_4_1_a100IsSentWhenTheClientsTimerEHasComeToT2AndNotBefore() {
        udp.slow(() -> Rig.bytes("100"));
        rig.pass(3_450);
        assertEquals(List.of(), rig.events);
        rig.pass(100);
        assertEquals(List.of("3500 100"), rig.events);
        udp.retransmitted();
        assertEquals(List.of("3500 100", "3550 100"), rig.events);
        assertEquals("Proceeding", udp.state());
    }

    @Test
    void anAnswerInTimeNeedsNo100() {
        udp.slow(() -> Rig.bytes("100"));
        rig.pass(1_000);
        udp.answer(200, Rig.bytes("200"));
        rig.pass(10_000);
        assertEquals(List.of("1000 200"), rig.events);
    }

    @Test
    void rfc4320_4_2_anAbandonedRequestIsAbsorbedInSilence() {
        udp.provisional(Rig.bytes("100"));
        udp.abandon();
        assertTrue(udp.isAnswered());
        assertEquals(List.of("0 100"), rig.events);
        rig.pass(31_950);
        assertEquals(0, rig.table.answer(udp.key(), rig.udp).length);
        rig.pass(50);
        assertNull(rig.table.answer(udp.key(), rig.udp));
    }
}
