package org.hotcut.turn.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ComplaintsTest {
    private final Complaints complaints = new Complaints(LoggerFactory.getLogger(ComplaintsTest.class), "lines of a test");

    @Test
    void whatClientsCanHaveWrittenHasABoundASecond() {
        assertEquals(20, written(10_000));
        assertEquals(0, written(10_999));
        assertEquals(20, written(11_000));
    }

    private long written(long now) {
        return IntStream.range(0, 1_000).filter(i -> complaints.mayWrite(now)).count();
    }
}
