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
import org.hotcut.core.api.net.StreamBudget;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection of a peer, on its loop, joined with that of a client, on the same or another. Each side writes to the other at once and stops reading while the other has
 * more than a few kilobytes to write, or their budget is used up.
 */
final class PeerStream extends ChannelInboundHandlerAdapter implements RelayStream {
    private static final Logger LOG = LoggerFactory.getLogger(PeerStream.class);
    private static final long CLOSE_SECONDS = 5;

    /** The client it is joined with, and which of the two is not read for a while. */
    private record Joint(Connection client, Rest ofClient, Rest ofPeer) { }

    private final SocketChannel channel;
    private final InetSocketAddress remote;
    private final AtomicReference<Joint> joint = new AtomicReference<>();
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
    boolean take(Connection client, StreamBudget budget) {
        Rest ofClient = new Rest(budget, client.loop().events, client::isOpen, client::pause);
        Rest ofPeer = new Rest(budget, channel.eventLoop(), channel::isActive, stop -> readOrNot());
        return channel.isActive() && joint.compareAndSet(null, new Joint(client, ofClient, ofPeer));
    }

    @Override
    public void start() {
        if (channel.eventLoop().inEventLoop()) {
            readOrNot();
        } else {
            channel.eventLoop().execute(this::readOrNot);
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
        int length = bytes.readableBytes();
        sent += length;
        channel.writeAndFlush(bytes.retain(), channel.voidPromise());
        if (!channel.isWritable() && !isHolding) {
            isHolding = true;
            from.pause(true);
            release(from); // it may have been written meanwhile, unnoticed
        }
        joint.get().ofClient.after(length);
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
        Joint joined = joint.get();
        if (joined == null || isClosing) {
            bytes.release();
            return;
        }
        int length = bytes.readableBytes();
        received += length;
        if (!joined.client.relay(bytes)) {
            readOrNot();
        }
        joined.ofPeer.after(length);
    }

    private void readOrNot() {
        Joint joined = joint.get();
        if (joined != null) {
            channel.config().setAutoRead(joined.client.hasRoom() && !joined.ofPeer.isOn());
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        Joint joined = joint.get();
        if (joined != null && channel.isWritable()) {
            joined.client.loop().run(() -> release(joined.client));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        Joint joined = joint.get();
        if (joined != null) {
            joined.client.close("its peer " + Addresses.text(remote) + " has closed");
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("{}: {}", Addresses.text(remote), cause.toString());
        channel.close();
    }
}
