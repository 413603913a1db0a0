package org.hotcut.turn.relay.store;

import java.net.InetSocketAddress;

/**
 * A channel.
 *
 * @param number  0x4000 to 0x4FFF
 * @param expires by {@link RelayClock}
 */
public record ChannelRow(int number, InetSocketAddress peer, long expires) { }
