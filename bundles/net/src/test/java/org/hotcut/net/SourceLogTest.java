package org.hotcut.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SourceLogTest {
    private static final long SECOND = 1_000_000_000L;

    private final SourceLog log = new SourceLog();
    private final long start = System.nanoTime();

    @Test
    void namesASourceOnceAMinuteAndCountsTheRest() {
        var source = NetFixture.at("192.0.2.1", 0).getAddress();
        assertEquals(0, log.admit(source, start));
        assertEquals(-1, log.admit(source, start + SECOND));
        assertEquals(-1, log.admit(source, start + 59 * SECOND));
        assertEquals(2, log.admit(source, start + 61 * SECOND));
    }

    @Test
    void staysSmallWhateverItIsTold() {
        int said = 0;
        for (int i = 0; i < 10_000; i++) {
            if (log.admit(NetFixture.at("10.1." + i / 250 + '.' + i % 250, 0).getAddress(), start + i * SECOND / 10) >= 0) {
                said++;
            }
        }
        assertTrue(log.size() <= 1024);
        assertTrue(said <= 1800, "about a hundred a minute: " + said);
    }
}
