package org.hotcut.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.hotcut.core.api.net.PacketHandler;
import org.hotcut.core.api.net.PacketLoops;
import org.hotcut.core.api.net.PacketSocket;

/** The packet sockets, on the loops of relayed media. */
final class Packets implements PacketLoops {
    private final List<PacketLoop> all;

    Packets(EventLoops loops, Drops drops) {
        all = loops.media().stream().map(loop -> new PacketLoop(loop, drops)).toList();
    }

    List<PacketLoop> all() {
        return all;
    }

    @Override
    public int[] packetLoops() {
        return all.stream().mapToInt(each -> each.loop.index).toArray();
    }

    @Override
    public PacketSocket open(int loop, InetSocketAddress local, PacketHandler handler) throws IOException {
        int first = all.get(0).loop.index;
        if (loop < first || loop >= first + all.size()) {
            throw new IllegalArgumentException("loop " + loop + " reads no packets");
        }
        RelaySocket socket = new RelaySocket(all.get(loop - first), PacketChannel.bound(local, false, 0), handler);
        socket.start();
        return socket;
    }

    Map<String, Object> status() {
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("sockets", all.stream().mapToInt(each -> each.sockets.get()).sum());
        status.put("received", all.stream().mapToLong(each -> each.received.sum()).sum());
        status.put("sent", all.stream().mapToLong(each -> each.sent.sum()).sum());
        return status;
    }
}
