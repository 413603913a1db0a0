package org.hotcut.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;

/**
 * Gives one socket the same direct buffers for every read burst, which holds because datagrams are handed over during the burst and copied
 * if they must wait. Epoll needs one (each datagram is handed over as it is read), the JDK's selector as many as it reads at a time.
 * Pages that no datagram was ever long enough to reach cost no memory.
 */
final class ReusedBuffers extends DefaultMaxMessagesRecvByteBufAllocator {
    private final int size;
    private final int count;
    private final ByteBuf[] buffers;
    private boolean released;

    /**
     * @param size  bytes of the longest datagram
     * @param count datagrams of one burst
     */
    ReusedBuffers(int size, int count) {
        super(count);
        this.size = size;
        this.count = count;
        buffers = new ByteBuf[count];
    }

    /** Gives them back: the socket was closed. On its loop. */
    void release() {
        released = true;
        for (int i = 0; i < count; i++) {
            if (buffers[i] != null) {
                buffers[i].release();
                buffers[i] = null;
            }
        }
    }

    @Override
    public RecvByteBufAllocator.Handle newHandle() {
        return new Reused();
    }

    private final class Reused extends MaxMessageHandle {
        @Override
        public int guess() {
            return size;
        }

        @Override
        public ByteBuf allocate(ByteBufAllocator allocator) {
            for (int i = 0; i < count && !released; i++) {
                if (buffers[i] == null) {
                    buffers[i] = Unpooled.directBuffer(size, size);
                }
                if (buffers[i].refCnt() == 1) {
                    return buffers[i].clear().retain();
                }
            }
            return allocator.directBuffer(size);
        }
    }
}
