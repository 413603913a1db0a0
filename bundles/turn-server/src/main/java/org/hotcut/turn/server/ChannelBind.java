package org.hotcut.turn.server;

import org.hotcut.stun.Stun;
import org.hotcut.stun.StunWriter;
import org.hotcut.turn.api.Action;
import org.hotcut.turn.api.Holding;
import org.hotcut.turn.api.Outcome;

/**
 * ChannelBind (RFC 8656 section 12.2). That a number is free, and whether those above 0x4FFF are taken, which RFC 5766 had, is {@code turn-relay}'s to say: it has the table,
 * and the switch.
 */
final class ChannelBind implements Method {
    private static final int FIRST = 0x4000;
    /** What begins with another number is not ChannelData. */
    private static final int LAST = 0x7fff;

    @Override
    public Action action(Request request) throws Refusal {
        Holding holding = request.requireHolding();
        int channel = request.message().uint16(Stun.CHANNEL_NUMBER);
        Request.require(channel >= FIRST && channel <= LAST);
        // its data would be datagrams (RFC 6062 section 3)
        Request.require(!holding.tcp());
        return new Action.Bind(channel, PeerAddresses.one(request, holding));
    }

    @Override
    public void answer(Request request, Outcome outcome, StunWriter response) {
        // a success response says nothing
    }
}
