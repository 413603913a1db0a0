package org.hotcut.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import javax.net.ssl.SSLException;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Protocol;

/** Opens connections, or finds one that is open; who asks for the same peer at the same time shares one attempt. */
final class Connector {
    private static final int LIMIT_MILLIS = 5000;
    private static final int MAX_ATTEMPTS = 2000;
    /** Whom we call must prove who he is; {@code identity} knows by which profile connections of ours are judged. */
    private static final Origin.Demand DEMAND = new Origin.Demand(ListenerSettings.PUBLIC, true, false);

    private final Shared shared;
    private final Supplier<List<Listener>> listeners;
    private final Map<FlowTable.Peer, CompletableFuture<Flow>> attempts = new ConcurrentHashMap<>();
    private final SourceCounts open = new SourceCounts();

    Connector(Shared shared, Supplier<List<Listener>> listeners) {
        this.shared = shared;
        this.listeners = listeners;
    }

    CompletionStage<Flow> connect(Protocol protocol, InetSocketAddress remote, String serverName, String ownName) {
        String refused = refuse(protocol, remote, serverName);
        if (refused != null) {
            return CompletableFuture.failedFuture(new IOException(refused));
        }
        InetSocketAddress plain = Addresses.nameless(remote);
        FlowTable.Peer peer = protocol == Protocol.TLS ? new FlowTable.Peer(protocol, plain, serverName, shared.tls().own(ownName)) : FlowTable.Peer.plain(protocol, plain);
        CompletionStage<Flow> known = known(peer);
        if (known != null) {
            return known;
        }
        CompletableFuture<Flow> attempt = new CompletableFuture<>();
        CompletableFuture<Flow> earlier = attempts.putIfAbsent(peer, attempt);
        if (earlier != null) {
            return earlier.minimalCompletionStage();
        }
        known = known(peer);
        if (known != null) {
            attempts.remove(peer, attempt);
            known.whenComplete((flow, fault) -> attempt.complete(flow));
            return attempt.minimalCompletionStage();
        }
        Loop loop = shared.loops().hereOrNext();
        loop.run(() -> start(loop, peer, attempt));
        return attempt.minimalCompletionStage();
    }

    int attempts() {
        return attempts.size();
    }

    private String refuse(Protocol protocol, InetSocketAddress remote, String serverName) {
        if (protocol != Protocol.TCP && protocol != Protocol.TLS) {
            return "no connection can be opened over " + protocol;
        }
        if (remote.isUnresolved() || remote.getPort() == 0) {
            return "not an address to connect to: " + remote.getHostString() + ':' + remote.getPort();
        }
        if (protocol == Protocol.TLS && (serverName == null || serverName.isEmpty())) {
            return "no name that " + Addresses.text(remote) + " must prove";
        }
        if (protocol == Protocol.TLS && !shared.tls().isReady()) {
            return "TLS waits for its first certificate";
        }
        return attempts.size() >= MAX_ATTEMPTS ? "too many connections are being opened" : null;
    }

    private CompletionStage<Flow> known(FlowTable.Peer peer) {
        Connection open = shared.flows().find(peer);
        if (open == null || !open.isOpen()) {
            return null;
        }
        if (shared.loops().here() != null) {
            return CompletableFuture.completedStage(open.flow());
        }
        CompletableFuture<Flow> onLoop = new CompletableFuture<>();
        open.loop().events.execute(() -> onLoop.complete(open.flow()));
        return onLoop.minimalCompletionStage();
    }

    private void start(Loop loop, FlowTable.Peer peer, CompletableFuture<Flow> attempt) {
        // a peer has 65 535 ports, and whoever may call can have us connect to each
        InetAddress source = Addresses.source(peer.remote().getAddress());
        Drops.Reason tooMany = open.add(source, limits(like(peer)));
        if (tooMany != null) {
            shared.drops().count(tooMany);
            end(peer, attempt, null, new IOException("too many connections are open to there, or to all"));
            return;
        }
        SocketChannel channel;
        try {
            channel = loop.sockets.client(peer.remote().getAddress());
        } catch (RuntimeException e) {
            open.remove(source); // out of files: nobody must wait for it for ever
            end(peer, attempt, null, e);
            return;
        }
        channel.closeFuture().addListener(closed -> open.remove(source));
        Connection connection;
        try {
            connection = prepare(channel, loop.sockets, peer, attempt);
        } catch (RuntimeException e) {
            channel.unsafe().closeForcibly();
            end(peer, attempt, null, e);
            return;
        }
        Future<?> limit = loop.events.schedule(() -> {
            end(peer, attempt, null, noAnswer());
            channel.close();
        }, LIMIT_MILLIS, TimeUnit.MILLISECONDS);
        attempt.whenComplete((flow, fault) -> limit.cancel(false));
        ChannelFuture connected = loop.events.register(channel);
        connected.addListener(registered -> channel.connect(peer.remote(), from(peer)).addListener(done -> {
            if (!done.isSuccess()) {
                end(peer, attempt, null, done.cause() instanceof ConnectTimeoutException ? noAnswer() : done.cause());
                channel.close();
            }
        }));
        channel.closeFuture().addListener(closed -> end(peer, attempt, null, closed(connection)));
    }

    private static IOException noAnswer() {
        return new IOException("no answer within " + LIMIT_MILLIS / 1000 + " s");
    }

    private static IOException closed(Connection connection) {
        String reason = connection.ending().givenUp();
        return reason == null ? new IOException("the peer has closed the connection") : new SSLException(reason);
    }

    private Connection prepare(SocketChannel channel, Sockets sockets, FlowTable.Peer peer, CompletableFuture<Flow> attempt) {
        StreamListener.tune(sockets, channel.config());
        channel.config().setOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, LIMIT_MILLIS);
        Listener like = like(peer);
        String endpoint = like == null ? Transports.name(peer.protocol()) : like.settings().name();
        Supplier<Limits> limits = () -> limits(like);
        Origin origin = new Origin(endpoint, peer.protocol(), peer.remote(), true, peer, limits, () -> DEMAND,
            open -> end(peer, attempt, open.flow(), null));
        SslHandler tls = null;
        if (peer.protocol() == Protocol.TLS) {
            tls = shared.tls().client(peer.own(), peer.serverName(), peer.remote().getPort());
            tls.handshakeFuture().addListener(done -> {
                if (!done.isSuccess()) {
                    complain(peer, attempt, done.cause());
                    end(peer, attempt, null, done.cause());
                }
            });
            channel.pipeline().addLast(tls);
        }
        Connection connection = new Connection(shared, origin, channel, tls);
        channel.pipeline().addLast(new ConnectionEvents(connection));
        return connection;
    }

    /** Returns the listener whose peer we appear to be: the first of the protocol, one that reaches the peer if there is one; never one for old devices. */
    private Listener like(FlowTable.Peer peer) {
        List<Listener> same = listeners.get().stream().filter(listener -> listener.settings().carries(peer.protocol()) && !listener.settings().tls().oldDevices()).toList();
        return same.stream().filter(listener -> Addresses.reaches(listener.settings().address().getAddress(), peer.remote().getAddress()))
            .findFirst().orElse(same.isEmpty() ? null : same.get(0));
    }

    private static Limits limits(Listener like) {
        return like == null ? Limits.DEFAULT : like.settings().limits();
    }

    /** Returns the address to come from, that of the listener when it is a particular one; null leaves it to the kernel. */
    private InetSocketAddress from(FlowTable.Peer peer) {
        Listener like = like(peer);
        if (like == null) {
            return null;
        }
        InetSocketAddress local = like.settings().address();
        boolean usable = !local.getAddress().isAnyLocalAddress() && Addresses.reaches(local.getAddress(), peer.remote().getAddress());
        return usable ? new InetSocketAddress(local.getAddress(), 0) : null;
    }

    /** A peer that speaks TLS and is not who he should be, or does not take us: somebody's configuration is wrong. */
    private void complain(FlowTable.Peer peer, CompletableFuture<Flow> attempt, Throwable fault) {
        if (fault instanceof SSLException && !attempt.isDone()) {
            shared.log().warn(Transports.name(peer.protocol()), peer.remote(), peer.serverName() + " was dialled: " + Faults.reason(fault));
        }
    }

    private void end(FlowTable.Peer peer, CompletableFuture<Flow> attempt, Flow flow, Throwable fault) {
        attempts.remove(peer, attempt);
        if (flow != null) {
            attempt.complete(flow);
            return;
        }
        String name = Transports.name(peer.protocol()) + ' ' + Addresses.text(peer.remote());
        if (!attempt.isDone()) {
            attempt.completeExceptionally(new IOException(name + ": " + Faults.reason(fault), fault));
        }
    }
}
