package org.hotcut.net;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

import org.hotcut.core.api.net.PacketLoops;
import org.hotcut.core.api.net.PacketSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the packet sockets of one loop share: the buffer that each of them reads into, and what is counted. */
final class PacketLoop {
    private static final Logger LOG = LoggerFactory.getLogger(PacketLoop.class);
    private static final int LONGEST_DATAGRAM = 65_536;
    private static final long SILENT_MILLIS = 60_000;

    final Loop loop;
    final Drops drops;
    /** Of the loop's thread only. */
    final ByteBuffer buffer = ByteBuffer.allocateDirect(PacketLoops.HEADROOM + LONGEST_DATAGRAM);
    final AtomicInteger sockets = new AtomicInteger();
    final LongAdder received = new LongAdder();
    final LongAdder sent = new LongAdder();
    private long complainedAt;

    PacketLoop(Loop loop, Drops drops) {
        this.loop = loop;
        this.drops = drops;
        complainedAt = loop.now() - SILENT_MILLIS;
    }

    /** Counts that a handler has thrown; a fault that comes with every packet is one line a minute. On the loop. */
    void failed(PacketSocket socket, Throwable cause) {
        drops.count(Drops.Reason.HANDLER_FAILED);
        if (loop.now() - complainedAt >= SILENT_MILLIS) {
            complainedAt = loop.now();
            LOG.error("Who takes the packets of {} failed; further faults are only counted for a minute", Addresses.text(socket.local()), cause);
        }
    }
}
