package org.hotcut.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationsTest {
    @ParameterizedTest
    @CsvSource({"0, 0 ms", "999, 999 ms", "1000, 1 s", "59999, 59 s", "60000, 1 min", "61000, 1 min 1 s", "3600000, 1 h", "5400000, 1 h 30 min",
        "86400000, 1 d", "90000000, 1 d 1 h", "8640000000, 100 d"})
    void areSaidInTwoUnits(long millis, String text) {
        assertEquals(text, Durations.text(millis));
    }
}
