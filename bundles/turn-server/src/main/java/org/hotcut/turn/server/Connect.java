package org.hotcut.turn.server;

import org.hotcut.stun.Stun;
import org.hotcut.stun.StunWriter;
import org.hotcut.turn.api.Action;
import org.hotcut.turn.api.Holding;
import org.hotcut.turn.api.Outcome;

/** Connect (RFC 6062 section 5.2). */
final class Connect implements Method {
    @Override
    public Action action(Request request) throws Refusal {
        Holding holding = request.requireHolding();
        Request.require(holding.tcp());
        return new Action.Connect(PeerAddresses.one(request, holding));
    }

    @Override
    public void answer(Request request, Outcome outcome, StunWriter response) {
        response.uint32(Stun.CONNECTION_ID, ((Outcome.Connected) outcome).connection());
    }
}
