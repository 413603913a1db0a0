package org.hotcut.turn.relay;

import org.hotcut.turn.relay.limit.Quotas;
import org.hotcut.turn.relay.limit.Rate;

/** How much an allocation may relay in a second, either way. Touched by its loop. */
final class Meter {
    private final Rate own;
    private final Quotas.Held held;
    private final Services services;

    Meter(Services services, Quotas.Held held) {
        this.own = new Rate(services.allocationSpeed, System.nanoTime());
        this.held = held;
        this.services = services;
    }

    boolean admits(int bytes) {
        if (!services.isMetered) {
            return true; // spares the look at the clock
        }
        long now = System.nanoTime();
        return own.allows(bytes, now) && held.rate().allows(bytes, now);
    }

    /** The allocation is counted no longer. */
    void release() {
        held.release();
    }
}
