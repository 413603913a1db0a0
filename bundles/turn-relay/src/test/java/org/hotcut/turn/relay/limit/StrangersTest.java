package org.hotcut.turn.relay.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

class StrangersTest {
    private static final long NOW = 1_700_000_000_000L;

    @Test
    void aSourceGetsItsAnswersEachSecond() {
        Strangers strangers = new Strangers(10, 1000);
        assertEquals(10, answers(strangers, "192.0.2.1", NOW));
        assertEquals(0, answers(strangers, "192.0.2.1", NOW + 999));
        assertEquals(10, answers(strangers, "192.0.2.1", NOW + 1000));
        assertEquals(10, answers(strangers, "192.0.2.1", NOW + 60_000));
    }

    @Test
    void halfOfAnIPv6AddressIsOneSource() {
        Strangers strangers = new Strangers(10, 1000);
        assertEquals(10, answers(strangers, "2001:db8::1", NOW));
        assertEquals(0, answers(strangers, "2001:db8::ffff:2", NOW));
        assertEquals(10, answers(strangers, "2001:db8:0:1::1", NOW));
    }

    @Test
    void allSourcesTogetherGetNoMoreThanThat() {
        Strangers strangers = new Strangers(10, 25);
        int answers = IntStream.range(1, 100).map(i -> answers(strangers, "192.0.2." + i, NOW)).sum();
        assertEquals(25, answers);
        assertEquals(10, answers(strangers, "192.0.2.1", NOW + 1000));
    }

    @Test
    void sourcesSeldomShareTheirCount() {
        Strangers strangers = new Strangers(1, 1 << 20);
        int answers = IntStream.range(0, 10_000).map(i -> strangers.mayAnswer(address("10.1." + i / 256 + '.' + i % 256), NOW) ? 1 : 0).sum();
        assertTrue(answers > 8500, "of 10000: " + answers);
    }

    @Test
    void otherLimitsHoldAtOnce() {
        Strangers strangers = new Strangers(1, 100);
        assertEquals(1, answers(strangers, "192.0.2.1", NOW));
        strangers.limits(5, 3);
        assertEquals(2, answers(strangers, "192.0.2.1", NOW));
        strangers.limits(0, 100);
        assertEquals(0, answers(strangers, "192.0.2.1", NOW + 1000));
    }

    private static int answers(Strangers strangers, String source, long now) {
        InetAddress address = address(source);
        return IntStream.range(0, 100).map(i -> strangers.mayAnswer(address, now) ? 1 : 0).sum();
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
