package org.hotcut.sip.core;

import java.util.ArrayList;
import java.util.List;

import org.hotcut.sip.core.route.Hop;

/** The hops of one target, of which the next is tried when one has failed (RFC 3263 section 4.3). */
final class Ways {
    private List<Hop> hops;
    private int tried;

    Ways(List<Hop> hops) {
        this.hops = hops;
    }

    boolean hasNext() {
        return tried < hops.size();
    }

    Hop next() {
        return hops.get(tried++);
    }

    /** Returns whether the next is the same by UDP. */
    boolean isNextUdpOf(Hop hop) {
        return hasNext() && hops.get(tried).equals(hop.byUdp());
    }

    /** RFC 3261 section 18.1.1: what is too long goes by TCP, and by UDP after all when there is no connection. */
    void byTcpFirst(Hop hop) {
        List<Hop> both = new ArrayList<>(hops);
        both.add(tried, hop.byTcp());
        both.add(tried + 1, hop.byTcp().byUdp());
        hops = both;
    }
}
