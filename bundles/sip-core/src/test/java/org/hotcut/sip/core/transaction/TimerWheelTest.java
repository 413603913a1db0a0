package org.hotcut.sip.core.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.hotcut.testkit.ManualClock;
import org.junit.jupiter.api.Test;

class TimerWheelTest {
    private final ManualClock clock = new ManualClock();
    private final TimerWheel wheel = new TimerWheel(clock::nanos);
    private final List<String> fired = new ArrayList<>();

    private final class Named extends Timer {
        private final String name;

        Named(String name) {
            this.name = name;
        }

        @Override
        protected void fire() {
            fired.add(name);
        }
    }

    private void pass(long millis) {
        clock.advance(Duration.ofMillis(millis));
        wheel.advance();
    }

    @Test
    void firesNeverEarlyAndAtMostATickLate() {
        clock.advance(Duration.ofMillis(20));
        wheel.set(new Named("a"), 100);
        pass(99);
        assertEquals(List.of(), fired);
        pass(TimerWheel.TICK_MILLIS + 1);
        assertEquals(List.of("a"), fired);
    }

    @Test
    void aTimerSetAnewFiresOnceAtTheLaterTime() {
        Timer timer = new Named("a");
        wheel.set(timer, 100);
        pass(50);
        wheel.set(timer, 200);
        pass(150);
        assertEquals(List.of(), fired);
        pass(100);
        assertEquals(List.of("a"), fired);
        assertFalse(timer.isSet());
    }

    @Test
    void aCancelledTimerNeverFires() {
        Timer timer = new Named("a");
        wheel.set(timer, 100);
        assertTrue(timer.isSet());
        wheel.cancel(timer);
        wheel.cancel(timer);
        pass(1_000);
        assertEquals(List.of(), fired);
    }

    @Test
    void timesLongerThanATurnOfTheWheelAreKept() {
        wheel.set(new Named("timer C"), 180_000);
        pass(179_999);
        assertEquals(List.of(), fired);
        pass(51);
        assertEquals(List.of("timer C"), fired);
    }

    @Test
    void aTimerThatFiresMayCancelAnotherOfTheSameTick() {
        Timer victim = new Named("victim");
        wheel.set(new Timer() {
            @Override
            protected void fire() {
                wheel.cancel(victim);
                wheel.set(this, 50);
                fired.add("killer");
            }
        }, 100);
        wheel.set(victim, 100);
        pass(100);
        assertEquals(List.of("killer"), fired);
        pass(50);
        assertEquals(List.of("killer", "killer"), fired);
    }

    @Test
    void aTimerThatFailsTakesNoOtherWithIt() {
        wheel.set(new Timer() {
            @Override
            protected void fire() {
                throw new IllegalStateException("of this test");
            }
        }, 100);
        wheel.set(new Named("behind it"), 100);
        wheel.set(new Named("later"), 150);
        pass(200);
        assertEquals(List.of("behind it", "later"), fired);
    }

    @Test
    void aLoopThatWasHeldUpCatchesUpInOrder() {
        wheel.set(new Named("second"), 400);
        wheel.set(new Named("first"), 200);
        pass(60_000);
        assertEquals(List.of("first", "second"), fired);
    }
}
