package org.hotcut.sip.core;

import java.util.SplittableRandom;

import org.hotcut.core.api.net.Flow;

/**
 * Unanswered requests by source: a connection, or an address over UDP (the prefix of 64 bits for IPv6). A table of fixed size whose places several
 * sources may share, in a way nobody outside can compute: no memory for those who send from many addresses.
 */
final class SourceCounts {
    private static final int PLACES = 1 << 14;

    private final int[] counts = new int[PLACES];
    private final long seed = new SplittableRandom().nextLong();

    /** Returns the place of a source, for {@link #enter} and {@link #leave}. */
    int place(Flow flow) {
        long source = flow.id();
        if (!flow.protocol().isStream()) {
            byte[] address = flow.remote().getAddress().getAddress();
            source = 0;
            for (int i = 0; i < Math.min(8, address.length); i++) {
                source = source << 8 | address[i] & 0xff;
            }
        }
        long mixed = (source ^ seed) * 0x9e3779b97f4a7c15L;
        return (int) ((mixed ^ mixed >>> 29) * 0xbf58476d1ce4e5b9L >>> 50);
    }

    /** Counts a request; returns false, counting nothing, when there are so many already. */
    boolean enter(int place, int most) {
        if (counts[place] >= most) {
            return false;
        }
        counts[place]++;
        return true;
    }

    void leave(int place) {
        counts[place]--;
    }
}
