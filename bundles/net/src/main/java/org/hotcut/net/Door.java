package org.hotcut.net;

import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import org.hotcut.core.api.net.RelayStream;
import org.hotcut.core.api.net.StreamDoor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where peers of a client connect to (RFC 6062 section 5.3). */
final class Door extends ChannelInboundHandlerAdapter implements StreamDoor {
    private static final Logger LOG = LoggerFactory.getLogger(Door.class);

    private final Streams streams;
    private final Loop loop;
    private final Channel channel;
    private final Consumer<RelayStream> accepted;

    Door(Streams streams, Loop loop, Channel channel, Consumer<RelayStream> accepted) {
        this.streams = streams;
        this.loop = loop;
        this.channel = channel;
        this.accepted = accepted;
    }

    @Override
    public InetSocketAddress local() {
        return Addresses.plain((InetSocketAddress) channel.localAddress());
    }

    @Override
    public int loop() {
        return loop.index;
    }

    Loop place() {
        return loop;
    }

    /** Whom it was for may be gone with it: what is not connected yet is nobody's then, and would have no bound. */
    void whenClosed(ChannelFutureListener told) {
        channel.closeFuture().addListener(told);
    }

    void forget(ChannelFutureListener told) {
        channel.closeFuture().removeListener(told);
    }

    @Override
    public void close() {
        channel.close();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        SocketChannel one = (SocketChannel) message;
        PeerStream stream;
        try {
            stream = streams.prepare(one, Addresses.plain(one.remoteAddress()));
        } catch (RuntimeException e) {
            LOG.debug("A connection cannot be used: {}", e.toString()); // reset before it was accepted
            one.unsafe().closeForcibly();
            return;
        }
        loop.events.register(one).addListener(registered -> {
            if (registered.isSuccess()) {
                hand(stream);
            } else {
                one.unsafe().closeForcibly();
            }
        });
    }

    private void hand(PeerStream stream) {
        try {
            accepted.accept(stream);
        } catch (RuntimeException | LinkageError e) {
            LOG.error("Who takes the connections of {} failed", Addresses.text(local()), e);
            stream.close();
        }
    }

    /** Out of files or memory: leaves the queue of the kernel alone for a second. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.warn("Relayed address {} could not accept: {}; it pauses for a second", Addresses.text(local()), Faults.reason(cause));
        ChannelConfig config = context.channel().config();
        config.setAutoRead(false);
        context.executor().schedule(() -> config.setAutoRead(true), 1, TimeUnit.SECONDS);
    }
}
