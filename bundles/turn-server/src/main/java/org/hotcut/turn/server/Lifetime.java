package org.hotcut.turn.server;

import org.hotcut.stun.Stun;

/**
 * For how long allocations are granted, in seconds (RFC 8656 sections 7.2 and 8.2).
 *
 * @param most for who asks for more
 */
record Lifetime(int most) {
    private static final int DEFAULT = 600;

    /** Returns what a request for an allocation gets: no less than the default, however little it wants. */
    int allocated(Request request) throws Refusal {
        return (int) Math.max(DEFAULT, Math.min(most, wanted(request)));
    }

    /** Returns what a request to refresh one gets; 0 ends it. */
    int refreshed(Request request) throws Refusal {
        return wanted(request) == 0 ? 0 : allocated(request);
    }

    private static long wanted(Request request) throws Refusal {
        if (!request.message().has(Stun.LIFETIME)) {
            return DEFAULT;
        }
        long seconds = request.message().uint32(Stun.LIFETIME);
        Request.require(seconds >= 0);
        return seconds;
    }
}
