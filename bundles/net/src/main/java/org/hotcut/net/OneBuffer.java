package org.hotcut.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;

/**
 * Gives one socket the same direct buffer for every read, which holds because datagrams are handed over during the read and copied if
 * they must wait. Pages that no datagram was ever long enough to reach cost no memory.
 */
final class OneBuffer extends DefaultMaxMessagesRecvByteBufAllocator {
    private final int size;

    OneBuffer(int size, int readsAtATime) {
        super(readsAtATime);
        this.size = size;
    }

    @Override
    public RecvByteBufAllocator.Handle newHandle() {
        return new Reused();
    }

    private final class Reused extends MaxMessageHandle {
        private ByteBuf buffer;

        @Override
        public int guess() {
            return size;
        }

        @Override
        public ByteBuf allocate(ByteBufAllocator ignored) {
            if (buffer == null || buffer.refCnt() != 1) {
                buffer = Unpooled.directBuffer(size, size);
            }
            return buffer.clear().retain();
        }
    }
}
