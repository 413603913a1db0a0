package org.hotcut.net;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;

/**
 * Tells what is spoken on a connection of a shared port: by ALPN, else by SNI, else by the first bytes. Until then the {@link Connection} is still
 * opening. It stands between the engine and the connection, and leaves when it knows.
 */
final class Sorter extends ChannelInboundHandlerAdapter {
    /** Enough for the first word of every protocol; more is not kept. */
    static final int MOST_BYTES = 64;

    private final Choice choice;
    private final SslHandler tls;
    private final Connection connection;
    private final long patienceMillis;
    private Object handshake;
    private ByteBuf first;
    private ScheduledFuture<?> limit;

    /**
     * Waits for the handshake.
     *
     * @param patienceMillis how long after it the first bytes may take
     */
    Sorter(Choice choice, SslHandler tls, Connection connection, long patienceMillis) {
        this.choice = choice;
        this.tls = tls;
        this.connection = connection;
        this.patienceMillis = patienceMillis;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (!(event instanceof SslHandshakeCompletionEvent done) || !done.isSuccess() || handshake != null) {
            context.fireUserEventTriggered(event);
            return;
        }
        handshake = event;
        String transport = choice.bySession(tls.engine());
        if (transport != null) {
            decide(context, transport);
            return;
        }
        limit = context.executor().schedule(() -> connection.undecided(patienceMillis / 1000), patienceMillis, TimeUnit.MILLISECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        if (handshake == null) {
            context.fireChannelRead(bytes);
            return;
        }
        first = first == null ? bytes : joined(context, first, bytes);
        String start = first.toString(first.readerIndex(), Math.min(MOST_BYTES, first.readableBytes()), StandardCharsets.ISO_8859_1);
        String transport = choice.byFirst(start, first.readableBytes() < MOST_BYTES);
        if (transport != null) {
            decide(context, transport);
        }
    }

    private static ByteBuf joined(ChannelHandlerContext context, ByteBuf one, ByteBuf two) {
        ByteBuf both = context.alloc().buffer(one.readableBytes() + two.readableBytes()).writeBytes(one).writeBytes(two);
        one.release();
        two.release();
        return both;
    }

    private void decide(ChannelHandlerContext context, String transport) {
        connection.speaks(transport);
        context.fireUserEventTriggered(handshake);
        // what it has kept follows when it is taken out
        context.pipeline().remove(this);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        if (limit != null) {
            limit.cancel(false);
        }
        ByteBuf kept = first;
        first = null;
        if (kept != null) {
            context.fireChannelRead(kept);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (limit != null) {
            limit.cancel(false);
        }
        if (first != null) {
            first.release();
            first = null;
        }
        context.fireChannelInactive();
    }
}
