package org.hotcut.core.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

class LruTest {
    @Test
    void theLeastLatelyUsedGoesFirst() {
        List<Integer> evicted = new ArrayList<>();
        Lru<Integer, String> map = new Lru<>(1_600, (key, value) -> evicted.add(key));
        for (int i = 0; i < 10_000; i++) {
            map.put(i, "value");
            assertNotNull(map.get(0), "used all the time");
        }
        assertTrue(map.size() <= 1_600);
        assertEquals(10_000 - map.size(), evicted.size());
        assertNotNull(map.get(9_999));
    }

    @Test
    void aSmallerCapacityIsInForceAtOnce() {
        Lru<Integer, String> map = new Lru<>(16_000, (key, value) -> { });
        for (int i = 0; i < 10_000; i++) {
            map.put(i, "value");
        }
        map.resize(160);
        assertTrue(map.size() <= 160);
    }
}
