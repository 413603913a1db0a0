package org.hotcut.turn.server;

import org.hotcut.stun.Stun;
import org.hotcut.stun.StunWriter;
import org.hotcut.turn.api.Action;
import org.hotcut.turn.api.Outcome;

/** ConnectionBind (RFC 6062 section 5.4): by a connection of the client that has no allocation of its own. */
final class ConnectionBind implements Method {
    @Override
    public Action action(Request request) throws Refusal {
        Request.require(request.client().protocol().isStream() && request.holding() == null);
        long connection = request.message().uint32(Stun.CONNECTION_ID);
        Request.require(connection >= 0);
        return new Action.ConnectionBind((int) connection);
    }

    @Override
    public void answer(Request request, Outcome outcome, StunWriter response) {
        // a success response says nothing; what follows it is the peer's
    }
}
