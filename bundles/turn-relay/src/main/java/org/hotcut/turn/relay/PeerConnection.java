package org.hotcut.turn.relay;

import java.net.InetSocketAddress;

import org.hotcut.core.api.net.RelayStream;

/** A connection of a peer, before and while it is joined with one of the client's (RFC 6062). Touched by its allocation's loop. */
final class PeerConnection {
    final int id;
    final Allocation allocation;
    final RelayStream stream;
    /** When it is closed unless the client has asked for it. */
    final long awaitedUntil;
    /** A connection of the client has asked for it. */
    boolean isBound;

    PeerConnection(int id, Allocation allocation, RelayStream stream, long awaitedUntil) {
        this.id = id;
        this.allocation = allocation;
        this.stream = stream;
        this.awaitedUntil = awaitedUntil;
    }

    InetSocketAddress peer() {
        return stream.remote();
    }
}
