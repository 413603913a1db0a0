package org.hotcut.turn.server;

import java.nio.ByteBuffer;

import org.hotcut.stun.Stun;
import org.hotcut.stun.StunError;
import org.hotcut.stun.StunWriter;
import org.hotcut.turn.api.Action;
import org.hotcut.turn.api.Family;
import org.hotcut.turn.api.Holding;
import org.hotcut.turn.api.Outcome;

/** Refresh (RFC 8656 section 8.2); with a ticket also by a client that has moved (RFC 8016 section 3.2). */
final class Refresh implements Method {
    private final Lifetime lifetime;

    Refresh(Lifetime lifetime) {
        this.lifetime = lifetime;
    }

    @Override
    public Action action(Request request) throws Refusal {
        ByteBuffer ticket = request.message().attribute(Stun.MOBILITY_TICKET);
        if (ticket != null) {
            Request.require(ticket.hasRemaining());
            byte[] bytes = new byte[ticket.remaining()];
            ticket.get(bytes);
            return new Action.Move(lifetime.refreshed(request), bytes);
        }
        Holding holding = request.requireHolding();
        Family family = request.family(Stun.REQUESTED_ADDRESS_FAMILY);
        if (family != null && !holding.has(family)) {
            throw new Refusal(StunError.PEER_ADDRESS_FAMILY_MISMATCH);
        }
        return new Action.Refresh(lifetime.refreshed(request), family);
    }

    @Override
    public void answer(Request request, Outcome outcome, StunWriter response) {
        Outcome.Refreshed refreshed = (Outcome.Refreshed) outcome;
        response.uint32(Stun.LIFETIME, refreshed.lifetime());
        if (refreshed.ticket() != null) {
            response.attribute(Stun.MOBILITY_TICKET, refreshed.ticket());
        }
    }
}
