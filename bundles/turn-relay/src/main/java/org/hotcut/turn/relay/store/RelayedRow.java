package org.hotcut.turn.relay.store;

import java.net.InetSocketAddress;

/**
 * A relay socket.
 *
 * @param bound   the machine's address and port
 * @param told    what others see of it
 * @param main    whether the client was told it; else it is there for peers that are reached from another address
 * @param expires when it ends, by {@link RelayClock}; 0: with the allocation
 */
public record RelayedRow(InetSocketAddress bound, InetSocketAddress told, boolean main, long expires) {
    RelayedRow untilTheEnd() {
        return new RelayedRow(bound, told, main, 0);
    }
}
