package org.hotcut.turn.relay;

import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** The peers' connections of an allocation, by peer: there is one of each at most (RFC 6062 section 5.2). Touched by its loop. */
final class PeerConnections {
    private final Map<InetSocketAddress, PeerConnection> open = new HashMap<>(2);
    /** To whom there is none yet. */
    private final Set<InetSocketAddress> attempts = new HashSet<>(2);

    /** Returns whether there is one, or soon may be. */
    boolean has(InetSocketAddress peer) {
        return open.containsKey(peer) || attempts.contains(peer);
    }

    int size() {
        return open.size() + attempts.size();
    }

    Collection<PeerConnection> all() {
        return open.values();
    }

    void attempt(InetSocketAddress peer) {
        attempts.add(peer);
    }

    void attempted(InetSocketAddress peer) {
        attempts.remove(peer);
    }

    void add(PeerConnection connection) {
        open.put(connection.peer(), connection);
    }

    void remove(PeerConnection connection) {
        open.remove(connection.peer(), connection);
    }

    /** Closes those that no connection of the client has asked for in time (RFC 6062 section 5.3). */
    void tick(long now) {
        if (!open.isEmpty()) {
            close(connection -> !connection.isBound && connection.awaitedUntil <= now);
        }
    }

    /** Closes these, after what they were given was written; that they are gone is told later. */
    void close(Predicate<PeerConnection> which) {
        those(which).forEach(connection -> connection.stream.close());
    }

    /** Closes these at once. */
    void abort(Predicate<PeerConnection> which) {
        those(which).forEach(connection -> connection.stream.abort());
    }

    private List<PeerConnection> those(Predicate<PeerConnection> which) {
        return open.values().stream().filter(which).toList();
    }
}
