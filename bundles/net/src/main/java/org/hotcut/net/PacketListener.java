package org.hotcut.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import org.hotcut.core.api.net.Endpoint;
import org.hotcut.core.api.net.PacketHandler;
import org.hotcut.core.api.net.Protocol;

/** A UDP endpoint for datagrams that are passed on: bare sockets on the loops of media. */
final class PacketListener extends DatagramListener<PacketLoop, FrontSocket> {
    private static final long SHUT_MILLIS = 1000;
    /** Elsewhere sockets may share a port too, but one of them gets everything. */
    private static final boolean BALANCES = System.getProperty("os.name", "").startsWith("Linux");

    private final Shared shared;
    private final List<PacketLoop> loops;
    private final PacketHandlers handlers;
    private final SourceCounts sessions = new SourceCounts();

    PacketListener(Shared shared, List<PacketLoop> loops, PacketHandlers handlers, ListenerSettings settings) {
        super(settings);
        this.shared = shared;
        this.loops = loops;
        this.handlers = handlers;
    }

    @Override
    List<PacketLoop> loops() {
        return BALANCES ? loops : loops.subList(0, 1);
    }

    @Override
    FrontSocket bind(PacketLoop loop, InetSocketAddress local, boolean share) throws IOException {
        Slot<PacketHandler> slot = handlers.slot(settings().spoken().first());
        return new FrontSocket(loop, PacketChannel.bound(local, share, settings().receiveBuffer()), this, slot, shared);
    }

    @Override
    void start(List<FrontSocket> opened, InetSocketAddress local) throws IOException {
        for (FrontSocket socket : opened) {
            socket.start();
        }
    }

    @Override
    void shut(List<FrontSocket> opened) {
        opened.forEach(FrontSocket::hangUp);
        opened.forEach(FrontSocket::shut);
        shared.loops().barrier(SHUT_MILLIS);
    }

    /** The handler came or went. On a loop. */
    void look(Loop loop) {
        sockets().stream().filter(socket -> socket.loop() == loop.index).forEach(FrontSocket::look);
    }

    /** Some time has passed. On a loop. */
    void tick(Loop loop) {
        sockets().stream().filter(socket -> socket.loop() == loop.index).forEach(FrontSocket::tick);
    }

    /** Returns the DTLS sessions there are, those whose hands are being shaken included. */
    SourceCounts sessions() {
        return sessions;
    }

    @Override
    public List<Endpoint> listening() {
        return Stream.of(Protocol.UDP, Protocol.DTLS).filter(protocol -> protocol == Protocol.UDP || settings().dtls()).map(this::endpoint).filter(Objects::nonNull).toList();
    }

    /** None: SIP is not spoken here. */
    @Override
    public List<Endpoint> endpoints() {
        return List.of();
    }

    @Override
    public void describe(Map<String, Object> status) {
        super.describe(status);
        if (endpoint() != null && settings().dtls()) {
            status.put("DTLS sessions", sessions.total());
        }
    }
}
