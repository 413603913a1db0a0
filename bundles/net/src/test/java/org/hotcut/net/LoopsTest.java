package org.hotcut.net;

import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoopsTest {
    private final NetFixture fixture = new NetFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void aTickGoesOnAfterAnyFault() throws Exception {
        AtomicInteger ticks = new AtomicInteger();
        try (AutoCloseable tick = fixture.net.loops().tick(0, 5, () -> {
            if (ticks.incrementAndGet() == 1) {
                throw new StackOverflowError("of this test");
            }
        })) {
            NetFixture.until(() -> ticks.get() > 2);
        }
    }
}
