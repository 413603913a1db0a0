package org.hotcut.turn.relay;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.PacketSocket;
import org.hotcut.stun.ChannelData;
import org.hotcut.turn.api.Client;

/** To a client that uses UDP or DTLS. */
final class DatagramLine extends Line {
    private final PacketSocket socket;
    private final InetSocketAddress address;

    DatagramLine(PacketSocket socket, InetSocketAddress address) {
        super(new Client(socket.protocol(), socket.local(), address, 0));
        this.socket = socket;
        this.address = address;
    }

    @Override
    void holds(Allocation allocation, Fronts fronts) {
        ClientTable clients = fronts.of(socket).clients;
        if (allocation == null) {
            clients.remove(address);
        } else {
            clients.put(address, allocation);
        }
    }

    @Override
    boolean isOf(int loop) {
        return socket.loop() == loop;
    }

    @Override
    Flow flow() {
        return new Flow(0, socket.endpoint(), socket.protocol(), socket.local(), address);
    }

    @Override
    boolean send(byte[] message) {
        return socket.send(ByteBuffer.wrap(message), address);
    }

    @Override
    boolean deliver(Peer peer, ByteBuffer data) {
        if (peer.channel != 0) {
            ChannelData.wrap(data, peer.channel);
        } else if (!indicate(peer, data)) {
            return false;
        }
        return socket.send(data, address);
    }
}
