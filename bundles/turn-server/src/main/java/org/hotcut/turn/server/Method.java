package org.hotcut.turn.server;

import org.hotcut.stun.StunWriter;
import org.hotcut.turn.api.Action;
import org.hotcut.turn.api.Outcome;

/** One method of STUN. Keeps nothing. */
interface Method {
    /** Returns what is to be done for a request that was proven. */
    Action action(Request request) throws Refusal;

    /** Writes what the response says, after it was done. */
    void answer(Request request, Outcome outcome, StunWriter response);
}
