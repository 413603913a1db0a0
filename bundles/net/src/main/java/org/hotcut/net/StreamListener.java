package org.hotcut.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import org.hotcut.core.api.ban.Admission;
import org.hotcut.core.api.net.Endpoint;
import org.hotcut.core.api.net.Protocol;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A TCP or TLS endpoint: accepts within its limits and spreads connections over the loops. TLS is TCP with an engine in front. */
final class StreamListener extends ChannelInboundHandlerAdapter implements Listener {
    private static final Logger LOG = LoggerFactory.getLogger(StreamListener.class);
    private static final int BACKLOG = 1024;
    private static final WriteBufferWaterMark WRITE_MARK = new WriteBufferWaterMark(256 << 10, 1 << 20);

    private final Shared shared;
    private final SourceCounts sources = new SourceCounts();
    private volatile ListenerSettings settings;
    private volatile Channel open;
    private volatile InetSocketAddress local;

    StreamListener(Shared shared, ListenerSettings settings) {
        this.shared = shared;
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
        ListenerSettings wanted = settings;
        return isTls() ? shared.tls().lack(wanted, new Choice(wanted.spoken(), shared.transports())) : null;
    }

    @Override
    public void open() throws IOException {
        InetSocketAddress address = Sockets.bindable(settings.address());
        Loop loop = settings.isMedia() ? shared.loops().nextMedia() : shared.loops().next();
        ServerChannel channel = loop.sockets.server(address.getAddress());
        channel.config().setOption(ChannelOption.SO_BACKLOG, BACKLOG);
        channel.pipeline().addLast(this);
        ChannelFuture done = loop.events.register(channel).awaitUninterruptibly();
        if (done.isSuccess()) {
            done = channel.bind(address).awaitUninterruptibly();
        }
        if (!done.isSuccess()) {
            channel.close();
            throw new IOException(done.cause().getMessage(), done.cause());
        }
        local = Addresses.plain((InetSocketAddress) channel.localAddress());
        open = channel;
    }

    @Override
    public boolean isSharable() {
        // Reopened at another place, it serves a second channel while the first one closes
        return true;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        SocketChannel channel = (SocketChannel) message;
        InetSocketAddress remote = Addresses.plain(channel.remoteAddress());
        if (shared.gate().admit(settings.protocol(), remote) == Admission.REFUSED) {
            shared.drops().count(Drops.Reason.SOURCE_REFUSED);
            channel.unsafe().closeForcibly();
            return;
        }
        InetAddress source = Addresses.source(remote.getAddress());
        Drops.Reason tooMany = sources.add(source, settings.limits());
        if (tooMany != null) {
            shared.drops().count(tooMany);
            shared.log().warn(Transports.name(settings.protocol()), remote, "connection refused by listener " + settings.name() + ": " + limitReached(tooMany));
            channel.unsafe().closeForcibly();
            return;
        }
        channel.closeFuture().addListener(closed -> sources.remove(source));
        Loop loop = shared.loops().nextLike(shared.loops().here());
        try {
            prepare(channel, loop.sockets, remote);
        } catch (RuntimeException e) {
            // One that was reset before it was accepted may not take its options: no reason to bother the others
            LOG.debug("{} cannot be used: {}", Addresses.text(remote), e.toString());
            channel.unsafe().closeForcibly();
            return;
        }
        loop.events.register(channel).addListener(registered -> {
            if (!registered.isSuccess()) {
                channel.unsafe().closeForcibly();
            }
        });
    }

    private String limitReached(Drops.Reason reason) {
        return reason == Drops.Reason.TOO_MANY_CONNECTIONS ? "it has " + settings.limits().maxConnections() + " already"
            : "it has " + settings.limits().maxOfSource() + " from there already";
    }

    private void prepare(SocketChannel channel, Sockets sockets, InetSocketAddress remote) {
        tune(sockets, channel.config());
        ListenerSettings now = settings;
        FlowTable.Peer peer = isTls() || !now.carries(now.protocol()) ? null : FlowTable.Peer.plain(now.protocol(), remote);
        Origin origin = new Origin(now.name(), now.protocol(), remote, false, peer, () -> settings.limits(), () -> settings.demand(), null).speaking(now.spoken().first());
        if (isTls()) {
            secure(channel, sockets, origin, now);
        } else {
            channel.pipeline().addLast(new ConnectionEvents(new Connection(shared, origin, channel, null)));
        }
    }

    private void secure(SocketChannel channel, Sockets sockets, Origin origin, ListenerSettings now) {
        boolean isShared = now.spoken().isShared();
        Choice choice = new Choice(now.spoken(), shared.transports());
        SslHandler tls = shared.tls().server(now, choice, !isShared, channel.alloc());
        Connection connection = new Connection(shared, origin, channel, tls);
        channel.pipeline().addLast(new QuickHandshake(sockets, channel, tls));
        boolean asksSome = isShared && now.tls().clients() != TlsPolicy.ClientAuth.NONE;
        // BoringSSL cannot be told by the ClientHello what to present
        if (!now.tls().boringSsl() && (asksSome || !shared.tls().proofs().isEmpty())) {
            channel.pipeline().addLast(new HelloWatch(hello -> greeted(hello, channel.pipeline(), tls, origin, asksSome ? now.tls() : null)));
        }
        channel.pipeline().addLast(tls);
        if (isShared) {
            channel.pipeline().addLast(new Sorter(choice, tls, connection, now.limits().firstMessageMillis()));
        }
        channel.pipeline().addLast(new ConnectionEvents(connection));
    }

    /** The policy is null when nobody, or everybody, is asked for a certificate. */
    private void greeted(ClientHello hello, ChannelPipeline pipeline, SslHandler tls, Origin origin, TlsPolicy policy) {
        if (shared.tls().proofs().isAskedBy(hello)) {
            Proofs.prepare(tls.engine());
            pipeline.addAfter(pipeline.context(tls).name(), null, new AfterProof(origin, hello.name()));
        } else if (policy != null) {
            policy.greeted(hello, tls.engine());
        }
    }

    static void tune(Sockets sockets, ChannelConfig config) {
        config.setOption(ChannelOption.TCP_NODELAY, true);
        config.setOption(ChannelOption.SO_KEEPALIVE, true);
        config.setWriteBufferWaterMark(WRITE_MARK);
        sockets.detectDeadPeers(config);
    }

    /** Out of files or memory: leaves the queue of the kernel alone for a second. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.warn("Listener {} could not accept: {}; it pauses for a second", settings.name(), Faults.reason(cause));
        ChannelConfig config = context.channel().config();
        config.setAutoRead(false);
        context.executor().schedule(() -> config.setAutoRead(true), 1, TimeUnit.SECONDS);
    }

    @Override
    public void shut() {
        Channel was = open;
        open = null;
        if (was != null) {
            was.close().awaitUninterruptibly(1000);
        }
    }

    @Override
    public void close() {
        shut();
        String name = settings.name();
        shared.loops().onEach(loop -> List.copyOf(loop.connections).stream().filter(connection -> connection.origin().endpoint().equals(name))
            .forEach(connection -> connection.ending().retire()));
    }

    @Override
    public Endpoint endpoint() {
        return endpoint(settings.protocol());
    }

    @Override
    public List<Endpoint> endpoints() {
        ListenerSettings wanted = settings;
        return open == null ? List.of() : Arrays.stream(Protocol.values()).filter(wanted::carries).map(this::endpoint).toList();
    }

    private Endpoint endpoint(Protocol protocol) {
        return open == null ? null : settings.endpoint(protocol, local);
    }

    @Override
    public void describe(Map<String, Object> status) {
        status.put("connections", sources.total());
        if (isTls() && settings.tls().boringSsl()) {
            status.put("resumed by ticket", shared.tls().resumed(settings.name()));
        }
    }

    private boolean isTls() {
        return settings.protocol() == Protocol.TLS;
    }
}
