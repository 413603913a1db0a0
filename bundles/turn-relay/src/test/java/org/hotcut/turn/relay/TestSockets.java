package org.hotcut.turn.relay;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.hotcut.core.api.net.PacketHandler;
import org.hotcut.core.api.net.PacketLoops;
import org.hotcut.core.api.net.PacketSocket;
import org.hotcut.core.api.net.Protocol;

/** Sockets without a kernel: what is sent is kept, what comes the test says. Ports are taken as a kernel would. */
final class TestSockets implements PacketLoops {
    /** What was sent. */
    record Sent(byte[] bytes, InetSocketAddress to) { }

    final List<Socket> opened = new ArrayList<>();
    final Set<InetSocketAddress> taken = new HashSet<>();
    private final TestLoops loops;

    TestSockets(TestLoops loops) {
        this.loops = loops;
    }

    /** One socket. */
    final class Socket implements PacketSocket {
        final List<Sent> sent = new ArrayList<>();
        boolean isFull;
        boolean isClosed;
        private final int loop;
        private final InetSocketAddress local;
        private final String endpoint;
        private final Protocol protocol;
        private final PacketHandler handler;

        Socket(int loop, InetSocketAddress local, String endpoint, Protocol protocol, PacketHandler handler) {
            this.loop = loop;
            this.local = local;
            this.endpoint = endpoint;
            this.protocol = protocol;
            this.handler = handler;
        }

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
            return endpoint;
        }

        @Override
        public Protocol protocol() {
            return protocol;
        }

        @Override
        public boolean send(ByteBuffer packet, InetSocketAddress to) {
            if (isFull || isClosed) {
                return false;
            }
            byte[] bytes = new byte[packet.remaining()];
            packet.get(packet.position(), bytes);
            sent.add(new Sent(bytes, to));
            return true;
        }

        @Override
        public void close() {
            isClosed = true;
            taken.remove(local);
        }

        /** A datagram comes, in a buffer with as little room as is promised. */
        void receive(byte[] datagram, InetSocketAddress from) {
            ByteBuffer buffer = ByteBuffer.allocateDirect(HEADROOM + datagram.length + TAILROOM);
            buffer.position(HEADROOM).put(datagram).flip().position(HEADROOM);
            loops.execute(loop, () -> handler.packet(this, buffer, from));
        }

        /** Returns and forgets what was sent last. */
        Sent take() {
            return sent.isEmpty() ? null : sent.remove(sent.size() - 1);
        }
    }

    /** Opens a listener's socket. */
    Socket listen(int loop, InetSocketAddress local, Protocol protocol, PacketHandler handler) {
        return new Socket(loop, local, "turn-udp", protocol, handler);
    }

    @Override
    public int[] packetLoops() {
        return new int[] {0, 1};
    }

    @Override
    public PacketSocket open(int loop, InetSocketAddress local, PacketHandler handler) throws IOException {
        if (!taken.add(local)) {
            throw new BindException("Address already in use");
        }
        Socket socket = new Socket(loop, local, null, Protocol.UDP, handler);
        opened.add(socket);
        return socket;
    }

    /** Returns the socket at a relayed address that is open. */
    Socket at(InetSocketAddress bound) {
        return opened.stream().filter(socket -> !socket.isClosed && socket.local.equals(bound)).findFirst().orElseThrow();
    }

    /** Returns how many are open. */
    long open() {
        return opened.stream().filter(socket -> !socket.isClosed).count();
    }
}
