package org.hotcut.turn.relay;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Where there is a relayed address now, as it is bound and as it is told to clients. Safe for any thread. */
final class RelayedAddresses {
    /** How many allocations have it: one that is told may stand for two that are bound. */
    private final Map<InetSocketAddress, Integer> live = new ConcurrentHashMap<>();

    boolean contains(InetSocketAddress address) {
        return live.containsKey(address);
    }

    void add(InetSocketAddress bound, InetSocketAddress told) {
        live.merge(bound, 1, Integer::sum);
        live.merge(told, 1, Integer::sum);
    }

    void remove(InetSocketAddress bound, InetSocketAddress told) {
        live.computeIfPresent(bound, (address, count) -> count == 1 ? null : count - 1);
        live.computeIfPresent(told, (address, count) -> count == 1 ? null : count - 1);
    }
}
