package org.hotcut.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.DatagramChannel;
import org.hotcut.core.api.net.Flow;

/** A UDP endpoint for messages: sockets of Netty on the loops of signalling. */
final class UdpListener extends DatagramListener<Loop, UdpSocket> {
    private static final int MAX_DATAGRAM = 65_535;
    private static final int READS_AT_A_TIME = 32;
    private static final int PARKED_DATAGRAMS = 20_000;
    private static final long PARKED_BYTES = 32L << 20;
    private static final long SHUT_MILLIS = 1000;
    private static final WriteBufferWaterMark WRITE_MARK = new WriteBufferWaterMark(512 << 10, 4 << 20);

    private final Shared shared;
    private final FlowIds.Udp ids;
    private final ParkedDatagrams.Room room = new ParkedDatagrams.Room(PARKED_DATAGRAMS, PARKED_BYTES);
    /** Null when this is shut. */
    private volatile FlowCache flows;

    UdpListener(Shared shared, ListenerSettings settings) {
        super(settings);
        this.shared = shared;
        this.ids = new FlowIds.Udp(settings.name());
    }

    @Override
    List<Loop> loops() {
        List<Loop> all = shared.loops().signalling();
        return all.get(0).sockets.canSharePort() ? all : List.of(shared.loops().next());
    }

    @Override
    UdpSocket bind(Loop loop, InetSocketAddress address, boolean share) throws IOException {
        DatagramChannel channel = loop.sockets.datagram(address.getAddress());
        UdpSocket socket = new UdpSocket(loop, channel, this, shared.transports().slot(settings().spoken().first()), shared.gate(), shared.drops(), room);
        channel.config().setAutoRead(false);
        ReusedBuffers buffers = new ReusedBuffers(MAX_DATAGRAM, READS_AT_A_TIME);
        channel.config().setRecvByteBufAllocator(buffers);
        channel.closeFuture().addListener(closed -> buffers.release());
        channel.config().setWriteBufferWaterMark(WRITE_MARK);
        channel.config().setOption(ChannelOption.SO_RCVBUF, settings().receiveBuffer());
        channel.config().setOption(ChannelOption.SO_SNDBUF, settings().receiveBuffer());
        if (share) {
            loop.sockets.sharePort(channel);
        }
        channel.pipeline().addLast(socket);
        ChannelFuture done = loop.events.register(channel).awaitUninterruptibly();
        if (done.isSuccess()) {
            done = channel.bind(address).awaitUninterruptibly();
        }
        if (!done.isSuccess()) {
            channel.close();
            throw new IOException(done.cause().getMessage(), done.cause());
        }
        return socket;
    }

    @Override
    void start(List<UdpSocket> opened, InetSocketAddress local) {
        FlowCache made = new FlowCache(ids, settings().name(), local);
        flows = made;
        opened.forEach(socket -> socket.start(made));
    }

    @Override
    void shut(List<UdpSocket> opened) {
        flows = null;
        opened.forEach(UdpSocket::shut);
        opened.forEach(socket -> socket.channel().closeFuture().awaitUninterruptibly(SHUT_MILLIS));
    }

    /** Returns the flow to a peer, or null when this is shut or is of another address family. */
    Flow flow(InetSocketAddress peer) {
        InetSocketAddress local = local();
        FlowCache cache = flows;
        if (local == null || cache == null || peer.isUnresolved() || !Addresses.sameFamily(local.getAddress(), peer.getAddress())) {
            return null;
        }
        return cache.of(peer);
    }

    /** Sends by the socket of the loop that is here, if it has one, so that no other thread is disturbed. */
    boolean send(InetSocketAddress remote, byte[] bytes) {
        List<UdpSocket> all = sockets();
        if (all.isEmpty()) {
            return false;
        }
        Loop here = shared.loops().here();
        return all.get(here == null ? 0 : here.index % all.size()).send(remote, bytes);
    }

    /** Hands over what is parked on a loop. */
    void unpark(Loop loop) {
        sockets().stream().filter(socket -> socket.channel().eventLoop() == loop.events).forEach(UdpSocket::unpark);
    }

    int parked() {
        return room.count();
    }

    @Override
    public void describe(Map<String, Object> status) {
        status.put("parked", room.count());
        super.describe(status);
    }
}
