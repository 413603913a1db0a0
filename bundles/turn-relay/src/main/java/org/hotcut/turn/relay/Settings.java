package org.hotcut.turn.relay;

import java.net.InetSocketAddress;

import org.hotcut.turn.relay.port.RelayAddress;
import org.hotcut.turn.relay.port.RelayAddresses;

/**
 * What loops ask the configuration for.
 *
 * @param addresses   to relay from
 * @param permissions of an allocation at most
 * @param channels    of an allocation at most
 * @param connections with peers over TCP of an allocation at most; 0: there are no such allocations
 * @param lastChannel the highest channel number
 * @param mobility    whether allocations may move
 */
record Settings(RelayAddresses addresses, int permissions, int channels, int connections, int lastChannel, boolean mobility) {
    static final int FIRST_CHANNEL = 0x4000;
    private static final int LAST_CHANNEL = 0x4fff;
    private static final int LAST_CHANNEL_OF_RFC_5766 = 0x7fff;

    /** In force until there is a configuration: there is no address to relay from. */
    static final Settings NOTHING = new Settings(RelayAddresses.NONE, 1, 1, 0, LAST_CHANNEL, false);

    static Settings of(Config config, RelayAddresses addresses) {
        return new Settings(addresses, Math.max(1, config.permissions()), Math.max(1, config.channels()), config.connections(),
            config.channels_to_7fff() ? LAST_CHANNEL_OF_RFC_5766 : LAST_CHANNEL, config.mobility());
    }

    /** Returns where a relayed address of ours is bound, when it is told as this; any other as it is. */
    InetSocketAddress inside(InetSocketAddress peer) {
        for (RelayAddress address : addresses.all()) {
            if (address.isBehindNat() && address.told().equals(peer.getAddress())) {
                return new InetSocketAddress(address.bound(), peer.getPort());
            }
        }
        return peer;
    }

    /** Returns as what a relayed address of ours is told, when it is bound here; any other as it is. */
    InetSocketAddress outside(InetSocketAddress from) {
        for (RelayAddress address : addresses.all()) {
            if (address.isBehindNat() && address.bound().equals(from.getAddress())) {
                return new InetSocketAddress(address.told(), from.getPort());
            }
        }
        return from;
    }

    boolean isChannel(int number) {
        return number >= FIRST_CHANNEL && number <= lastChannel;
    }
}
