package org.hotcut.net;

import static org.hotcut.net.NetFixture.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import org.hotcut.testkit.ManualClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DtlsPlacesTest {
    private static final int KEPT = 1_000;
    private final ManualClock clock = new ManualClock();
    private final List<Peer> peers = new ArrayList<>();
    private DtlsPlaces places;

    /** Has its place until it is told to leave, or {@link #end}. */
    private final class Peer implements DtlsPlaces.Shaking {
        private final InetAddress source;
        private final CountDownLatch over = new CountDownLatch(1);
        private volatile boolean hasBegun;
        private volatile boolean isToldToLeave;
        private volatile boolean isGivenUp;

        Peer(int source) {
            this.source = NetFixture.at("192.0.2." + source, 0).getAddress();
            peers.add(this);
        }

        /** Takes a place that is free. */
        Peer sits() {
            assertNull(places.begin(this));
            until(() -> hasBegun);
            return this;
        }

        /** Finds none. */
        Peer waits() {
            assertNull(places.begin(this));
            return this;
        }

        void end() {
            over.countDown();
        }

        @Override
        public InetAddress source() {
            return source;
        }

        @Override
        public void run() {
            hasBegun = true;
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void leave() {
            isToldToLeave = true;
            over.countDown();
        }

        @Override
        public void giveUp() {
            isGivenUp = true;
        }
    }

    private void open(int count, int ofSource) {
        places = new DtlsPlaces(new DtlsPlaces.Bounds(count, ofSource, KEPT, 8_000), clock);
    }

    private void pass(long millis) {
        clock.advance(Duration.ofMillis(millis));
        places.relieve();
    }

    @AfterEach
    void close() {
        peers.forEach(Peer::end);
        places.shutdown();
    }

    @Test
    void whoHasHadAPlaceForLongestLeavesItToAnother() {
        open(2, 4);
        Peer first = new Peer(1).sits();
        pass(KEPT / 2);
        Peer second = new Peer(2).sits();
        pass(10 * KEPT);
        assertFalse(first.isToldToLeave, "while nobody waits");
        Peer third = new Peer(3).waits();
        assertTrue(first.isToldToLeave);
        until(() -> third.hasBegun);
        assertFalse(second.isToldToLeave);
        until(() -> places.count() == 2);
    }

    @Test
    void nobodyLeavesBeforeHisTime() {
        open(1, 4);
        Peer first = new Peer(1).sits();
        pass(KEPT / 2);
        Peer second = new Peer(2).waits();
        pass(KEPT / 2 - 1);
        assertFalse(first.isToldToLeave);
        assertFalse(second.hasBegun);
        pass(1);
        assertTrue(first.isToldToLeave);
        until(() -> second.hasBegun);
        pass(KEPT - 1);
        new Peer(3).waits();
        assertFalse(second.isToldToLeave, "its time began with its turn");
    }

    @Test
    void asManyLeaveAsWait() {
        open(3, 4);
        List<Peer> sitting = List.of(new Peer(1).sits(), new Peer(1).sits(), new Peer(2).sits());
        List<Peer> waiting = List.of(new Peer(3).waits(), new Peer(4).waits());
        pass(KEPT);
        assertEquals(2, sitting.stream().filter(peer -> peer.isToldToLeave).count());
        until(() -> waiting.stream().allMatch(peer -> peer.hasBegun));
    }

    @Test
    void whoseSourceHasMostPlacesLeavesFirst() {
        open(3, 4);
        Peer alone = new Peer(1).sits();
        pass(KEPT);
        Peer one = new Peer(2).sits();
        pass(KEPT);
        Peer two = new Peer(2).sits();
        pass(KEPT);
        new Peer(3).waits();
        assertTrue(one.isToldToLeave);
        assertFalse(alone.isToldToLeave || two.isToldToLeave);
    }

    @Test
    void whoseSourceHasFewestPlacesIsNext() {
        open(2, 4);
        Peer stays = new Peer(1).sits();
        Peer ends = new Peer(2).sits();
        Peer greedy = new Peer(1).waits();
        Peer modest = new Peer(3).waits();
        ends.end();
        until(() -> modest.hasBegun);
        assertFalse(greedy.hasBegun || stays.isToldToLeave);
    }

    @Test
    void noSourceHasMoreThanItMay() {
        open(1, 2);
        Peer sits = new Peer(1).sits();
        Peer waits = new Peer(1).waits();
        assertEquals(Drops.Reason.TOO_MANY_OF_SOURCE, places.begin(new Peer(1)));
        sits.end();
        until(() -> waits.hasBegun && places.count() == 1);
        new Peer(1).waits();
        places.change(new DtlsPlaces.Bounds(1, 3, KEPT, 8_000));
        new Peer(1).waits();
        assertEquals(Drops.Reason.TOO_MANY_OF_SOURCE, places.begin(new Peer(1)));
    }

    @Test
    void whoWaitsForTooLongIsTold() {
        open(1, 4);
        places.change(new DtlsPlaces.Bounds(1, 4, 60_000, 8_000));
        new Peer(1).sits();
        Peer second = new Peer(2).waits();
        pass(2_000);
        Peer third = new Peer(3).waits();
        pass(2_000);
        assertTrue(second.isGivenUp);
        assertFalse(third.isGivenUp || second.hasBegun);
        assertEquals(2, places.count());
    }

    @Test
    void whenManyWaitASourceMayHaveOneAndThenThereIsAnEnd() {
        open(1, 100);
        places.change(new DtlsPlaces.Bounds(1, 100, 60_000, 8_000));
        new Peer(1).sits();
        for (int i = 0; i < 120; i++) {
            new Peer(2 + i % 2).waits();
        }
        assertEquals(Drops.Reason.TOO_MANY_OF_SOURCE, places.begin(new Peer(2)));
        for (int i = 0; i < 120; i++) {
            new Peer(10 + i).waits();
        }
        assertEquals(Drops.Reason.TOO_MANY_CONNECTIONS, places.begin(new Peer(200)));
    }

    @Test
    void aFaultCostsNoPlace() {
        open(1, 4);
        DtlsPlaces.Shaking faulty = new DtlsPlaces.Shaking() {
            @Override
            public InetAddress source() {
                return NetFixture.at("192.0.2.1", 0).getAddress();
            }

            @Override
            public void run() {
                throw new IllegalStateException("as the test wants it");
            }

            @Override
            public void leave() {
                throw new AssertionError("it has no time to");
            }

            @Override
            public void giveUp() {
                throw new AssertionError("it was its turn");
            }
        };
        assertNull(places.begin(faulty));
        until(() -> places.count() == 0);
        new Peer(2).sits();
    }
}
