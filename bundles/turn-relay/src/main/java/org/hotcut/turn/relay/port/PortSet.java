package org.hotcut.turn.relay.port;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/** Which ports of an address are taken; a bit each. Safe for any thread, nobody waits. */
final class PortSet {
    private static final int PORTS = 1 << 16;

    private final AtomicLongArray words = new AtomicLongArray(PORTS / Long.SIZE);
    private final AtomicInteger taken = new AtomicInteger();

    /** Takes a port. Returns false when it is taken. */
    boolean take(int port) {
        int word = port / Long.SIZE;
        long bit = 1L << port;
        while (true) {
            long before = words.get(word);
            if ((before & bit) != 0) {
                return false;
            }
            if (words.compareAndSet(word, before, before | bit)) {
                taken.incrementAndGet();
                return true;
            }
        }
    }

    /** Gives one back that was taken. */
    void free(int port) {
        int word = port / Long.SIZE;
        long bit = 1L << port;
        while (true) {
            long before = words.get(word);
            if (words.compareAndSet(word, before, before & ~bit)) {
                taken.decrementAndGet();
                return;
            }
        }
    }

    int taken() {
        return taken.get();
    }
}
