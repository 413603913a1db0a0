package org.hotcut.net;

import java.net.InetSocketAddress;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import org.hotcut.core.api.net.RelayStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection of a peer, on its loop, joined with that of a client, on the same or another. Each side writes to the other at once and stops reading while the other has
 * more than a few kilobytes to write.
 */
final class PeerStream extends ChannelInboundHandlerAdapter implements RelayStream {
    private static final Logger LOG = LoggerFactory.getLogger(PeerStream.class);
    private static final long CLOSE_SECONDS = 5;

    private final SocketChannel channel;
    private final InetSocketAddress remote;
    private final AtomicReference<Connection> client = new AtomicReference<>();
    /** Written on the peer's loop. */
    private volatile long received;
    /** Written on the client's loop. */
    private volatile long sent;
    /** What comes now is not passed on. */
    private volatile boolean isClosing;
    /** Whether the client is not read because of us; on the client's loop. */
    private boolean isHolding;

    PeerStream(SocketChannel channel, InetSocketAddress remote) {
        this.channel = channel;
        this.remote = remote;
    }

    @Override
    public InetSocketAddress remote() {
        return remote;
    }

    @Override
    public long received() {
        return received;
    }

    @Override
    public long sent() {
        return sent;
    }

    /** Returns whether it was free, and is for this client now. */
    boolean take(Connection joined) {
        return channel.isActive() && client.compareAndSet(null, joined);
    }

    @Override
    public void start() {
        if (client.get() != null) {
            channel.config().setAutoRead(true);
        }
    }

    @Override
    public void whenClosed(Runnable told) {
        channel.closeFuture().addListener(closed -> told.run());
    }

    @Override
    public void close() {
        isClosing = true;
        if (!channel.isActive()) {
            channel.close();
            return; // perhaps with its loop
        }
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        // who does not read what is left could keep it open for ever
        Future<?> end = channel.eventLoop().schedule(() -> channel.close(), CLOSE_SECONDS, TimeUnit.SECONDS);
        channel.closeFuture().addListener(closed -> end.cancel(false));
    }

    @Override
    public void abort() {
        isClosing = true;
        channel.close();
    }

    // --- what the client sends, on its loop ---

    /** Writes what came of the client, without keeping the buffer longer than needed. */
    void write(ByteBuf bytes, Connection from) {
        if (isClosing) {
            return;
        }
        sent += bytes.readableBytes();
        channel.writeAndFlush(bytes.retain(), channel.voidPromise());
        if (!channel.isWritable() && !isHolding) {
            isHolding = true;
            from.pause(true);
            release(from); // it may have been written meanwhile, unnoticed
        }
    }

    private void release(Connection held) {
        if (isHolding && channel.isWritable()) {
            isHolding = false;
            held.pause(false);
        }
    }

    // --- what the peer sends, on its loop ---

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        Connection to = client.get();
        if (to == null || isClosing) {
            bytes.release();
            return;
        }
        received += bytes.readableBytes();
        if (!to.relay(bytes)) {
            channel.config().setAutoRead(false);
            if (to.hasRoom()) {
                channel.config().setAutoRead(true); // it may have been written meanwhile, unnoticed
            }
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        Connection from = client.get();
        if (from != null && channel.isWritable()) {
            from.loop().run(() -> release(from));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        Connection joined = client.get();
        if (joined != null) {
            joined.close("its peer " + Addresses.text(remote) + " has closed");
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("{}: {}", Addresses.text(remote), cause.toString());
        channel.close();
    }
}
