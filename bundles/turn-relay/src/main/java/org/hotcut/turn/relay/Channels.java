package org.hotcut.turn.relay;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The channels of an allocation, by number and by peer. Touched by its loop; a look-up by number makes nothing. */
final class Channels {
    private static final int FIRST_SIZE = 4;

    private final Map<InetSocketAddress, Peer> byPeer = new HashMap<>(FIRST_SIZE);
    /** Open addressing, at most half full. */
    private Peer[] byNumber = new Peer[FIRST_SIZE];

    Peer find(int number) {
        Peer[] table = byNumber;
        int mask = table.length - 1;
        int at = number & mask;
        while (table[at] != null) {
            if (table[at].channel == number) {
                return table[at];
            }
            at = at + 1 & mask;
        }
        return null;
    }

    Peer find(InetSocketAddress peer) {
        return byPeer.get(peer);
    }

    Collection<Peer> all() {
        return byPeer.values();
    }

    int size() {
        return byPeer.size();
    }

    /** Adds one whose number and peer have none yet. */
    void add(Peer peer) {
        byPeer.put(peer.address, peer);
        if (2 * byPeer.size() > byNumber.length) {
            rebuild(2 * byNumber.length);
        } else {
            put(peer);
        }
    }

    /** Takes those out and returns them. */
    List<Peer> removeIf(Predicate<Peer> which) {
        List<Peer> gone = new ArrayList<>();
        for (Peer peer : byPeer.values()) {
            if (which.test(peer)) {
                gone.add(peer);
            }
        }
        if (!gone.isEmpty()) {
            gone.forEach(peer -> byPeer.remove(peer.address));
            rebuild(byNumber.length);
        }
        return gone;
    }

    private void rebuild(int size) {
        byNumber = new Peer[size];
        byPeer.values().forEach(this::put);
    }

    private void put(Peer peer) {
        int mask = byNumber.length - 1;
        int at = peer.channel & mask;
        while (byNumber[at] != null) {
            at = at + 1 & mask;
        }
        byNumber[at] = peer;
    }
}
