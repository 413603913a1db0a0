package org.hotcut.turn.relay;

import java.net.InetAddress;

import org.hotcut.turn.api.Family;
import org.hotcut.turn.relay.port.NoPortException;
import org.hotcut.turn.relay.port.RelayAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Relay sockets at other addresses than the client was told, for peers that are reached from there only: those of the inner network, when the client is told the outer
 * address. Opened when the client first permits such a peer; to the peer it is the address that packets come from. Touched by one loop.
 */
final class Sides {
    private static final Logger LOG = LoggerFactory.getLogger(Sides.class);

    private final Complaints complaints = new Complaints(LOG);
    private final Services services;
    private final Roster roster;

    Sides(Services services, Roster roster) {
        this.services = services;
        this.roster = roster;
    }

    /** Opens the one that a peer needs, if it needs one that is not there. Returns false when it cannot be had. */
    boolean open(Allocation allocation, InetAddress peer) {
        RelayAddress wanted = services.settings.addresses().towards(peer);
        Relay told = allocation.relay(Family.of(peer));
        if (wanted == null || told == null || wanted.networks().isEmpty() || wanted.bound().equals(allocation.relay(peer).bound().getAddress())) {
            return true;
        }
        Relay side = new Relay(allocation);
        try {
            side.open(services.ports.lease(allocation.loop.index(), wanted.bound(), false, false, side), wanted);
        } catch (NoPortException e) {
            if (complaints.mayWrite(services.clock.millis())) {
                LOG.warn("{} ({}) cannot reach {} from {}: {}", allocation.owner().account(), allocation.line().client(), peer.getHostAddress(), wanted, e.getMessage());
            }
            return false;
        }
        roster.add(allocation, side);
        return true;
    }
}
