package org.hotcut.turn.relay;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.IntPredicate;

import org.hotcut.turn.api.PeerPolicy;
import org.hotcut.turn.api.Reach;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides which peers may be reached: nobody else makes a {@link Permission}, and without one nothing is sent to a peer or taken of it, by whatever method. Asks the
 * {@link PeerPolicy}; while there is none, nothing new is permitted. Safe for any thread.
 */
final class Gatekeeper {
    private static final Logger LOG = LoggerFactory.getLogger(Gatekeeper.class);

    private final Bearers<PeerPolicy> policies;
    private final RelayedAddresses relayed;
    private final RelayedAddresses relayedTcp;
    private final IntPredicate listening;

    /**
     * Decides about these.
     *
     * @param listening at which ports we take connections ourselves
     */
    Gatekeeper(Bearers<PeerPolicy> policies, RelayedAddresses relayed, RelayedAddresses relayedTcp, IntPredicate listening) {
        this.listening = listening;
        this.relayedTcp = relayedTcp;
        this.policies = policies;
        this.relayed = relayed;
    }

    /** Returns whether anybody can say now. */
    boolean isThere() {
        return policies.current() != null;
    }

    /** Returns what of an address may be reached, or null when nobody can say now. */
    Reach reach(InetAddress peer) {
        Bearers.Bearer<PeerPolicy> bearer = policies.current();
        if (bearer == null) {
            return null;
        }
        try {
            return bearer.service().reach(peer);
        } catch (RuntimeException | LinkageError e) {
            failed(bearer, e);
            return null;
        }
    }

    /** Returns the version of the rules in force, or null when nobody can say now. */
    String version() {
        Bearers.Bearer<PeerPolicy> bearer = policies.current();
        if (bearer == null) {
            return null;
        }
        try {
            return bearer.service().version();
        } catch (RuntimeException | LinkageError e) {
            failed(bearer, e);
            return null;
        }
    }

    private static void failed(Bearers.Bearer<PeerPolicy> bearer, Throwable fault) {
        if (bearer.isFirstFault()) {
            LOG.error("The policy for peers of {} failed; further faults of this version are not logged", bearer.who(), fault);
        }
    }

    /** Makes a permission of what {@link #reach} has said, at least something. */
    Permission permission(InetAddress peer, Reach reach) {
        if (reach.kind() == Reach.Kind.NONE) {
            throw new IllegalArgumentException("nothing of " + peer + " may be reached");
        }
        return new Permission(peer, reach, this);
    }

    /** As {@link #includes}, for a peer over TCP. A listener may have got the port of a relayed address since (SO_REUSEPORT): it is no peer. */
    boolean includesTcp(Reach reach, InetSocketAddress peer) {
        return reach.includes(peer.getPort()) || reach.kind() == Reach.Kind.RELAYS && relayedTcp.contains(peer) && !listening.test(peer.getPort());
    }

    /** Returns whether a peer is within what may be reached of its address. */
    boolean includes(Reach reach, InetSocketAddress peer) {
        return reach.includes(peer.getPort()) || reach.kind() == Reach.Kind.RELAYS && relayed.contains(peer);
    }
}
