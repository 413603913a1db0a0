package org.hotcut.turn.server;

import java.net.InetSocketAddress;

import org.hotcut.stun.StunWriter;
import org.hotcut.turn.api.Action;
import org.hotcut.turn.api.Outcome;

/** CreatePermission (RFC 8656 section 10.2). Ports do not count. */
final class CreatePermission implements Method {
    @Override
    public Action action(Request request) throws Refusal {
        return new Action.Permit(PeerAddresses.all(request, request.requireHolding()).stream().map(InetSocketAddress::getAddress).distinct().toList());
    }

    @Override
    public void answer(Request request, Outcome outcome, StunWriter response) {
        // a success response says nothing
    }
}
