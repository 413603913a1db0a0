package org.hotcut.testkit;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

import javax.net.ssl.SSLException;

import org.hotcut.core.api.net.Endpoint;
import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.FlowInfo;
import org.hotcut.core.api.net.FlowListener;
import org.hotcut.core.api.net.Flows;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.core.api.net.Verdict;

/** Flows that keep what is sent. At first there are listeners for UDP, TCP and TLS, named after these, on 127.0.0.1. */
public final class RecordingFlows implements Flows {
    /** What was sent. */
    public record Sent(Flow flow, byte[] bytes) {
        /** Returns it as text. */
        public String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    /** What becomes of {@link #connect}. */
    public enum Connecting { SUCCEEDS, FAILS, IS_SOMEBODY_ELSE, HANGS }

    private static final int EPHEMERAL = 40_000;

    private final List<Endpoint> endpoints = new CopyOnWriteArrayList<>();
    private final Map<Long, FlowInfo> streams = new ConcurrentHashMap<>();
    private final List<Sent> sent = new CopyOnWriteArrayList<>();
    private final Map<Long, Integer> paused = new ConcurrentHashMap<>();
    private final List<String> closed = new CopyOnWriteArrayList<>();
    private final List<FlowListener> listeners = new CopyOnWriteArrayList<>();
    private final List<CompletableFuture<Flow>> hanging = new CopyOnWriteArrayList<>();
    private final Map<Long, Verdict> verdicts = new ConcurrentHashMap<>();
    private final AtomicLong ids = new AtomicLong(1000);
    private volatile String dialled;
    private volatile int refused;
    private volatile Connecting connecting = Connecting.SUCCEEDS;

    /** Makes the three listeners. */
    public RecordingFlows() {
        listen("udp", Protocol.UDP, 5060);
        listen("tcp", Protocol.TCP, 5060);
        listen("tls", Protocol.TLS, 5061);
    }

    /** Adds a listener on 127.0.0.1. */
    public void listen(String name, Protocol protocol, int port) {
        endpoints.add(new Endpoint(name, protocol, new InetSocketAddress("127.0.0.1", port), null, port));
    }

    /** Puts a listener in place of the one of its name. */
    public void listen(Endpoint endpoint) {
        unlisten(endpoint.name());
        endpoints.add(endpoint);
    }

    /** Closes a listener. */
    public void unlisten(String name) {
        endpoints.removeIf(endpoint -> endpoint.name().equals(name));
    }

    /** Tells whom {@link #lose} and {@link #close} tell. */
    public void tell(FlowListener listener) {
        listeners.add(listener);
    }

    /** Opens a stream flow as if this peer had connected. */
    public Flow open(Protocol protocol, String host, int port) {
        return open(protocol, new InetSocketAddress(host, port), false);
    }

    private Flow open(Protocol protocol, InetSocketAddress remote, boolean outgoing) {
        Endpoint endpoint = endpoints.stream().filter(each -> each.protocol() == protocol).findFirst()
            .orElseThrow(() -> new IllegalStateException("no listener for " + protocol));
        Flow flow = new Flow(ids.incrementAndGet(), endpoint.name(), protocol,
            outgoing ? new InetSocketAddress(endpoint.local().getAddress(), EPHEMERAL) : endpoint.local(), remote);
        streams.put(flow.id(), new FlowInfo(flow, outgoing, 0, 0, 0, protocol.isSecure() ? "TLSv1.3 TLS_AES_128_GCM_SHA256" : "", List.of(), false));
        return flow;
    }

    /** Says what a stream's peer was found to be by its certificate. */
    public Flow judged(Flow flow, Verdict verdict) {
        verdicts.put(flow.id(), verdict);
        return flow;
    }

    /** Returns the UDP flow to a peer from the first listener of UDP. */
    public Flow udp(String host, int port) {
        return udp((String) null, new InetSocketAddress(host, port));
    }

    /** Closes a stream flow as if the peer had. */
    public void lose(Flow flow) {
        if (streams.remove(flow.id()) != null) {
            listeners.forEach(listener -> listener.closed(flow));
        }
    }

    /** Says what becomes of {@link #connect} from now on. */
    public void connecting(Connecting outcome) {
        connecting = outcome;
    }

    /** Returns how many hang. */
    public int hanging() {
        return hanging.size();
    }

    /** Lets those fail that hang. */
    public void failHanging(String reason) {
        List<CompletableFuture<Flow>> all = List.copyOf(hanging);
        hanging.clear();
        all.forEach(future -> future.completeExceptionally(new IOException(reason)));
    }

    /** Returns all that was sent, in order. */
    public List<Sent> sent() {
        return List.copyOf(sent);
    }

    /** Returns the texts of all that was sent on one flow, in order. */
    public List<String> sent(Flow flow) {
        List<String> texts = new ArrayList<>();
        for (Sent each : sent) {
            if (each.flow.equals(flow)) {
                texts.add(each.text());
            }
        }
        return texts;
    }

    /** Returns and forgets the oldest that was sent. */
    public Sent take() {
        if (sent.isEmpty()) {
            throw new AssertionError("nothing was sent");
        }
        return sent.remove(0);
    }

    /** The next so many messages find a queue that is full: they are not sent. */
    public void refuseNext(int messages) {
        refused = messages;
    }

    /** Forgets what was sent. */
    public void forget() {
        sent.clear();
    }

    /** Returns whether somebody has stopped the reading of a stream and not let it go since. */
    public boolean isPaused(Flow flow) {
        return paused.getOrDefault(flow.id(), 0) > 0;
    }

    /** Returns the reasons given to {@link #close}, in order. */
    public List<String> closed() {
        return List.copyOf(closed);
    }

    @Override
    public boolean send(Flow flow, byte[] message) {
        if (!isOpen(flow)) {
            return false;
        }
        if (refused > 0) {
            refused--;
            return false;
        }
        sent.add(new Sent(flow, message));
        return true;
    }

    @Override
    public boolean isOpen(Flow flow) {
        return flow.protocol().isStream() ? streams.containsKey(flow.id()) : endpoints.stream().anyMatch(each -> each.name().equals(flow.endpoint()));
    }

    @Override
    public Flow find(long id) {
        FlowInfo info = streams.get(id);
        return info == null ? null : info.flow();
    }

    @Override
    public Flow udp(String endpoint, InetSocketAddress remote) {
        for (Endpoint each : endpoints) {
            if (each.protocol() == Protocol.UDP && (endpoint == null || endpoint.equals(each.name()))) {
                // never an id of a stream: those are small
                long id = 1L << 62 | (long) each.name().hashCode() << 32 ^ remote.hashCode() & 0xffffffffL;
                return new Flow(id, each.name(), Protocol.UDP, each.local(), remote);
            }
        }
        return null;
    }

    private static IOException somebodyElse(Protocol protocol, InetSocketAddress remote, String serverName) {
        String where = new Flow(0, "", protocol, null, remote).toString();
        return new IOException(where + ": the certificate is for example.edu, not for " + serverName, new SSLException("somebody else"));
    }

    /** Returns for which name the last connection was asked, and in whose name: {@code example.net for example.org}. */
    public String dialled() {
        return dialled;
    }

    @Override
    public CompletionStage<Flow> connect(Protocol protocol, InetSocketAddress remote, String serverName, String ownName) {
        dialled = serverName + " for " + ownName;
        for (FlowInfo info : streams.values()) {
            if (info.flow().protocol() == protocol && info.flow().remote().equals(remote)) {
                return CompletableFuture.completedFuture(info.flow());
            }
        }
        return switch (connecting) {
            case SUCCEEDS -> CompletableFuture.completedFuture(open(protocol, remote, true));
            case FAILS -> CompletableFuture.failedFuture(new IOException("connection refused"));
            case IS_SOMEBODY_ELSE -> CompletableFuture.<Flow>failedFuture(somebodyElse(protocol, remote, serverName)).minimalCompletionStage();
            case HANGS -> {
                CompletableFuture<Flow> future = new CompletableFuture<>();
                hanging.add(future);
                yield future;
            }
        };
    }

    @Override
    public void pause(long id, boolean stop) {
        if (streams.containsKey(id)) {
            paused.merge(id, stop ? 1 : -1, Integer::sum);
        }
    }

    @Override
    public void close(long id, String reason) {
        Flow flow = find(id);
        if (flow != null) {
            closed.add(reason);
            lose(flow);
        }
    }

    @Override
    public Verdict verdict(Flow flow) {
        return verdicts.get(flow.id());
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.copyOf(endpoints);
    }

    @Override
    public Collection<FlowInfo> list() {
        return List.copyOf(streams.values());
    }
}
