package org.hotcut.turn.relay.store;

import java.net.InetSocketAddress;

/**
 * A relay socket.
 *
 * @param bound the machine's address and port
 * @param told  what others see of it
 * @param main  whether the client was told it; else it is there for peers that are reached from another address
 */
public record RelayedRow(InetSocketAddress bound, InetSocketAddress told, boolean main) { }
