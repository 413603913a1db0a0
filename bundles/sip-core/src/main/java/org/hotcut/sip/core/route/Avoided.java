package org.hotcut.sip.core.route;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

import org.hotcut.core.api.net.Protocol;

/** Hops that have failed lately: they are tried after all others (RFC 3263 section 4.3). One for all loops, safe for any thread. */
public final class Avoided {
    private static final int MOST = 1_000;

    private record Place(Protocol protocol, InetSocketAddress address) {
        Place(Hop hop) {
            this(hop.protocol(), hop.address());
        }
    }

    private final LongSupplier nanos;
    private final Map<Place, Long> until = new ConcurrentHashMap<>();

    /** Makes an empty table; the clock is {@link System#nanoTime} outside of tests. */
    public Avoided(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /**
     * Avoids a hop for some time. When there are too many it is not.
     *
     * @return true when it was not avoided before
     */
    public boolean add(Hop hop, long millis) {
        if (!hop.isFound() || millis == 0) {
            return false;
        }
        long now = nanos.getAsLong();
        if (until.size() >= MOST) {
            until.values().removeIf(end -> end - now <= 0);
        }
        Place place = new Place(hop);
        if (until.size() >= MOST && !until.containsKey(place)) {
            return false;
        }
        Long before = until.put(place, now + millis * 1_000_000);
        return before == null || before - now <= 0;
    }

    /** It has answered. */
    public void remove(Hop hop) {
        if (!until.isEmpty()) {
            until.remove(new Place(hop));
        }
    }

    /** Returns whether it has failed lately. */
    public boolean contains(Hop hop) {
        if (until.isEmpty()) {
            return false;
        }
        Place place = new Place(hop);
        Long end = until.get(place);
        if (end == null) {
            return false;
        }
        if (end - nanos.getAsLong() > 0) {
            return true;
        }
        until.remove(place, end);
        return false;
    }

    /** Returns how many there are, over ones included. */
    public int size() {
        return until.size();
    }

    /** Returns the hops with those that are avoided at the end. */
    List<Hop> last(List<Hop> hops) {
        if (until.isEmpty() || hops.size() < 2) {
            return hops;
        }
        List<Hop> order = new ArrayList<>(hops.size());
        List<Hop> avoided = new ArrayList<>();
        for (Hop hop : hops) {
            (contains(hop) ? avoided : order).add(hop);
        }
        order.addAll(avoided);
        return order;
    }
}
