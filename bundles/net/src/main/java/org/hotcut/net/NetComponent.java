package org.hotcut.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

import org.hotcut.core.api.StatusSource;
import org.hotcut.core.api.net.Endpoint;
import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.FlowInfo;
import org.hotcut.core.api.net.Flows;
import org.hotcut.core.api.net.Loops;
import org.hotcut.core.api.net.PacketHandler;
import org.hotcut.core.api.net.PacketLoops;
import org.hotcut.core.api.net.PacketSocket;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.core.api.net.RelayStream;
import org.hotcut.core.api.net.StreamBudget;
import org.hotcut.core.api.net.StreamDoor;
import org.hotcut.core.api.net.StreamLoops;
import org.hotcut.core.api.net.TlsStore;
import org.hotcut.core.api.net.Verdict;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@link Net} as services. Exists as long as the bundle runs, whatever comes and goes: it refers to nobody ({@link Users} does), and a change of its
 * configuration does not make a new one.
 */
@Component(immediate = true, configurationPid = "org.hotcut.net", property = "hotcut.name=net",
    service = {NetComponent.class, Flows.class, Loops.class, PacketLoops.class, StreamLoops.class, TlsStore.class, StatusSource.class})
@Designate(ocd = NetComponent.Config.class)
public final class NetComponent implements Flows, Loops, PacketLoops, StreamLoops, TlsStore, StatusSource {
    private static final Logger LOG = LoggerFactory.getLogger(NetComponent.class);

    /** What holds for all listeners. */
    @ObjectClassDefinition(name = "Hotcut network", description = "Threads of the event loops and of handshakes")
    public @interface Config {
        @AttributeDefinition(description = "Event loops; 0 for one for each processor. A change takes effect at the next start", min = "0", max = "64")
        int loops() default 0;

        @AttributeDefinition(description = "Event loops of relayed media, besides those; 0 for one for each processor. Without epoll there are none: the same do both. "
            + "A change takes effect at the next start", min = "0", max = "64")
        int media_loops() default 0;

        @AttributeDefinition(description = "Threads for TLS handshakes. A change takes effect at the next start", min = "1", max = "64")
        int tls_threads() default 2;

        @AttributeDefinition(description = "Handshakes of DTLS at a time, each of which has a thread. A change takes effect at the next start", min = "1", max = "256")
        int dtls_handshakes() default 16;

        @AttributeDefinition(description = "Handshakes of DTLS from one IPv4 address or IPv6 /64, those included that wait for their turn", min = "1")
        int dtls_handshakes_source() default 4;

        @AttributeDefinition(description = "Milliseconds after which a handshake of DTLS leaves its place to others, if any wait", min = "100")
        int dtls_handshake_kept_millis() default 1_000;

        @AttributeDefinition(description = "Seconds after which a handshake of DTLS has failed", min = "1", max = "60")
        int dtls_handshake_seconds() default 8;
    }

    private final Net net;
    private final int loopsWanted;
    private final int mediaLoopsWanted;
    private final int tlsThreads;
    private final int dtlsThreads;

    /** Starts the threads; sockets come with the listeners. */
    @Activate
    public NetComponent(Config config) {
        loopsWanted = config.loops();
        mediaLoopsWanted = config.media_loops();
        tlsThreads = config.tls_threads();
        dtlsThreads = config.dtls_handshakes();
        Sockets sockets = Sockets.best();
        net = new Net(sockets, orProcessors(loopsWanted), orProcessors(mediaLoopsWanted), Math.max(1, tlsThreads), dtls(config));
        LOG.info("Network is up: {} event loops on {}, {} of media", net.loops().signalling().size(), sockets.name().toLowerCase(java.util.Locale.ROOT), net.loops().media().size());
    }

    private static DtlsPlaces.Bounds dtls(Config config) {
        return new DtlsPlaces.Bounds(Math.max(1, config.dtls_handshakes()), Math.max(1, config.dtls_handshakes_source()), Math.max(100, config.dtls_handshake_kept_millis()),
            1000 * Math.min(60, Math.max(1, config.dtls_handshake_seconds())));
    }

    private static int orProcessors(int wanted) {
        return wanted > 0 ? wanted : Runtime.getRuntime().availableProcessors();
    }

    @Modified
    void modified(Config config) {
        net.dtls().change(dtls(config));
        if (config.loops() != loopsWanted || config.media_loops() != mediaLoopsWanted || config.tls_threads() != tlsThreads || config.dtls_handshakes() != dtlsThreads) {
            LOG.warn("The number of threads (loops={}, media.loops={}, tls.threads={}, dtls.handshakes={}) takes effect at the next start", config.loops(), config.media_loops(),
                config.tls_threads(), config.dtls_handshakes());
        }
    }

    @Deactivate
    void deactivate() {
        net.close();
        LOG.info("Network is down");
    }

    Net net() {
        return net;
    }

    Listeners listeners() {
        return net.listeners();
    }

    @Override
    public int count() {
        return net.loops().count();
    }

    @Override
    public int signallingCount() {
        return net.loops().signallingCount();
    }

    @Override
    public int current() {
        return net.loops().current();
    }

    @Override
    public void execute(int loop, Runnable task) {
        net.loops().execute(loop, task);
    }

    @Override
    public AutoCloseable tick(int loop, long millis, Runnable task) {
        return net.loops().tick(loop, millis, task);
    }

    @Override
    public int[] packetLoops() {
        return net.packets().packetLoops();
    }

    @Override
    public PacketSocket open(int loop, InetSocketAddress local, PacketHandler handler) throws IOException {
        return net.packets().open(loop, local, handler);
    }

    @Override
    public StreamDoor listen(int loop, InetSocketAddress local, Consumer<RelayStream> accepted) throws IOException {
        return net.streams().listen(loop, local, accepted);
    }

    @Override
    public CompletionStage<RelayStream> connect(StreamDoor from, InetSocketAddress remote, int millis) {
        return net.streams().connect(from, remote, millis);
    }

    @Override
    public CompletionStage<Boolean> join(long flow, RelayStream stream, StreamBudget budget) {
        return net.streams().join(flow, stream, budget);
    }

    @Override
    public void install(List<Credential> credentials, List<byte[]> authorities) {
        net.tls().install(credentials, authorities);
    }

    @Override
    public void prove(List<Credential> proofs) {
        net.tls().prove(proofs);
    }

    @Override
    public List<byte[]> authorities() {
        return net.tls().authorities();
    }

    @Override
    public Map<String, Object> status() {
        return net.status();
    }

    @Override
    public boolean send(Flow flow, byte[] message) {
        return net.send(flow, message);
    }

    @Override
    public boolean isOpen(Flow flow) {
        return net.isOpen(flow);
    }

    @Override
    public Flow find(long id) {
        return net.find(id);
    }

    @Override
    public Flow udp(String endpoint, InetSocketAddress remote) {
        return net.udp(endpoint, remote);
    }

    @Override
    public CompletionStage<Flow> connect(Protocol protocol, InetSocketAddress remote, String serverName, String ownName) {
        return net.connect(protocol, remote, serverName, ownName);
    }

    @Override
    public void pause(long id, boolean stop) {
        net.pause(id, stop);
    }

    @Override
    public void close(long id, String reason) {
        net.close(id, reason);
    }

    @Override
    public Verdict verdict(Flow flow) {
        return net.verdict(flow);
    }

    @Override
    public List<Endpoint> endpoints() {
        return net.endpoints();
    }

    @Override
    public List<Endpoint> listening() {
        return net.listening();
    }

    @Override
    public Collection<FlowInfo> list() {
        return net.list();
    }
}
