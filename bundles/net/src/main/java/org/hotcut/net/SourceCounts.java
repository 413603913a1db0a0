package org.hotcut.net;

import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Connections of one listener that are up, in all and by source. Its size is bounded by the number of connections. */
final class SourceCounts {
    private final ConcurrentHashMap<InetAddress, Integer> bySource = new ConcurrentHashMap<>();
    private final AtomicInteger total = new AtomicInteger();

    int total() {
        return total.get();
    }

    /** Counts one more. Returns why it is too many, or null when it is not; only then {@link #remove} is due. */
    Drops.Reason add(InetAddress source, Limits limits) {
        if (total.incrementAndGet() > limits.maxConnections()) {
            total.decrementAndGet();
            return Drops.Reason.TOO_MANY_CONNECTIONS;
        }
        if (bySource.merge(source, 1, Integer::sum) > limits.maxOfSource()) {
            remove(source);
            return Drops.Reason.TOO_MANY_OF_SOURCE;
        }
        return null;
    }

    void remove(InetAddress source) {
        total.decrementAndGet();
        bySource.computeIfPresent(source, (key, count) -> count == 1 ? null : count - 1);
    }
}
