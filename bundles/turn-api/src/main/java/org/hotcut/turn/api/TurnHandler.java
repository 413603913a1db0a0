package org.hotcut.turn.api;

import java.util.concurrent.CompletionStage;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Decides about STUN and TURN requests. Behaviour; bound by its service property {@code hotcut.name} ({@code turn-server}). Called on the client's loop; must not block and
 * keeps nothing between calls.
 */
@ConsumerType
public interface TurnHandler {
    /**
     * Decides.
     *
     * @return complete at once unless an account must be looked up. What comes later than eight seconds is dropped; a stage that fails is a fault of ours: logged, no answer
     */
    CompletionStage<Decision> decide(TurnRequest request);

    /**
     * Writes the response after an {@link Decision.Apply} was carried out. By the request and these two alone: it may be another version that is asked.
     *
     * @return the STUN message
     */
    byte[] answer(TurnRequest request, Decision.Apply applied, Outcome outcome);
}
