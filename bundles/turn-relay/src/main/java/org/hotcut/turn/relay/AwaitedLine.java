package org.hotcut.turn.relay;

import java.nio.ByteBuffer;

import org.hotcut.core.api.net.Flow;
import org.hotcut.turn.api.Client;

/** To a client of before a restart whose listener is not open yet. */
final class AwaitedLine extends Line {
    AwaitedLine(Client client) {
        super(client);
    }

    @Override
    void holds(Allocation allocation, Fronts fronts) {
        // whose datagrams they are is found by Clients
    }

    @Override
    boolean isOf(int loop) {
        return false;
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
}
