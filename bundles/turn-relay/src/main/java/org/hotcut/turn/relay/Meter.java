package org.hotcut.turn.relay;

import org.hotcut.core.api.net.StreamBudget;
import org.hotcut.turn.relay.limit.Quotas;
import org.hotcut.turn.relay.limit.Rate;
import org.hotcut.turn.relay.limit.UserRate;

/** How much an allocation may relay in a second, either way. Touched by its loop, but for the budget of its connections. */
final class Meter {
    private final Rate own;
    private final Quotas.Held held;
    private final Services services;
    /** Null until there is a connection. */
    private StreamBudget connections;

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

    /** Returns what its connections with peers are held to; an allocation that has any relays no packets. */
    StreamBudget connections() {
        if (connections == null) {
            UserRate all = new UserRate(services.allocationSpeed, System.nanoTime());
            connections = bytes -> spend(all, bytes);
        }
        return connections;
    }

    private long spend(UserRate all, int bytes) {
        if (!services.isMetered) {
            return 0;
        }
        long now = System.nanoTime();
        return Math.max(all.spend(bytes, now), held.rate().spend(bytes, now));
    }

    /** The allocation is counted no longer. */
    void release() {
        held.release();
    }
}
