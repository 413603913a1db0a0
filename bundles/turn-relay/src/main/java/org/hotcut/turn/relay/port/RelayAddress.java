package org.hotcut.turn.relay.port;

import java.net.InetAddress;
import java.util.List;

import org.hotcut.turn.api.Family;

/**
 * An address that is relayed from.
 *
 * @param bound    the machine's
 * @param told     what clients and peers see of it: the same, or the one outside of the NAT; of the same family
 * @param networks of the peers that are reached from it; empty for all that no other is for
 */
public record RelayAddress(InetAddress bound, InetAddress told, List<Network> networks) {
    /** Copies the list. */
    public RelayAddress {
        networks = List.copyOf(networks);
    }

    /** Returns its family. */
    public Family family() {
        return Family.of(bound);
    }

    /** Returns whether others see another address than is bound. */
    public boolean isBehindNat() {
        return !told.equals(bound);
    }

    /** Returns whether it is for that peer by one of its networks. */
    public boolean isFor(InetAddress peer) {
        return networks.stream().anyMatch(network -> network.contains(peer));
    }

    @Override
    public String toString() {
        String behind = told.equals(bound) ? "" : " behind " + told.getHostAddress();
        return bound.getHostAddress() + behind + (networks.isEmpty() ? "" : " for " + networks);
    }
}
