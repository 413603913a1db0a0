package org.hotcut.sip.core.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

import org.hotcut.core.api.net.Protocol;
import org.hotcut.testkit.ManualClock;
import org.junit.jupiter.api.Test;

class AvoidedTest {
    private final ManualClock clock = new ManualClock();
    private final Avoided avoided = new Avoided(clock::nanos);

    private static Hop hop(int port) {
        return Hop.to(Protocol.UDP, new InetSocketAddress("192.0.2.1", port), "example.org");
    }

    @Test
    void whatIsAvoidedComesLastAndOnlyForItsTime() {
        avoided.add(hop(1), 30_000);
        assertEquals(List.of(hop(2), hop(3), hop(1)), avoided.last(List.of(hop(1), hop(2), hop(3))));
        clock.advance(Duration.ofSeconds(30));
        assertEquals(List.of(hop(1), hop(2), hop(3)), avoided.last(List.of(hop(1), hop(2), hop(3))));
        assertEquals(0, avoided.size());
    }

    @Test
    void anotherProtocolAtTheSamePlaceIsAnother() {
        avoided.add(hop(1), 30_000);
        assertFalse(avoided.contains(hop(1).byTcp()));
    }

    @Test
    void whoeverAnswersIsNotAvoidedAnyMore() {
        avoided.add(hop(1), 30_000);
        avoided.remove(hop(1));
        assertFalse(avoided.contains(hop(1)));
    }

    @Test
    void aThousandIsTheMostUntilTheOldOnesAreOver() {
        for (int port = 1; port <= 1_001; port++) {
            avoided.add(hop(port), 30_000);
        }
        assertFalse(avoided.contains(hop(1_001)));
        clock.advance(Duration.ofSeconds(31));
        avoided.add(hop(1_001), 30_000);
        assertTrue(avoided.contains(hop(1_001)));
        assertEquals(1, avoided.size());
    }
}
