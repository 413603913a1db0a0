package org.hotcut.turn.relay;

import java.net.InetAddress;
import java.net.InetSocketAddress;

import org.hotcut.turn.api.Reach;

/** An address that may send to a client and be sent to (RFC 8656 section 9), and what of it. Made by {@link Gatekeeper} alone. Touched by its allocation's loop. */
final class Permission {
    private final InetAddress address;
    private final Gatekeeper gate;
    private Reach reach;
    private boolean isWhole;
    private long expires;
    /** When it ends as it is on disk; 0 when it is not there. */
    long keptUntil;

    Permission(InetAddress address, Reach reach, Gatekeeper gate) {
        this.address = address;
        this.gate = gate;
        reach(reach);
    }

    InetAddress address() {
        return address;
    }

    Reach reach() {
        return reach;
    }

    /** Takes what is said now that the rules are others. */
    void reach(Reach now) {
        reach = now;
        isWhole = now.kind() == Reach.Kind.ALL;
    }

    /** Returns when it ends. */
    long expires() {
        return expires;
    }

    void expires(long millis) {
        expires = millis;
    }

    /** Returns whether this peer at the address may be reached now; asked for each packet either way. */
    boolean admits(InetSocketAddress peer) {
        return isWhole || gate.includes(reach, peer);
    }
}
