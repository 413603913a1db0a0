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
            return new Action.Move(lifetime.refreshed(request), bytes, family(request));
        }
        Holding holding = request.requireHolding();
        Family family = family(request);
        if (family != null && !holding.has(family)) {
            throw new Refusal(StunError.PEER_ADDRESS_FAMILY_MISMATCH);
        }
        return new Action.Refresh(lifetime.refreshed(request), family);
    }

    /** What is no family at all is no family of the allocation's: 443. */
    private static Family family(Request request) throws Refusal {
        if (!request.message().has(Stun.REQUESTED_ADDRESS_FAMILY)) {
            return null;
        }
        int number = request.message().uint8(Stun.REQUESTED_ADDRESS_FAMILY);
        Request.require(number >= 0);
        Family family = Family.of(number);
        if (family == null) {
            throw new Refusal(StunError.PEER_ADDRESS_FAMILY_MISMATCH);
        }
        return family;
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
