package org.hotcut.turn.relay;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;

import org.hotcut.core.api.net.PacketSocket;

/** A socket of a listener, and whose datagrams come to it. Touched by one loop. */
final class Front {
    final PacketSocket socket;
    final Map<InetSocketAddress, Allocation> clients = new HashMap<>();

    Front(PacketSocket socket) {
        this.socket = socket;
    }
}
