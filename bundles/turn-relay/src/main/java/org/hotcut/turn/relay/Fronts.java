package org.hotcut.turn.relay;

import java.util.Arrays;

import org.hotcut.core.api.net.PacketSocket;

/** The listeners' sockets that datagrams of one loop's clients come to: few, so they are looked through. Touched by that loop. */
final class Fronts {
    private static final int MANY = 16;

    private Front[] all = {};

    Front of(PacketSocket socket) {
        Front[] fronts = all;
        for (Front front : fronts) {
            if (front.socket == socket) {
                return front;
            }
        }
        return add(socket);
    }

    private Front add(PacketSocket socket) {
        if (all.length >= MANY) { // listeners that were opened anew leave theirs behind
            all = Arrays.stream(all).filter(front -> !front.clients.isEmpty()).toArray(Front[]::new);
        }
        all = Arrays.copyOf(all, all.length + 1);
        all[all.length - 1] = new Front(socket);
        return all[all.length - 1];
    }
}
