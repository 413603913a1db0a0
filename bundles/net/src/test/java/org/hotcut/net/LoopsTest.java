package org.hotcut.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
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

    @Test
    void loopsOfSignallingComeFirst() {
        EventLoops loops = fixture.net.loops();
        assertEquals(2, loops.signallingCount());
        assertEquals(List.of(0, 1), loops.signalling().stream().map(loop -> loop.index).toList());
        int firstOfMedia = Sockets.best() == Sockets.NIO ? 0 : loops.signallingCount();
        assertEquals(List.of(firstOfMedia, firstOfMedia + 1), loops.media().stream().map(loop -> loop.index).toList());
        assertEquals(firstOfMedia + 2, loops.count());
    }

    @Test
    void withoutEpollTheSameAreOfMediaToo() {
        try (NetFixture plain = new NetFixture(Sockets.NIO, 2)) {
            assertEquals(2, plain.net.loops().count());
            assertEquals(2, plain.net.loops().signallingCount());
        }
    }
}
