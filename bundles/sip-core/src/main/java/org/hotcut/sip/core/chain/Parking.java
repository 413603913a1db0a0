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

    /** Returns whether three quarters are taken. */
    boolean isFilling() {
        return events.get() >= MOST_EVENTS / 4 * 3 || bytes.get() >= MOST_BYTES / 4 * 3;
    }

    /** Returns whether half of it is free. */
    boolean isEased() {
        return events.get() <= MOST_EVENTS / 2 && bytes.get() <= MOST_BYTES / 2;
    }

    void leave(int size) {
        events.decrementAndGet();
        bytes.addAndGet(-size);
    }

    int events() {
        return events.get();
    }
}
