package org.hotcut.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;

import org.hotcut.core.api.net.PacketHandler;

/** A packet socket that somebody has opened for himself. */
final class RelaySocket extends PacketChannel {
    private final PacketHandler handler;

    RelaySocket(PacketLoop home, DatagramChannel channel, PacketHandler handler) throws IOException {
        super(home, channel);
        this.handler = handler;
    }

    @Override
    public String endpoint() {
        return null;
    }

    @Override
    void started() {
        read(true);
    }

    /** One at a time: mostly there is one, and the selector says again when there are more, so that nobody has to ask in vain. */
    @Override
    void read() throws IOException {
        InetSocketAddress from = receive();
        if (from != null) {
            deliver(handler, from);
        }
    }

    @Override
    public void close() {
        shut();
    }
}
