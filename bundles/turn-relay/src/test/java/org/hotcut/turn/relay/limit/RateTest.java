package org.hotcut.turn.relay.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.jupiter.api.Test;

class RateTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int PACKET = 1000;

    @ParameterizedTest
    @ValueSource(longs = {0, Long.MAX_VALUE - 5 * SECOND, Long.MIN_VALUE, -3 * SECOND})
    void inTheFirstSecondTwiceAsMuchAndThenWhatIsAllowed(long start) {
        Rate rate = new Rate(new Speed(100 * PACKET), start);
        long[] passed = new long[5];
        for (int milli = 0; milli < 5000; milli++) {
            if (rate.allows(PACKET, start + milli * (SECOND / 1000))) {
                passed[milli / 1000]++;
            }
        }
        assertEquals(200, passed[0], 2);
        for (int second = 1; second < passed.length; second++) {
            assertEquals(100, passed[second], 2);
        }
    }

    @Test
    void whoWasSilentHasASecondsWorthAndNoMore() {
        Rate rate = new Rate(new Speed(100 * PACKET), 0);
        long later = 100 * SECOND;
        assertEquals(100, LongStream.range(0, 1000).filter(i -> rate.allows(PACKET, later)).count());
    }

    @Test
    void aPacketLargerThanTheRatePassesAndIsPaidForLater() {
        Rate rate = new Rate(new Speed(100), 0);
        assertTrue(rate.allows(PACKET, 0));
        assertFalse(rate.allows(PACKET, 8 * SECOND));
        assertTrue(rate.allows(PACKET, 10 * SECOND));
    }

    @Test
    void zeroIsNoLimit() {
        Rate rate = new Rate(new Speed(0), 0);
        assertEquals(100_000, LongStream.range(0, 100_000).filter(i -> rate.allows(PACKET, 0)).count());
    }

    @Test
    void anotherSpeedHoldsAtOnce() {
        Speed speed = new Speed(0);
        Rate rate = new Rate(speed, 0);
        assertTrue(rate.allows(1 << 30, 0));
        speed.set(PACKET);
        assertTrue(rate.allows(PACKET, 0));
        assertFalse(rate.allows(PACKET, 0));
        speed.set(0);
        assertTrue(rate.allows(PACKET, 0));
    }

    @Test
    void whatHasPassedAlreadyIsWaitedFor() {
        Speed speed = new Speed(PACKET);
        UserRate rate = new UserRate(speed, 0);
        assertEquals(0, rate.spend(PACKET, 0));
        assertEquals(3 * SECOND, rate.spend(3 * PACKET, 0));
        assertEquals(SECOND, rate.spend(0, 2 * SECOND));
        assertFalse(rate.allows(PACKET, 2 * SECOND));
        assertEquals(0, rate.spend(0, 3 * SECOND));
        assertEquals(SECOND / 2, rate.spend(PACKET / 2, 3 * SECOND));
        speed.set(0);
        assertEquals(0, rate.spend(PACKET, 3 * SECOND));
    }

    @Test
    void theAllocationsOfAUserShareWhatHeMayOnWhateverThreads() throws Exception {
        UserRate rate = new UserRate(new Speed(100 * PACKET), 0);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<Long>> passed = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
            passed.add(threads.submit(() -> LongStream.range(0, 1000).filter(i -> rate.allows(PACKET, 0)).count()));
        }
        long sum = 0;
        for (Future<Long> each : passed) {
            sum += each.get();
        }
        threads.shutdown();
        assertEquals(100, sum);
        assertTrue(rate.allows(PACKET, SECOND / 100));
        assertFalse(rate.allows(PACKET, SECOND / 100));
    }
}
