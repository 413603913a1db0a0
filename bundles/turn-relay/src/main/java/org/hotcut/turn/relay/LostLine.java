package org.hotcut.turn.relay;

import java.nio.ByteBuffer;

import org.hotcut.core.api.net.Flow;
import org.hotcut.turn.api.Client;

/** Where a client was that may come back from elsewhere (RFC 8016). Whoever is met at that address now, by another DTLS session, may be somebody else. */
final class LostLine extends Line {
    LostLine(Client client) {
        super(client);
    }

    @Override
    void holds(Allocation allocation, Fronts fronts) {
        // nothing comes by it
    }

    @Override
    boolean isOf(int loop) {
        return true;
    }

    @Override
    Flow flow() {
        return new Flow(0, null, client().protocol(), client().server(), client().address());
    }

    @Override
    boolean send(byte[] message) {
        return false;
    }

    @Override
    boolean deliver(Peer peer, ByteBuffer data) {
        return false;
    }

    @Override
    boolean isGone() {
        return true;
    }
}
