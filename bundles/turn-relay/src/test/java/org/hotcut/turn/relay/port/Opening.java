package org.hotcut.turn.relay.port;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

import org.hotcut.core.api.net.PacketHandler;
import org.hotcut.core.api.net.PacketLoops;
import org.hotcut.core.api.net.PacketSocket;
import org.hotcut.core.api.net.Protocol;

/** Sockets that are none. */
@FunctionalInterface
interface Opening extends PacketLoops {
    void open(InetSocketAddress local) throws IOException;

    @Override
    default int[] packetLoops() {
        return new int[] {0};
    }

    @Override
    default PacketSocket open(int loop, InetSocketAddress local, PacketHandler handler) throws IOException {
        open(local);
        return new PacketSocket() {
            @Override
            public InetSocketAddress local() {
                return local;
            }

            @Override
            public int loop() {
                return loop;
            }

            @Override
            public String endpoint() {
                return null;
            }

            @Override
            public Protocol protocol() {
                return Protocol.UDP;
            }

            @Override
            public boolean send(ByteBuffer packet, InetSocketAddress to) {
                return false;
            }

            @Override
            public void close() { }
        };
    }
}
