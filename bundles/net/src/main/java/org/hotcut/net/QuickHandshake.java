package org.hotcut.net;

import io.netty.channel.ChannelException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;

/**
 * Acknowledges at once what a client sends to shake hands. Much of it is answered by nothing (with BoringSSL not even by a ticket, which goes with the first message), then
 * the kernel takes 40 ms, and a client that waits for acknowledgements (RFC 896) sends no message before. Leaves when hands are shaken.
 */
final class QuickHandshake extends ChannelInboundHandlerAdapter {
    private final Sockets sockets;
    private final SocketChannel channel;
    private final SslHandler tls;

    QuickHandshake(Sockets sockets, SocketChannel channel, SslHandler tls) {
        this.sockets = sockets;
        this.channel = channel;
        this.tls = tls;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        context.fireChannelReadComplete();
        try {
            sockets.acknowledge(channel);
        } catch (ChannelException e) {
            return; // the peer has just left
        }
        if (tls.handshakeFuture().isDone()) {
            context.pipeline().remove(this);
        }
    }
}
