package org.hotcut.sip.core.route;

import java.util.Arrays;

import org.hotcut.core.api.Keys;
import org.hotcut.sip.api.NameAddr;
import org.hotcut.sip.message.Request;
import org.hotcut.sip.message.Via;

/**
 * The part of our branch that tells a loop from a spiral (RFC 5393 section 4.2): a hash, with a key of our own, of what decides where a request goes as it arrived.
 * A request that comes back with the same is in a loop; with another Request-URI or Route it only passes here a second time. Vias and the method do not
 * count, nor do header fields that somebody on the way may add in every round. The key is the same on all loops and after a restart; over its
 * rotation a loop is ended by Max-Forwards.
 */
public final class LoopHash {
    private static final String[] PREFERENCES = {"Accept-Contact", "Reject-Contact", "Request-Disposition"};

    private final SipHash hash;

    /** Hashes with the present key of purpose {@code branch}. */
    public LoopHash(Keys keys) {
        hash = new SipHash(Arrays.copyOf(keys.current("branch").secret().getEncoded(), 16));
    }

    /** Returns the hash of a request as it arrived, without Routes of ours. */
    public long of(Request request) {
        long sum = hash.of(0, request.uri().text()) ^ hash.of(1, request.callId()) ^ request.cseq();
        sum ^= hash.of(2, or(request.fromTag())) ^ hash.of(3, or(request.toTag()));
        if (request.routeCount() > 0) {
            int kind = 100;
            for (NameAddr route : request.addresses("Route")) {
                sum ^= hash.of(kind++, route.text());
            }
        }
        for (int i = 0; i < PREFERENCES.length; i++) {
            String wish = request.header(PREFERENCES[i]);
            sum ^= wish == null ? 0 : hash.of(10 + i, wish);
        }
        return sum;
    }

    /** Returns whether a request was here before with the same hash. Costs a look at one branch as long as no proxy has forwarded it. */
    public boolean isLoop(Request request) {
        boolean alone = request.viaCount() == 1;
        if (alone && Branches.hash(request.topVia().branch()) < 0) {
            return false;
        }
        long own = -1;
        for (Via via : request.vias()) {
            long before = Branches.hash(via.branch());
            if (before >= 0) {
                own = own < 0 ? Branches.cut(of(request)) : own;
                if (before == own) {
                    return true;
                }
            }
        }
        return false;
    }

    private static String or(String tag) {
        return tag == null ? "" : tag;
    }
}
