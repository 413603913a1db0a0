package org.hotcut.sip.core;

import java.net.InetAddress;

import org.hotcut.core.api.account.Identity;
import org.hotcut.core.api.net.Flow;
import org.hotcut.sip.api.RouteToken;
import org.hotcut.sip.api.Target;
import org.hotcut.sip.core.route.DialogToken;

/** A valid token as handlers see it. */
record Dialog(DialogToken token, Flow flow, Target target) implements RouteToken {
    @Override
    public boolean fromCaller() {
        return token.fromCaller();
    }

    @Override
    public boolean sameFlow() {
        return token.sameFlow(flow);
    }

    /**
     * Returns whether the request may go to a host at an address that its own Route or Request-URI names. That somebody is proven again is what handlers see to, but nobody
     * asks an ACK: it must come by the line of the set-up then.
     */
    boolean allows(boolean ack, String host, InetAddress address) {
        return token.maySenderRelay() && (!ack || token.sameFlow(flow)) || token.leadsTo(host, address);
    }

    /** Returns whether the receiving side was proven to be this domain at set-up. */
    boolean leadsTo(String domain) {
        return token.leadsTo(new Identity(Identity.Kind.DOMAIN, domain, "certificate"));
    }

    @Override
    public boolean leadsToUser(String address) {
        return token.leadsTo(new Identity(Identity.Kind.USER, address, "registered"));
    }

    @Override
    public boolean sameIdentity(Identity identity) {
        return token.sameIdentity(identity);
    }
}
