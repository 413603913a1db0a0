package org.hotcut.net;

import java.util.concurrent.atomic.AtomicLong;

/** How many bytes all connections together may have waiting for a transport. Safe for any thread. */
final class ParkingBudget {
    private final long limit;
    private final AtomicLong used = new AtomicLong();

    ParkingBudget(long limit) {
        this.limit = limit;
    }

    boolean take(int bytes) {
        if (used.addAndGet(bytes) <= limit) {
            return true;
        }
        used.addAndGet(-bytes);
        return false;
    }

    void give(int bytes) {
        used.addAndGet(-bytes);
    }

    long used() {
        return used.get();
    }
}
