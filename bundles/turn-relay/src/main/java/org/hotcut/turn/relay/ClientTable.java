package org.hotcut.turn.relay;

import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;

/**
 * Whose datagrams come to a socket, by sender. Those of IPv4 stand in a table of numbers, so that the look-up each packet costs touches one line of the cache and follows no
 * objects. Touched by one loop.
 */
final class ClientTable {
    private static final int FIRST_SIZE = 16;
    /** 2 to the 64th, divided by the golden ratio: spreads neighbours. */
    private static final long SPREAD = 0x9e3779b97f4a7c15L;
    private static final int BITS_BELOW = 40;

    private final Map<InetSocketAddress, Allocation> others = new HashMap<>();
    /** Open addressing, at most half full; 0 is an empty place, for port 0 sends nothing. */
    private long[] keys = new long[FIRST_SIZE];
    private Allocation[] allocations = new Allocation[FIRST_SIZE];
    private int size;

    /** Returns address and port as one number, or 0 when it is none of IPv4. */
    static long key(InetSocketAddress address) {
        // the hash of an IPv4 address is its number
        return address.getAddress() instanceof Inet4Address four ? (long) four.hashCode() << Short.SIZE | address.getPort() : 0;
    }

    Allocation get(InetSocketAddress client) {
        long key = key(client);
        if (key == 0) {
            return others.get(client);
        }
        int at = place(key);
        return keys[at] == key ? allocations[at] : null;
    }

    /** Returns where the key is, or would be. */
    private int place(long key) {
        int mask = keys.length - 1;
        int at = home(key, mask);
        while (keys[at] != key && keys[at] != 0) {
            at = at + 1 & mask;
        }
        return at;
    }

    private static int home(long key, int mask) {
        return (int) (key * SPREAD >>> BITS_BELOW) & mask;
    }

    void put(InetSocketAddress client, Allocation allocation) {
        long key = key(client);
        if (key == 0) {
            others.put(client, allocation);
            return;
        }
        int at = place(key);
        if (keys[at] == 0) {
            size++;
        }
        keys[at] = key;
        allocations[at] = allocation;
        if (2 * size > keys.length) {
            grow();
        }
    }

    private void grow() {
        long[] oldKeys = keys;
        Allocation[] oldAllocations = allocations;
        keys = new long[2 * oldKeys.length];
        allocations = new Allocation[keys.length];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != 0) {
                int at = place(oldKeys[i]);
                keys[at] = oldKeys[i];
                allocations[at] = oldAllocations[i];
            }
        }
    }

    void remove(InetSocketAddress client) {
        long key = key(client);
        if (key == 0) {
            others.remove(client);
            return;
        }
        int at = place(key);
        if (keys[at] == key) {
            size--;
            close(at);
        }
    }

    /** Empties a place and moves up those behind it that would not be found any more. */
    private void close(int gap) {
        int mask = keys.length - 1;
        int free = gap;
        for (int at = gap + 1 & mask; keys[at] != 0; at = at + 1 & mask) {
            if ((at - home(keys[at], mask) & mask) >= (at - free & mask)) {
                keys[free] = keys[at];
                allocations[free] = allocations[at];
                free = at;
            }
        }
        keys[free] = 0;
        allocations[free] = null;
    }

    boolean isEmpty() {
        return size == 0 && others.isEmpty();
    }
}
