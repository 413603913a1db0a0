package org.hotcut.net;

import java.util.List;
import java.util.function.Consumer;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;

/**
 * Looks at the ClientHello before the engine does, since the JDK's engine decides whether it asks for a certificate when it gets the first byte. Then it
 * leaves. How long it may take is bounded by the time limit of the handshake.
 */
final class HelloWatch extends ByteToMessageDecoder {
    /** As much as one record holds; who says more is asked for nothing, and the engine decides about him. */
    static final int MOST_BYTES = 16 << 10;

    private final Consumer<ClientHello> seen;

    HelloWatch(Consumer<ClientHello> seen) {
        this.seen = seen;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf bytes, List<Object> out) {
        ClientHello hello = ClientHello.read(bytes.nioBuffer(), MOST_BYTES);
        if (hello == null && bytes.readableBytes() < MOST_BYTES) {
            return;
        }
        seen.accept(hello == null ? ClientHello.NONE : hello);
        context.pipeline().remove(this);
    }
}
