package org.hotcut.sip.core.transaction;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Random;

import org.hotcut.testkit.ManualClock;
import org.junit.jupiter.api.Test;

/** RFC 3261 section 17.2.2, Completed in figure 8. */
class FinishedTest {
    private static final int TIMER_J = 32_000;

    private final ManualClock clock = new ManualClock();
    private final TimerWheel wheel = new TimerWheel(clock::nanos);
    private final Finished finished = new Finished(wheel);
    private final InetAddress client = address("192.0.2.1");

    @Test
    void whatWasNeverHereIsNotKnown() {
        assertNull(finished.answer(key(0), client));
        finished.add(key(1), client, bytes(1));
        assertNull(finished.answer(key(0), client));
    }

    @Test
    void branchSentByAndMethodAllCount() {
        finished.add(new ServerKey("z9hG4bK1", "192.0.2.1", 5060, "BYE"), client, bytes(1));
        assertNull(finished.answer(new ServerKey("z9hG4bK2", "192.0.2.1", 5060, "BYE"), client));
        assertNull(finished.answer(new ServerKey("z9hG4bK1", "192.0.2.2", 5060, "BYE"), client));
        assertNull(finished.answer(new ServerKey("z9hG4bK1", "192.0.2.1", 5061, "BYE"), client));
        assertNull(finished.answer(new ServerKey("z9hG4bK1", "192.0.2.1", 5060, "INFO"), client));
        assertArrayEquals(bytes(1), finished.answer(new ServerKey("z9hG4bK1", "192.0.2.1", 5060, "BYE"), client));
    }

    @Test
    void whatASenderChoosesToLookAlikeIsNotTheSame() {
        assertEquals("Aa".hashCode(), "BB".hashCode());
        finished.add(new ServerKey("z9hG4bK1", "192.0.2.1", 5060, "Aa"), client, bytes(1));
        assertNull(finished.answer(new ServerKey("z9hG4bK1", "192.0.2.1", 5060, "BB"), client));
        finished.add(new ServerKey("z9hG4bK1", "192.0.2.1", -1, "INFO"), client, bytes(1));
        assertNull(finished.answer(new ServerKey("z9hG4bK1\0", "192.0.2.1", -1, "INFO"), client));
        finished.add(new ServerKey("z9hG4bK2", "ab", -1, "INFO"), client, bytes(1));
        assertNull(finished.answer(new ServerKey("z9hG4bK2a", "b", -1, "INFO"), client));
    }

    @Test
    void anotherAddressThatKnowsTheBranchLearnsNothingAndStartsNothing() {
        finished.add(key(1), client, bytes(1));
        assertEquals(0, finished.answer(key(1), address("192.0.2.2")).length);
        assertEquals(0, finished.answer(key(1), address("2001:db8::1")).length);
    }

    /** Against a list that does the same slowly: bursts, pauses longer than Timer J, answers of every size. */
    @Test
    void eachAnswerIsThereUntilItsTimerJAndNotLonger() {
        record Row(int number, long end) { }
        Random random = new Random(1);
        Deque<Row> rows = new ArrayDeque<>();
        int number = 0;
        for (int round = 0; round < 400; round++) {
            int burst = random.nextInt(round % 50 < 10 ? 400 : 40);
            for (int i = 0; i < burst; i++) {
                finished.add(key(number), client, bytes(number));
                rows.add(new Row(number++, clock.millis() + TIMER_J));
            }
            pass(random.nextInt(20) == 0 ? 40_000 : 50 * random.nextInt(40));
            while (!rows.isEmpty() && rows.peek().end <= clock.millis()) {
                assertNull(finished.answer(key(rows.poll().number), client));
            }
            assertEquals(rows.size(), finished.size());
            rows.forEach(row -> assertArrayEquals(bytes(row.number), finished.answer(key(row.number), client)));
        }
        pass(TIMER_J);
        assertEquals(0, finished.size());
        assertEquals(0, finished.bytes());
    }

    @Test
    void numbersMayOverflow() {
        for (int begin : new int[] {Integer.MAX_VALUE - 3, -3}) {
            Finished late = new Finished(wheel, begin);
            for (int i = 0; i < 3_000; i++) {
                late.add(key(i), client, bytes(i));
            }
            for (int i = 0; i < 3_000; i++) {
                assertArrayEquals(bytes(i), late.answer(key(i), client));
            }
            assertNull(late.answer(key(3_000), client));
        }
    }

    @Test
    void memoryIsGivenBackWhenAFractionIsLeftAndWhatIsLeftIsStillAnswered() {
        int many = 50 * Finished.FEWEST;
        for (int i = 0; i < many; i++) {
            finished.add(key(i), client, bytes(i));
        }
        assertEquals(64 * Finished.FEWEST, finished.room());
        pass(TIMER_J / 2);
        int few = 3 * Finished.FEWEST;
        for (int i = many; i < many + few; i++) {
            finished.add(key(i), client, bytes(i));
        }
        pass(TIMER_J / 2);
        assertEquals(few, finished.size());
        assertEquals(8 * Finished.FEWEST, finished.room());
        assertNull(finished.answer(key(many - 1), client));
        for (int i = many; i < many + few; i++) {
            assertArrayEquals(bytes(i), finished.answer(key(i), client));
        }
        pass(TIMER_J / 2);
        assertEquals(0, finished.size());
        assertEquals(Finished.FEWEST, finished.room());
    }

    @Test
    void aLoadThatStaysTheSameMovesNoRows() {
        for (int second = 0; second < 100; second++) {
            for (int i = 0; i < 100; i++) {
                finished.add(key(second * 100 + i), client, bytes(i));
            }
            pass(1_000);
            assertTrue(second < 40 || finished.room() == 4 * Finished.FEWEST, () -> finished.size() + " of " + finished.room());
        }
    }

    @Test
    void longAnswersAreCountedAndForgotten() {
        finished.add(key(1), client, new byte[65_000]);
        assertEquals(65_000 - 1_024, finished.bytes());
        pass(TIMER_J);
        assertEquals(0, finished.bytes());
    }

    private void pass(long millis) {
        clock.advance(Duration.ofMillis(millis));
        wheel.advance();
    }

    private static ServerKey key(int number) {
        return new ServerKey("z9hG4bK" + number, "192.0.2.1", 5060, "MESSAGE");
    }

    private static byte[] bytes(int number) {
        byte[] bytes = new byte[number * 31 % 1_300];
        Arrays.fill(bytes, (byte) number);
        return bytes;
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
