package org.hotcut.testkit;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.hotcut.core.api.net.Endpoint;
import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.FlowInfo;
import org.hotcut.core.api.net.Flows;
import org.hotcut.core.api.net.Protocol;

/** Listeners that are only named; what is sent is kept. For one thread. */
public final class TestFlows implements Flows {
    /** A message that was sent. */
    public record Sent(Flow flow, byte[] message) { }

    /** What was sent, in order. */
    public final List<Sent> sent = new ArrayList<>();
    private final List<Endpoint> endpoints;

    /** Has these listeners. */
    public TestFlows(Endpoint... endpoints) {
        this.endpoints = List.of(endpoints);
    }

    /** Names a listener. */
    public static Endpoint endpoint(Protocol protocol, String address, int port) {
        return new Endpoint(protocol.name().toLowerCase(java.util.Locale.ROOT), protocol, new InetSocketAddress(address, port), null, port);
    }

    @Override
    public boolean send(Flow flow, byte[] message) {
        return sent.add(new Sent(flow, message));
    }

    @Override
    public boolean isOpen(Flow flow) {
        return true;
    }

    @Override
    public Flow find(long id) {
        return null;
    }

    @Override
    public Flow udp(String endpoint, InetSocketAddress remote) {
        return TestExchange.flow(Protocol.UDP, remote.getHostString(), remote.getPort());
    }

    @Override
    public CompletionStage<Flow> connect(Protocol protocol, InetSocketAddress remote, String serverName) {
        return CompletableFuture.failedFuture(new IOException("nobody listens in a test"));
    }

    @Override
    public void close(long id, String reason) { }

    @Override
    public List<Endpoint> endpoints() {
        return endpoints;
    }

    @Override
    public Collection<FlowInfo> list() {
        return List.of();
    }
}
