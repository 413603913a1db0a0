package org.hotcut.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import org.junit.jupiter.api.Test;

class ReusedBuffersTest {
    private final ReusedBuffers buffers = new ReusedBuffers(1_500, 2);
    private final RecvByteBufAllocator.Handle handle = buffers.newHandle();

    @Test
    void aBufferThatWasGivenBackIsUsedAgain() {
        ByteBuf first = allocate();
        assertNotSame(first, allocate());
        first.release();
        assertSame(first, allocate());
    }

    @Test
    void nothingStaysWhenTheSocketIsClosedNotEvenWhatIsInUseThen() {
        ByteBuf idle = allocate();
        ByteBuf busy = allocate();
        idle.release();
        buffers.release();
        assertEquals(0, idle.refCnt());
        assertEquals(1, busy.refCnt());
        busy.release();
        assertEquals(0, busy.refCnt());
        ByteBuf late = allocate();
        assertEquals(1, late.refCnt());
        late.release();
    }

    private ByteBuf allocate() {
        return handle.allocate(UnpooledByteBufAllocator.DEFAULT);
    }
}
