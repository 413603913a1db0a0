package org.hotcut.sip.core.route;

import java.net.InetAddress;
import java.util.List;

import org.hotcut.core.api.account.Identity;
import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Flows;
import org.hotcut.hash.SipHash;
import org.hotcut.sip.api.Target;
import org.hotcut.sip.api.location.Binding;
import org.hotcut.sip.api.location.Location;

/** A valid token, seen from the request that brought it. */
public final class DialogToken {
    private final boolean fromCaller;
    private final SideToken sender;
    private final SideToken receiver;
    private final Bounds bounds;
    private final SipHash hash;

    DialogToken(boolean fromCaller, SideToken sender, SideToken receiver, Bounds bounds, SipHash hash) {
        this.fromCaller = fromCaller;
        this.sender = sender;
        this.receiver = receiver;
        this.bounds = bounds;
        this.hash = hash;
    }

    /** Returns whether the request goes from caller to callee. */
    public boolean fromCaller() {
        return fromCaller;
    }

    /** Returns whether it came by the line that its side used at set-up. */
    public boolean sameFlow(Flow flow) {
        return sender.is(flow);
    }

    /** Returns whether this is who its side was proven to be at set-up. */
    public boolean sameIdentity(Identity identity) {
        return sender.is(identity, hash);
    }

    /** Returns whether this is who the receiving side was proven to be at set-up. */
    public boolean leadsTo(Identity identity) {
        return receiver.is(identity, hash);
    }

    /** Returns whether the sender may lead its requests anywhere: it was proven to be one of ours, and must be again. */
    public boolean maySenderRelay() {
        return sender.mayRelay();
    }

    /** Returns whether the receiving side was at this host, or at this address, when the dialog was set up. */
    public boolean leadsTo(String host, InetAddress address) {
        return bounds.allow(host, address, hash);
    }

    /**
     * Returns where the request goes: the line of the receiving side while it is open, else the present line of its device, else wherever its route leads.
     *
     * @param location null while nobody knows the registrations
     */
    public Target target(Flows flows, Endpoints endpoints, Location location) {
        if (!receiver.byFlow()) {
            return new Target(null, null, List.of(), false, null, receiver.device());
        }
        Flow flow = receiver.flow(flows, endpoints);
        Binding present = (flow == null || !receiver.isStream()) && receiver.device() != 0 && location != null ? location.device(receiver.device()) : null;
        // nothing tells that a UDP line is gone but that the device has another
        if (present != null && (flow == null || present.flow().endpoint().equals(flow.endpoint())) && flows.isOpen(present.flow())) {
            flow = present.flow();
        }
        return new Target(null, flow, List.of(), receiver.strict(), null, receiver.device());
    }
}
