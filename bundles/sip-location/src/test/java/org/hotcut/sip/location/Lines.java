package org.hotcut.sip.location;

import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import org.hotcut.core.api.net.Endpoint;
import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.FlowInfo;
import org.hotcut.core.api.net.Flows;
import org.hotcut.core.api.net.Protocol;

/** Records what is sent; lines are open unless closed by the test. */
final class Lines implements Flows {
    record Sent(Flow flow, byte[] message) { }

    final List<Sent> sent = new CopyOnWriteArrayList<>();
    final Set<Long> closed = ConcurrentHashMap.newKeySet();

    @Override
    public boolean send(Flow flow, byte[] message) {
        return isOpen(flow) && sent.add(new Sent(flow, message));
    }

    @Override
    public boolean isOpen(Flow flow) {
        return !closed.contains(flow.id());
    }

    @Override
    public Flow find(long id) {
        return null;
    }

    @Override
    public Flow udp(String endpoint, InetSocketAddress remote) {
        return null;
    }

    @Override
    public CompletionStage<Flow> connect(Protocol protocol, InetSocketAddress remote, String serverName) {
        return CompletableFuture.failedStage(new UnsupportedOperationException());
    }

    @Override
    public void close(long id, String reason) {
        closed.add(id);
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of();
    }

    @Override
    public Collection<FlowInfo> list() {
        return List.of();
    }
}
