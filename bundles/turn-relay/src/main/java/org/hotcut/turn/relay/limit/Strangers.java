package org.hotcut.turn.relay.limit;

import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLongArray;

import org.hotcut.hash.SipHash;

/**
 * How many answers a second go to datagrams whose senders have proven nothing, so that we do not flood whoever they say they are. Counted by source, in a table of fixed size:
 * two sources may share a count by chance but not by intent, for the hash has a secret key. A flood from everywhere meets the limit for all sources together; honest clients
 * then get their answer to one of their repetitions. Safe for any thread.
 */
public final class Strangers {
    private static final int SLOTS = 1 << 16;
    private static final int ALL = SLOTS;
    private static final int KEY = 16;
    private static final long SECOND = 1000;

    private final SipHash hash;
    private final AtomicLongArray counts = new AtomicLongArray(SLOTS + 1); // of each, in the upper half the second that the lower half counts
    private volatile int perSource;
    private volatile int inAll;

    /** As {@link #limits}. */
    public Strangers(int perSource, int inAll) {
        byte[] key = new byte[KEY];
        new SecureRandom().nextBytes(key);
        hash = new SipHash(key);
        limits(perSource, inAll);
    }

    /**
     * Sets how many a second there are.
     *
     * @param newPerSource to an IPv4 address or IPv6 /64
     * @param newInAll     to all of them together
     */
    public void limits(int newPerSource, int newInAll) {
        perSource = newPerSource;
        inAll = newInAll;
    }

    /**
     * Returns whether one more answer may go there, and counts it.
     *
     * @param now milliseconds, of any clock that goes forward
     */
    public boolean mayAnswer(InetAddress source, long now) {
        int second = (int) (now / SECOND);
        return take(slot(source), second, perSource) && take(ALL, second, inAll);
    }

    private int slot(InetAddress source) {
        byte[] octets = source.getAddress();
        int length = Math.min(octets.length, Source.IPV6_OCTETS);
        return (int) hash.of(octets.length, octets, 0, length) & SLOTS - 1;
    }

    private boolean take(int slot, int second, int most) {
        while (true) {
            long before = counts.get(slot);
            int used = (int) (before >>> Integer.SIZE) == second ? (int) before : 0;
            if (used >= most) {
                return false;
            }
            if (counts.compareAndSet(slot, before, (long) second << Integer.SIZE | used + 1)) {
                return true;
            }
        }
    }
}
