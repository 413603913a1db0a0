package org.hotcut.net;

import java.io.IOException;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.RejectedExecutionException;

import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.nio.NioIoHandle;
import io.netty.channel.nio.NioIoOps;
import io.netty.util.concurrent.Future;
import org.hotcut.core.api.net.PacketHandler;
import org.hotcut.core.api.net.PacketLoops;
import org.hotcut.core.api.net.PacketSocket;
import org.hotcut.core.api.net.Protocol;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bare datagram socket in a loop of the JDK's selector: for a packet that is passed on, nothing of ours is between the two system calls but its handler. Read on its
 * loop; sends from any thread.
 */
abstract class PacketChannel implements PacketSocket, NioIoHandle {
    private static final Logger LOG = LoggerFactory.getLogger(PacketChannel.class);

    private final PacketLoop home;
    private final DatagramChannel channel;
    private final InetSocketAddress local;
    private volatile boolean closed;
    /** On the loop; null before it is read there. */
    private IoRegistration registration;

    PacketChannel(PacketLoop home, DatagramChannel channel) throws IOException {
        this.home = home;
        this.channel = channel;
        local = (InetSocketAddress) channel.getLocalAddress();
        home.sockets.incrementAndGet();
    }

    /**
     * Opens a socket and binds it.
     *
     * @param share  whether others of ours will have that port too
     * @param buffer bytes of kernel buffer to ask for each way; 0 for what the system gives
     * @throws IOException in the kernel's words
     */
    static DatagramChannel bound(InetSocketAddress local, boolean share, int buffer) throws IOException {
        DatagramChannel channel = open(local.getAddress() instanceof Inet4Address ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6);
        try {
            channel.configureBlocking(false);
            if (share) {
                channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            }
            if (buffer > 0) {
                channel.setOption(StandardSocketOptions.SO_RCVBUF, buffer);
                channel.setOption(StandardSocketOptions.SO_SNDBUF, buffer);
            }
            return channel.bind(local);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static DatagramChannel open(ProtocolFamily family) throws IOException {
        try {
            return DatagramChannel.open(family);
        } catch (UnsupportedOperationException e) {
            throw new BindException("Cannot assign requested address: there is no " + family.name()); // what the kernel says where it has IPv6, but no such address
        }
    }

    /** Begins to read, soon when called elsewhere than on its loop. */
    final void start() throws IOException {
        try {
            home.loop.run(this::register);
        } catch (RejectedExecutionException e) {
            end();
            throw new IOException("the network is shut down", e);
        }
    }

    private void register() {
        if (closed) {
            return;
        }
        Future<IoRegistration> registered = home.loop.events.register(this);
        if (!registered.isSuccess()) {
            end(); // the loop is at its end
            return;
        }
        registration = registered.getNow();
        started();
    }

    /** It can be read. On the loop. */
    abstract void started();

    /** Takes what comes, or leaves it with the kernel. On the loop. */
    final void read(boolean wanted) {
        if (registration != null) {
            registration.submit(wanted ? NioIoOps.READ : NioIoOps.NONE);
        }
    }

    @Override
    public final void handle(IoRegistration ready, IoEvent event) {
        try {
            read();
        } catch (IOException e) {
            home.drops.count(Drops.Reason.READ_FAILED);
        } catch (RuntimeException | Error e) {
            home.failed(this, e); // ours, or that of a library that a stranger has made stumble; the loop goes on
        }
    }

    /** Reads what is there, within reason, and hands it over. */
    abstract void read() throws IOException;

    /** Returns who sent the next datagram, which is in {@link #buffer} then; null when there is none. On the loop. */
    final InetSocketAddress receive() throws IOException {
        ByteBuffer buffer = home.buffer;
        InetSocketAddress from = (InetSocketAddress) channel.receive(buffer.clear().position(PacketLoops.HEADROOM));
        buffer.flip().position(PacketLoops.HEADROOM);
        return from;
    }

    /** Tells who takes what comes from now on that it does. */
    final void introduce(PacketHandler handler, PacketSocket socket) {
        try {
            handler.opened(socket);
        } catch (RuntimeException | Error e) {
            home.failed(this, e);
        }
    }

    /** Tells that a client is not there any more. */
    final void takeLeave(PacketHandler handler, PacketSocket socket, InetSocketAddress client) {
        try {
            handler.closed(socket, client);
        } catch (RuntimeException | Error e) {
            home.failed(this, e);
        }
    }

    /** Hands over what was received. */
    final void deliver(PacketHandler handler, InetSocketAddress from) {
        deliver(handler, this, from);
    }

    /** Hands over what was found in it, as if it had come to another socket. */
    final void deliver(PacketHandler handler, PacketSocket socket, byte[] clear, int length, InetSocketAddress from) {
        home.buffer.clear().position(PacketLoops.HEADROOM).put(clear, 0, length).flip().position(PacketLoops.HEADROOM);
        deliver(handler, socket, from);
    }

    private void deliver(PacketHandler handler, PacketSocket socket, InetSocketAddress from) {
        home.received.increment();
        home.loop.packets++;
        try {
            handler.packet(socket, home.buffer, from);
        } catch (RuntimeException | Error e) {
            home.failed(this, e); // whatever it is: Netty would end the loop, and all media with it
        }
    }

    final ByteBuffer buffer() {
        return home.buffer;
    }

    final void drop(Drops.Reason reason) {
        home.drops.count(reason);
    }

    final Loop home() {
        return home.loop;
    }

    final boolean isClosed() {
        return closed;
    }

    @Override
    public final InetSocketAddress local() {
        return local;
    }

    @Override
    public final int loop() {
        return home.loop.index;
    }

    @Override
    public final Protocol protocol() {
        return Protocol.UDP;
    }

    @Override
    public final SelectableChannel selectableChannel() {
        return channel;
    }

    /** Returns the kernel buffer that was got, in bytes as asked for. */
    public final int receiveBuffer() throws IOException {
        return channel.getOption(StandardSocketOptions.SO_RCVBUF);
    }

    @Override
    public final boolean send(ByteBuffer packet, InetSocketAddress to) {
        int length = packet.remaining();
        try {
            if (channel.send(packet, to) == length) {
                home.sent.increment();
                return true;
            }
            home.drops.count(Drops.Reason.KERNEL_FULL);
        } catch (IOException | IllegalArgumentException e) { // the second: an address of the other family
            home.drops.count(Drops.Reason.SEND_FAILED);
        }
        return false;
    }

    /** Ends it; called on its loop, the port is free on return. */
    public final void shut() {
        closed = true;
        try {
            home.loop.run(this::end);
        } catch (RejectedExecutionException e) {
            end(); // with the loop its selector has ended, and nobody else touches this
        }
    }

    private void end() {
        if (!channel.isOpen()) {
            return;
        }
        closed = true;
        home.sockets.decrementAndGet();
        SelectionKey key = registration == null ? null : registration.attachment();
        Selector selector = key == null ? null : key.selector();
        try {
            if (registration != null) {
                registration.cancel();
            }
            channel.close();
            if (selector != null && selector.isOpen()) {
                // the JDK closes the descriptor when the selector lets go of it; the next owner of the port need not wait for that
                selector.selectNow(others -> { });
            }
        } catch (IOException e) {
            LOG.warn("The packet socket at {} did not close: {}", Addresses.text(local), e.toString());
        }
    }
}
