package org.hotcut.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

class ManualLoopsTest {
    private final ManualClock clock = new ManualClock();
    private final ManualLoops loops = new ManualLoops(2, clock);

    @Test
    void ticksFireInOrderAsTheClockPassesThem() throws Exception {
        List<String> fired = new ArrayList<>();
        long start = clock.millis();
        loops.tick(0, 20, () -> fired.add("a" + (clock.millis() - start)));
        AutoCloseable second = loops.tick(1, 30, () -> fired.add("b" + (clock.millis() - start) + " on " + loops.current()));
        loops.advance(Duration.ofMillis(50));
        second.close();
        loops.advance(Duration.ofMillis(20));
        assertEquals(List.of("a20", "b30 on 1", "a40", "a60"), fired);
    }

    @Test
    void tasksWaitUntilTheyAreRun() {
        List<Integer> ran = new ArrayList<>();
        loops.execute(1, () -> {
            ran.add(loops.current());
            loops.execute(0, () -> ran.add(loops.current()));
        });
        assertEquals(1, loops.waiting());
        loops.run();
        assertEquals(List.of(1, 0), ran);
    }
}
