package org.hotcut.net;

import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

import org.hotcut.core.api.Keys;
import org.hotcut.core.api.StatusSource;
import org.hotcut.core.api.ban.Bans;
import org.hotcut.core.api.net.CertificateJudge;
import org.hotcut.core.api.net.Endpoint;
import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.FlowInfo;
import org.hotcut.core.api.net.FlowListener;
import org.hotcut.core.api.net.Flows;
import org.hotcut.core.api.net.PacketHandler;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.core.api.net.Verdict;
import org.hotcut.core.api.net.Transport;

/** All parts of {@code net} put together, without a container. */
final class Net implements Flows, StatusSource, Transports.Hand {
    private static final long TICK_MILLIS = 1000;
    private static final long DTLS_MILLIS = 5_000;
    private static final long DTLS_PLACES_MILLIS = 250;
    private static final long POLICY_MILLIS = 10_000;
    private static final long TICKETS_MILLIS = 600_000;
    private static final long STREAM_PARKING_BYTES = 64L << 20;
    private static final long INCOMPLETE_BYTES = 64L << 20;

    private final EventLoops loops;
    private final TlsPool tlsPool;
    private final Listeners listeners;
    private final Shared shared;
    private final Connector connector;
    private final Packets packets;
    private final Streams streams;
    private final PacketHandlers handlers;

    /**
     * Starts the threads.
     *
     * @param loopCount  event loops
     * @param mediaLoops those of relayed media, when they are not the same
     * @param tlsThreads threads for handshakes
     * @param dtls       handshakes of DTLS
     */
    Net(Sockets sockets, int loopCount, int mediaLoops, int tlsThreads, DtlsPlaces.Bounds dtls) {
        loops = new EventLoops(loopCount, mediaLoops, sockets);
        tlsPool = new TlsPool(tlsThreads);
        listeners = new Listeners(this::make);
        shared = new Shared(loops, new Transports(loops, this), new FlowTable(new FlowIds(System.currentTimeMillis())),
            new TlsContexts(tlsPool, this::installed), new ParkingBudget(STREAM_PARKING_BYTES), new ParkingBudget(INCOMPLETE_BYTES), new Drops(), new SourceLog(),
            new Gate(), new Judges(this::judgeAgain), new Dtls(this::presented, dtls));
        connector = new Connector(shared, listeners::all);
        packets = new Packets(loops, shared.drops());
        streams = new Streams(loops, shared.flows());
        handlers = new PacketHandlers(loops, this::look);
        for (Loop loop : loops.all()) {
            loops.tick(loop.index, TICK_MILLIS, loop::tick);
            loops.tick(loop.index, DTLS_MILLIS, () -> onPackets(listener -> listener.tick(loop)));
        }
        loops.tick(0, DTLS_PLACES_MILLIS, shared.dtls().places()::relieve);
        loops.tick(0, POLICY_MILLIS, shared.judges()::askPolicy);
        loops.tick(0, TICKETS_MILLIS, shared.tls()::renewTickets);
    }

    private void installed() {
        listeners.retry();
        shared.judges().askPolicy();
    }

    private List<ServerKeys.Key> presented() {
        return shared.tls().keys();
    }

    private void judgeAgain() {
        loops.onEach(loop -> List.copyOf(loop.connections).forEach(Connection::judgeWhenDue));
    }

    /** A packet handler came or went. */
    private void look(Loop loop) {
        onPackets(listener -> listener.look(loop));
    }

    private void onPackets(Consumer<PacketListener> action) {
        for (Listener listener : listeners.all()) {
            if (listener instanceof PacketListener packet) {
                action.accept(packet);
            }
        }
    }

    private Listener make(ListenerSettings settings) {
        if (settings.isPackets()) {
            return new PacketListener(shared, packets.all(), handlers, settings);
        }
        return settings.protocol() == Protocol.UDP ? new UdpListener(shared, settings) : new StreamListener(shared, settings);
    }

    EventLoops loops() {
        return loops;
    }

    Packets packets() {
        return packets;
    }

    Streams streams() {
        return streams;
    }

    TlsContexts tls() {
        return shared.tls();
    }

    Listeners listeners() {
        return listeners;
    }

    DtlsPlaces dtls() {
        return shared.dtls().places();
    }

    Drops drops() {
        return shared.drops();
    }

    void bind(Transport transport, Map<String, ?> properties) {
        shared.transports().bind(transport, properties);
    }

    void unbind(Transport transport) {
        shared.transports().unbind(transport);
    }

    void bind(PacketHandler handler, Map<String, ?> properties) {
        handlers.bind(handler, properties);
    }

    void unbind(PacketHandler handler) {
        handlers.unbind(handler);
    }

    void bind(Keys keys) {
        shared.tls().bind(keys);
        listeners.retry();
    }

    void unbind(Keys keys) {
        shared.tls().unbind(keys);
    }

    void bind(Bans bans) {
        shared.gate().bind(bans);
    }

    void unbind(Bans bans) {
        shared.gate().unbind(bans);
    }

    void bind(CertificateJudge judge, Map<String, ?> properties) {
        shared.judges().bind(judge, properties);
    }

    void unbind(CertificateJudge judge) {
        shared.judges().unbind(judge);
    }

    void bind(FlowListener listener) {
        shared.flows().addListener(listener);
    }

    void unbind(FlowListener listener) {
        shared.flows().removeListener(listener);
    }

    /** Closes every socket and ends the threads, within about a second. */
    void close() {
        listeners.close();
        loops.onEach(loop -> List.copyOf(loop.connections).forEach(Connection::abort));
        loops.barrier(500);
        loops.shutdown();
        tlsPool.shutdown();
        shared.dtls().places().shutdown();
    }

    // --- what the transports' coming and going means, on each loop ---

    @Override
    public void resume(Loop loop, String transport) {
        for (Connection connection : List.copyOf(loop.connections)) {
            if (connection.origin().speaks().equals(transport) && !connection.resume()) {
                loop.connections.remove(connection);
            }
        }
        if (transport.equals(Transports.name(Protocol.UDP))) {
            listeners.all().forEach(listener -> {
                if (listener instanceof UdpListener udp) {
                    udp.unpark(loop);
                }
            });
        }
    }

    @Override
    public void park(Loop loop, String transport) {
        for (Connection connection : List.copyOf(loop.connections)) {
            if (connection.origin().speaks().equals(transport)) {
                connection.park();
            }
        }
    }

    // --- Flows ---

    @Override
    public boolean send(Flow flow, byte[] message) {
        if (flow.protocol() == Protocol.UDP) {
            return listeners.find(flow.endpoint()) instanceof UdpListener udp && udp.send(flow.remote(), message);
        }
        Connection connection = shared.flows().find(flow.id());
        return connection != null && connection.send(message);
    }

    @Override
    public boolean isOpen(Flow flow) {
        if (flow.protocol() == Protocol.UDP) {
            return listeners.find(flow.endpoint()) instanceof UdpListener udp && udp.endpoint() != null;
        }
        return find(flow.id()) != null;
    }

    @Override
    public Flow find(long id) {
        return shared.flows().flow(id);
    }

    @Override
    public Flow udp(String endpoint, InetSocketAddress remote) {
        if (endpoint != null) {
            return listeners.find(endpoint) instanceof UdpListener udp ? udp.flow(remote) : null;
        }
        if (remote.isUnresolved()) {
            return null;
        }
        InetSocketAddress peer = Addresses.plain(remote);
        for (Listener listener : listeners.all()) {
            Endpoint open = listener.endpoint();
            if (listener instanceof UdpListener udp && open != null && Addresses.reaches(open.local().getAddress(), peer.getAddress())) {
                return udp.flow(remote);
            }
        }
        return null;
    }

    @Override
    public CompletionStage<Flow> connect(Protocol protocol, InetSocketAddress remote, String serverName, String ownName) {
        return connector.connect(protocol, remote, serverName, ownName);
    }

    @Override
    public void pause(long id, boolean stop) {
        Connection connection = shared.flows().find(id);
        if (connection != null) {
            connection.pause(stop);
        }
    }

    @Override
    public void close(long id, String reason) {
        Connection connection = shared.flows().find(id);
        if (connection != null) {
            connection.close(reason);
        }
    }

    @Override
    public Verdict verdict(Flow flow) {
        Connection connection = flow.protocol().isSecure() ? shared.flows().find(flow.id()) : null;
        return connection == null ? null : connection.verdict();
    }

    @Override
    public List<Endpoint> endpoints() {
        return listeners.endpoints();
    }

    @Override
    public List<Endpoint> listening() {
        return listeners.all().stream().flatMap(listener -> listener.listening().stream()).toList();
    }

    @Override
    public Collection<FlowInfo> list() {
        return shared.flows().list();
    }

    // --- StatusSource ---

    @Override
    public Map<String, Object> status() {
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("listeners", listeners.status());
        status.put("connections", connections());
        status.put("connections being opened", connector.attempts());
        status.put("datagrams parked", listeners.all().stream().mapToInt(listener -> listener instanceof UdpListener udp ? udp.parked() : 0).sum());
        status.put("stream bytes parked", shared.parking().used());
        status.put("bytes of incomplete messages", shared.incomplete().used());
        status.put("transports absent", absent());
        status.put("certificates waiting to be judged", shared.judges().waiting());
        status.put("DTLS handshakes", shared.dtls().places().count());
        status.put("drops", shared.drops().status());
        status.put("loops", loops.signalling().size());
        status.put("media loops", loops.media().size());
        status.put("packets", packets.status());
        status.put("connections of relayed peers", streams.open());
        status.put("sockets", loops.signalling().get(0).sockets.name().toLowerCase(java.util.Locale.ROOT));
        status.put("held", Map.of("connections", shared.flows().all().size()));
        return status;
    }

    private Map<String, Object> connections() {
        Map<Protocol, Integer> counts = new EnumMap<>(Protocol.class);
        shared.flows().all().forEach(connection -> counts.merge(connection.origin().protocol(), 1, Integer::sum));
        Map<String, Object> named = new LinkedHashMap<>();
        counts.forEach((protocol, count) -> named.put(Transports.name(protocol), count));
        return named;
    }

    /** Returns, for the protocols that are listened for, since how many seconds nobody bears their name. */
    private Map<String, Object> absent() {
        Map<String, Object> absent = new LinkedHashMap<>();
        for (Listener listener : listeners.all()) {
            for (String transport : listener.settings().spoken().transports()) {
                Slot<?> slot = listener instanceof PacketListener ? handlers.slot(transport) : shared.transports().slot(transport);
                long millis = slot.absentMillis();
                if (millis > 0) {
                    absent.put(transport, millis / 1000);
                }
            }
        }
        return absent;
    }
}
