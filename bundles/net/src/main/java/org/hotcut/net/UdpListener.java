package org.hotcut.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.DatagramChannel;
import org.hotcut.core.api.net.Endpoint;
import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Protocol;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A UDP endpoint: one socket a loop where the kernel can balance between them, else one. */
final class UdpListener implements Listener {
    private static final Logger LOG = LoggerFactory.getLogger(UdpListener.class);
    private static final int MAX_DATAGRAM = 65_535;
    private static final int READS_AT_A_TIME = 32;
    private static final int PARKED_DATAGRAMS = 20_000;
    private static final long PARKED_BYTES = 32L << 20;
    private static final WriteBufferWaterMark WRITE_MARK = new WriteBufferWaterMark(512 << 10, 4 << 20);

    /** What is there while the listener is open. */
    private record Open(List<UdpSocket> sockets, InetSocketAddress local, FlowCache flows, int receiveBuffer) { }

    private final Shared shared;
    private final FlowIds.Udp ids;
    private final ParkedDatagrams.Room room = new ParkedDatagrams.Room(PARKED_DATAGRAMS, PARKED_BYTES);
    private volatile ListenerSettings settings;
    private volatile Open open;

    UdpListener(Shared shared, ListenerSettings settings) {
        this.shared = shared;
        this.settings = settings;
        this.ids = new FlowIds.Udp(settings.name());
    }

    @Override
    public ListenerSettings settings() {
        return settings;
    }

    @Override
    public void change(ListenerSettings changed) {
        settings = changed;
    }

    @Override
    public Lack lack() {
        return null;
    }

    @Override
    public void open() throws IOException {
        InetSocketAddress address = Sockets.bindable(settings.address());
        List<Loop> loops = shared.loops().signalling();
        boolean several = loops.get(0).sockets.canSharePort() && loops.size() > 1;
        if (several && address.getPort() != 0) {
            probe(address);
        }
        List<UdpSocket> made = new ArrayList<>();
        try {
            for (Loop loop : several ? loops : List.of(shared.loops().next())) {
                UdpSocket socket = bind(loop, made.isEmpty() ? address : Addresses.plain(made.get(0).channel().localAddress()), several);
                made.add(socket);
            }
        } catch (IOException e) {
            made.forEach(UdpSocket::close);
            throw e;
        }
        InetSocketAddress local = Addresses.plain(made.get(0).channel().localAddress());
        FlowCache flows = new FlowCache(ids, settings.name(), local);
        open = new Open(List.copyOf(made), local, flows, made.get(0).receiveBuffer());
        made.forEach(socket -> socket.start(flows));
        warnOfSmallBuffer(settings, open.receiveBuffer());
    }

    /**
     * Finds out whether somebody else has the port: sockets that share a port would come up beside those of another process of the same
     * user, and each get some of the datagrams.
     */
    private void probe(InetSocketAddress address) throws IOException {
        Loop loop = shared.loops().next();
        DatagramChannel channel = loop.sockets.datagram(address.getAddress());
        channel.pipeline().addLast(new ChannelInboundHandlerAdapter());
        try {
            bound(loop, channel, address);
        } finally {
            channel.close().awaitUninterruptibly();
        }
    }

    private UdpSocket bind(Loop loop, InetSocketAddress address, boolean several) throws IOException {
        DatagramChannel channel = loop.sockets.datagram(address.getAddress());
        UdpSocket socket = new UdpSocket(loop, channel, this, shared.transports().slot(settings.spoken().first()), shared.gate(), shared.drops(), room);
        channel.config().setAutoRead(false);
        ReusedBuffers buffers = new ReusedBuffers(MAX_DATAGRAM, READS_AT_A_TIME);
        channel.config().setRecvByteBufAllocator(buffers);
        channel.closeFuture().addListener(closed -> buffers.release());
        channel.config().setWriteBufferWaterMark(WRITE_MARK);
        channel.config().setOption(ChannelOption.SO_RCVBUF, settings.receiveBuffer());
        channel.config().setOption(ChannelOption.SO_SNDBUF, settings.receiveBuffer());
        if (several) {
            loop.sockets.sharePort(channel);
        }
        channel.pipeline().addLast(socket);
        bound(loop, channel, address);
        return socket;
    }

    private static void bound(Loop loop, DatagramChannel channel, InetSocketAddress address) throws IOException {
        ChannelFuture done = loop.events.register(channel).awaitUninterruptibly();
        if (done.isSuccess()) {
            done = channel.bind(address).awaitUninterruptibly();
        }
        if (!done.isSuccess()) {
            channel.close();
            throw new IOException(done.cause().getMessage(), done.cause());
        }
    }

    static void warnOfSmallBuffer(ListenerSettings settings, int got) {
        if (got < settings.receiveBuffer()) {
            LOG.warn("Listener {} got a receive buffer of {} kB of the {} kB it asked for: bursts may be lost. Remedy: sysctl -w net.core.rmem_max={}",
                settings.name(), got >> 10, settings.receiveBuffer() >> 10, settings.receiveBuffer());
        }
    }

    /** Returns the flow to a peer, or null when this is shut or is of another address family. */
    Flow flow(InetSocketAddress peer) {
        Open now = open;
        if (now == null || peer.isUnresolved() || !Addresses.sameFamily(now.local().getAddress(), peer.getAddress())) {
            return null;
        }
        return now.flows().of(peer);
    }

    /** Sends by the socket of the loop that is here, if it has one, so that no other thread is disturbed. */
    boolean send(InetSocketAddress remote, byte[] bytes) {
        Open now = open;
        if (now == null) {
            return false;
        }
        Loop here = shared.loops().here();
        int count = now.sockets().size();
        return now.sockets().get(here == null ? 0 : here.index % count).send(remote, bytes);
    }

    /** Hands over what is parked on a loop. */
    void unpark(Loop loop) {
        Open now = open;
        if (now == null) {
            return;
        }
        now.sockets().stream().filter(socket -> socket.channel().eventLoop() == loop.events).forEach(UdpSocket::unpark);
    }

    int parked() {
        return room.count();
    }

    @Override
    public void shut() {
        Open was = open;
        open = null;
        if (was != null) {
            was.sockets().forEach(socket -> socket.close().closeFuture().awaitUninterruptibly(1000));
        }
    }

    @Override
    public void close() {
        shut();
    }

    @Override
    public Endpoint endpoint() {
        Open now = open;
        ListenerSettings wanted = settings;
        return now == null ? null : new Endpoint(wanted.name(), Protocol.UDP, now.local(), wanted.advertised(), port(wanted, now.local()));
    }

    static int port(ListenerSettings settings, InetSocketAddress local) {
        return settings.advertisedPort() != 0 ? settings.advertisedPort() : local.getPort();
    }

    @Override
    public void describe(Map<String, Object> status) {
        Open now = open;
        status.put("parked", room.count());
        if (now != null) {
            status.put("sockets", now.sockets().size());
            status.put("kernel buffer", now.receiveBuffer());
            status.put("kernel buffer asked", settings.receiveBuffer());
        }
    }
}
