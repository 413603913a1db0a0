package org.hotcut.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.SelectStrategy;
import org.junit.jupiter.api.Test;

class CoalescingTest {
    private static final long MILLI = 1_000_000;

    private final Coalescing strategy = new Coalescing();
    private long packets;
    private long now = 7 * MILLI;

    /** Lets time pass with so many packets each millisecond. Returns how often there was a rest. */
    private int pass(int millis, int packetsEach) {
        int rests = 0;
        for (int i = 0; i < millis; i++) {
            packets += packetsEach;
            now += MILLI;
            rests += strategy.mayRest(packets, now) ? 1 : 0;
        }
        return rests;
    }

    @Test
    void manyPacketsAreLeftToGather() {
        pass(20, 20);
        assertEquals(30, pass(30, 20));
    }

    @Test
    void fewPacketsArePassedOnAtOnce() {
        assertEquals(0, pass(200, 9));
    }

    @Test
    void whenManyBecomeFewThatIsSoonNoticed() {
        pass(50, 20);
        assertTrue(pass(30, 1) <= 20);
        assertEquals(0, pass(50, 1));
    }

    @Test
    void whoFallsBehindDoesNotRest() {
        assertEquals(0, pass(100, 60));
        assertEquals(1, pass(1, 20));
    }

    @Test
    void nobodyRestsWhenNothingCame() {
        pass(50, 20);
        assertFalse(strategy.mayRest(packets, now));
    }

    @Test
    void theFirstPacketAfterAPauseIsPassedOnAtOnce() {
        pass(50, 20);
        now += 1_000 * MILLI;
        packets += 200;
        assertFalse(strategy.mayRest(packets, now));
    }

    @Test
    void whoHasTasksLooksAndGoesOn() throws Exception {
        assertEquals(3, strategy.calculateStrategy(() -> 3, true));
        assertEquals(SelectStrategy.SELECT, strategy.calculateStrategy(() -> 3, false));
    }
}
