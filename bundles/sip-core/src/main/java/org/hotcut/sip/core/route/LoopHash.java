package org.hotcut.sip.core.route;

import java.util.Arrays;

import org.hotcut.core.api.Keys;
import org.hotcut.hash.SipHash;
import org.hotcut.sip.message.Request;
import org.hotcut.sip.message.Via;

/**
 * The part of our branch that tells a loop from a spiral (RFC 5393 section 4.2): a hash, with a key of our own, of what decides where a request goes as it arrived.
 * A request that comes back with the same is in a loop; with another Request-URI or Route it only passes here a second time. Vias and the method do not
 * count, nor do header fields that somebody on the way may add in every round. The key is the same on all loops and after a restart; over its
 * rotation a loop is ended by Max-Forwards. One for each loop.
 */
public final class LoopHash implements Request.Part {
    private final SipHash hash;
    private long sum;
    private int parts;

    /** Hashes with the present key of purpose {@code branch}. */
    public LoopHash(Keys keys) {
        hash = new SipHash(Arrays.copyOf(keys.current("branch").secret().getEncoded(), 16));
    }

    /** Returns the hash of a request as it arrived, without Routes of ours. */
    public long of(Request request) {
        sum = 0;
        parts = 0;
        request.decisive(this);
        return sum;
    }

    @Override
    public void take(byte[] bytes, int from, int to) {
        sum ^= hash.of(parts++, bytes, from, to);
    }

    /** Returns whether a request was here before with the same hash. Costs a look at one branch as long as no proxy has forwarded it. */
    public boolean isLoop(Request request) {
        if (Branches.hash(request.topVia().branch()) < 0 && request.hasOneVia()) {
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
}
