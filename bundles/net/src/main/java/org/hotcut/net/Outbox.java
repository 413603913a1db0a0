package org.hotcut.net;

import java.util.concurrent.atomic.AtomicLong;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;

/** The way out of one connection: a bounded queue that is flushed once a burst. */
final class Outbox implements Flusher.Writer {
    private final SocketChannel channel;
    private final SslHandler tls;
    private final Drops drops;
    private final AtomicLong bytes = new AtomicLong();
    private boolean unflushed;

    Outbox(SocketChannel channel, SslHandler tls, Drops drops) {
        this.channel = channel;
        this.tls = tls;
        this.drops = drops;
    }

    /** Queues a message, from any thread; the loop is the connection's. Returns false when a megabyte waits for the peer to read. */
    boolean send(Loop loop, byte[] message) {
        if (!channel.isWritable()) {
            drops.count(Drops.Reason.SEND_QUEUE_FULL);
            return false;
        }
        bytes.addAndGet(message.length);
        ByteBuf wrapped = Unpooled.wrappedBuffer(message);
        if (!loop.isHere()) {
            channel.writeAndFlush(wrapped, channel.voidPromise());
            return true;
        }
        channel.write(wrapped, channel.voidPromise());
        loop.flusher.add(this);
        return true;
    }

    /** Writes bytes, from any thread; whoever gives them looks for himself whether there is room. */
    void pass(ByteBuf more) {
        bytes.addAndGet(more.readableBytes());
        channel.writeAndFlush(more, channel.voidPromise());
    }

    /** Writes what is queued, then ends our direction of the connection. */
    void end() {
        if (tls != null) {
            channel.flush();
            tls.closeOutbound();
            return;
        }
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> channel.shutdownOutput());
    }

    /** Returns how many bytes were queued so far. */
    long bytes() {
        return bytes.get();
    }

    @Override
    public SocketChannel channel() {
        return channel;
    }

    @Override
    public boolean markUnflushed(boolean mark) {
        boolean before = unflushed;
        unflushed = mark;
        return before;
    }
}
