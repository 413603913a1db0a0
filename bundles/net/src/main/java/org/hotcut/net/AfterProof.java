package org.hotcut.net;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands behind the engine where an authority asks for a proof (RFC 8737 section 3): after the handshake the connection is closed, and nothing that came by it gets
 * any further.
 */
final class AfterProof extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(AfterProof.class);

    private final Origin origin;
    private final String name;

    /** Remembers who asked for which name. */
    AfterProof(Origin origin, String name) {
        this.origin = origin;
        this.name = name;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake && handshake.isSuccess()) {
            LOG.debug("TLS {} was shown the proof for {}", Addresses.text(origin.remote()), name);
            context.close();
            return;
        }
        context.fireUserEventTriggered(event);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ReferenceCountUtil.release(message);
    }
}
