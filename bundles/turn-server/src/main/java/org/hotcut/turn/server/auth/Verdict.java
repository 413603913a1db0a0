package org.hotcut.turn.server.auth;

import org.hotcut.core.api.ban.Offence;
import org.hotcut.stun.StunError;
import org.hotcut.turn.api.Proof;

/** Whether a request is believed. */
public sealed interface Verdict {
    /** It is. */
    record Proven(Proof proof) implements Verdict { }

    /**
     * It is not.
     *
     * @param error     the error code
     * @param challenge to send with it, or null
     * @param offence   what it says of the source, or null
     */
    record Refused(StunError error, Challenge challenge, Offence offence) implements Verdict { }

    /**
     * What a client needs to prove himself.
     *
     * @param realm      REALM
     * @param nonce      NONCE
     * @param algorithms PASSWORD-ALGORITHMS; none when it is left out
     */
    record Challenge(String realm, String nonce, int... algorithms) { }
}
