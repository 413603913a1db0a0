package org.hotcut.turn.api;

import org.hotcut.core.api.ban.Offence;

/** What becomes of a request. */
public sealed interface Decision {
    /**
     * It is answered, and nothing is done.
     *
     * @param message  the response
     * @param stranger whether whoever asked has not proven himself: such answers are limited in number by source, so that nobody is flooded with them
     * @param offence  what it says of the source, or null; {@code turn-relay} reports it
     */
    record Reply(byte[] message, boolean stranger, Offence offence) implements Decision { }

    /** It is not answered. */
    record Drop() implements Decision { }

    /**
     * Something is done, then {@link TurnHandler#answer} says how it went.
     *
     * @param proof  by what it was proven; for ConnectionBind that of the control connection is the same account's
     */
    record Apply(Action action, Proof proof) implements Decision { }
}
