package org.hotcut.core.state;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.hotcut.core.api.Housekeeping;
import org.hotcut.core.state.work.WorkPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MinutesTest {
    private static final Map<String, Object> PROPERTIES = Map.of("service.id", 7L, "hotcut.name", "certificates");

    private final Ticker ticker = new Ticker();
    private final WorkPool pool = new WorkPool(4, 100, 30_000);
    private final Minutes minutes = new Minutes(pool, ticker, 10);

    @BeforeAll
    static void waitLongEnough() {
        Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
    }

    @AfterEach
    void stop() {
        minutes.stop();
        ticker.stop();
        pool.stop();
    }

    @Test
    void housekeepingIsCalledAgainAndAgainEvenWhenItFails() {
        AtomicInteger calls = new AtomicInteger();
        minutes.bindHousekeeping(() -> {
            calls.incrementAndGet();
            throw new IllegalStateException("a test");
        }, PROPERTIES);
        await().until(() -> calls.get() > 3);
    }

    @Test
    void housekeepingThatLeftIsNotCalledAnyMore() {
        AtomicInteger calls = new AtomicInteger();
        Housekeeping housekeeping = calls::incrementAndGet;
        minutes.bindHousekeeping(housekeeping, PROPERTIES);
        await().until(() -> calls.get() > 0);
        minutes.unbindHousekeeping(housekeeping, PROPERTIES);
        int atLeaving = calls.get();
        AtomicInteger others = new AtomicInteger();
        minutes.bindHousekeeping(others::incrementAndGet, Map.of("service.id", 8L, "hotcut.name", "other"));
        await().until(() -> others.get() > 2);
        assertEquals(atLeaving, calls.get());
    }

    @Test
    void housekeepingIsNeverCalledTwiceAtATime() {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger calls = new AtomicInteger();
        minutes.bindHousekeeping(() -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            await().pollDelay(Duration.ofMillis(30)).until(() -> true);
            inside.decrementAndGet();
            calls.incrementAndGet();
        }, PROPERTIES);
        await().until(() -> calls.get() > 3);
        assertEquals(1, most.get());
    }
}
