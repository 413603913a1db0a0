package org.hotcut.turn.relay;

import org.hotcut.core.api.net.PacketSocket;

/** A socket of a listener, and whose datagrams come to it. Touched by one loop. */
final class Front {
    final PacketSocket socket;
    final ClientTable clients = new ClientTable();

    Front(PacketSocket socket) {
        this.socket = socket;
    }
}
