package org.hotcut.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import org.hotcut.core.api.net.Endpoint;
import org.hotcut.core.api.net.PacketHandler;
import org.hotcut.core.api.net.Protocol;

/** A UDP endpoint for datagrams that are passed on: one bare socket a loop of media where the kernel can balance between them, else one. */
final class PacketListener implements Listener {
    private static final long SHUT_MILLIS = 1000;
    /** Elsewhere sockets may share a port too, but one of them gets everything. */
    private static final boolean BALANCES = System.getProperty("os.name", "").startsWith("Linux");

    /** What is there while the listener is open. */
    private record Open(List<FrontSocket> sockets, InetSocketAddress local, int receiveBuffer) { }

    private final Shared shared;
    private final List<PacketLoop> loops;
    private final PacketHandlers handlers;
    private final SourceCounts sessions = new SourceCounts();
    private volatile ListenerSettings settings;
    private volatile Open open;

    PacketListener(Shared shared, List<PacketLoop> loops, PacketHandlers handlers, ListenerSettings settings) {
        this.shared = shared;
        this.loops = loops;
        this.handlers = handlers;
        this.settings = settings;
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
        boolean several = BALANCES && loops.size() > 1;
        if (several && address.getPort() != 0) {
            // sockets that share a port would come up beside those of another process, and each get some of the datagrams
            PacketChannel.bound(address, false, 0).close();
        }
        Slot<PacketHandler> slot = handlers.slot(settings.spoken().first());
        List<FrontSocket> made = new ArrayList<>();
        int got = Integer.MAX_VALUE;
        try {
            for (PacketLoop loop : several ? loops : List.of(loops.get(0))) {
                DatagramChannel channel = PacketChannel.bound(made.isEmpty() ? address : made.get(0).local(), several, settings.receiveBuffer());
                made.add(new FrontSocket(loop, channel, this, slot, shared));
                got = Math.min(got, channel.getOption(StandardSocketOptions.SO_RCVBUF));
            }
            open = new Open(List.copyOf(made), Addresses.plain(made.get(0).local()), got);
            for (FrontSocket socket : made) {
                socket.start();
            }
        } catch (IOException e) {
            open = null;
            made.forEach(FrontSocket::shut);
            throw e;
        }
        UdpListener.warnOfSmallBuffer(settings, got);
    }

    /** The handler came or went. On a loop. */
    void look(Loop loop) {
        Open now = open;
        if (now != null) {
            now.sockets().stream().filter(socket -> socket.loop() == loop.index).forEach(FrontSocket::look);
        }
    }

    /** Some time has passed. On a loop. */
    void tick(Loop loop) {
        Open now = open;
        if (now != null) {
            now.sockets().stream().filter(socket -> socket.loop() == loop.index).forEach(FrontSocket::tick);
        }
    }

    /** Returns the DTLS sessions there are, those whose hands are being shaken included. */
    SourceCounts sessions() {
        return sessions;
    }

    /** When this returns the port is free. */
    @Override
    public void shut() {
        Open was = open;
        open = null;
        if (was != null) {
            was.sockets().forEach(FrontSocket::hangUp);
            was.sockets().forEach(FrontSocket::shut);
            shared.loops().barrier(SHUT_MILLIS);
        }
    }

    @Override
    public void close() {
        shut();
    }

    @Override
    public Endpoint endpoint() {
        return endpoint(Protocol.UDP);
    }

    private Endpoint endpoint(Protocol protocol) {
        Open now = open;
        ListenerSettings wanted = settings;
        return now == null ? null : new Endpoint(wanted.name(), protocol, now.local(), wanted.advertised(), UdpListener.port(wanted, now.local()));
    }

    @Override
    public List<Endpoint> listening() {
        return Stream.of(Protocol.UDP, Protocol.DTLS).filter(protocol -> protocol == Protocol.UDP || settings.dtls()).map(this::endpoint).filter(Objects::nonNull).toList();
    }

    /** None: SIP is not spoken here. */
    @Override
    public List<Endpoint> endpoints() {
        return List.of();
    }

    @Override
    public void describe(Map<String, Object> status) {
        Open now = open;
        if (now != null) {
            status.put("sockets", now.sockets().size());
            status.put("kernel buffer", now.receiveBuffer());
            status.put("kernel buffer asked", settings.receiveBuffer());
            if (settings.dtls()) {
                status.put("DTLS sessions", sessions.total());
            }
        }
    }
}
