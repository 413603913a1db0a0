package org.hotcut.turn.relay.port;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.hotcut.core.api.net.PacketHandler;
import org.hotcut.core.api.net.PacketLoops;
import org.hotcut.core.api.net.PacketSocket;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.turn.api.Family;

/** Real sockets that nobody reads. */
final class PlainSockets implements PacketLoops, AutoCloseable {
    final Queue<Socket> opened = new ConcurrentLinkedQueue<>();
    final Set<Integer> refused = ConcurrentHashMap.newKeySet();

    record Socket(DatagramChannel channel, InetSocketAddress local, int loop) implements PacketSocket {
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
        public void close() {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public int[] packetLoops() {
        return new int[] {0, 1};
    }

    @Override
    public PacketSocket open(int loop, InetSocketAddress local, PacketHandler handler) throws IOException {
        if (refused.contains(local.getPort())) {
            throw new BindException("Address already in use");
        }
        DatagramChannel channel = OwnAddress.open(Family.of(local.getAddress()));
        try {
            channel.bind(local);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        Socket socket = new Socket(channel, local, loop);
        opened.add(socket);
        return socket;
    }

    @Override
    public void close() {
        opened.forEach(Socket::close);
    }
}
