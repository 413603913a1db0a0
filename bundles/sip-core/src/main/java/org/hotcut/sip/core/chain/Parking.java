package org.hotcut.sip.core.chain;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** How much of one name waits on all loops together. Only what is parked pays for the shared counters. */
final class Parking {
    static final int MOST_EVENTS = 20_000;
    static final long MOST_BYTES = 64L << 20;

    private final AtomicInteger events = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    boolean enter(int size) {
        if (events.incrementAndGet() > MOST_EVENTS) {
            events.decrementAndGet();
            return false;
        }
        if (bytes.addAndGet(size) > MOST_BYTES) {
            leave(size);
            return false;
        }
        return true;
    }

    void leave(int size) {
        events.decrementAndGet();
        bytes.addAndGet(-size);
    }

    int events() {
        return events.get();
    }
}
