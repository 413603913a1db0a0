package org.hotcut.sip.core.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;

import org.junit.jupiter.api.Test;

class NonInviteClientTransactionTest {
    private final Rig rig = new Rig();

    @Test
    void rfc3261_17_1_2_2_timerEGrowsToT2UntilTimerFGivesUp() {
        rig.request("BYE", rig.udp);
        rig.pass(40_000);
        assertEquals(List.of("0 BYE", "500 BYE", "1500 BYE", "3500 BYE", "7500 BYE", "11500 BYE", "15500 BYE", "19500 BYE", "23500 BYE", "27500 BYE", "31500 BYE",
            "32000 timed out"), rig.events);
        assertNull(rig.table.client(7, "BYE"));
    }

    @Test
    void whatIsQuietIsNotRepeatedButHeardUntilTimerF() {
        rig.request("BYE", rig.udp).quiet();
        rig.pass(40_000);
        assertEquals(List.of("0 BYE", "32000 timed out"), rig.events);
        assertEquals(0, rig.table.size());
    }

    @Test
    void afterAProvisionalResponseItIsRepeatedEveryT2() {
        ClientTransaction bye = rig.request("BYE", rig.udp);
        rig.pass(100);
        bye.response(Rig.response("BYE", 100));
        rig.pass(9_000);
        assertEquals(List.of("0 BYE", "100 got 100", "500 BYE", "4500 BYE", "8500 BYE"), rig.events);
    }

    @Test
    void timerFHoldsAlsoAfterAProvisionalResponse() {
        ClientTransaction bye = rig.request("BYE", rig.tcp);
        bye.response(Rig.response("BYE", 100));
        rig.pass(40_000);
        assertEquals(List.of("0 BYE", "0 got 100", "32000 timed out"), rig.events);
    }

    @Test
    void theFinalResponseIsToldOnceAndTimerKAbsorbsOthers() {
        ClientTransaction bye = rig.request("BYE", rig.udp);
        bye.response(Rig.response("BYE", 200));
        bye.response(Rig.response("BYE", 200));
        assertEquals(List.of("0 BYE", "0 got 200"), rig.events);
        rig.pass(4_950);
        assertNotNull(rig.table.client(7, "BYE"));
        rig.pass(50);
        assertNull(rig.table.client(7, "BYE"));
    }

    @Test
    void overAStreamNothingStaysBehind() {
        rig.request("BYE", rig.tcp).response(Rig.response("BYE", 200));
        assertNull(rig.table.client(7, "BYE"));
        assertEquals(0, rig.table.size());
    }

    @Test
    void aLineThatGoesWhileItIsRepeatedIsTold() {
        rig.request("BYE", rig.udp);
        rig.lineIsGone = true;
        rig.pass(500);
        assertEquals(List.of("0 BYE", "500 unreachable"), rig.events);
    }

    @Test
    void whatIsAbandonedTellsNobody() {
        rig.request("BYE", rig.udp).abandon();
        rig.pass(40_000);
        assertEquals(List.of("0 BYE"), rig.events);
        assertEquals(0, rig.table.size());
    }
}
