package org.hotcut.sip.api;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * One link of the chain that decides about requests. Behaviour; bound by its service property {@code hotcut.name}, the name the chain's
 * configuration uses. Methods are called on the exchange's loop, must not block, and may be called again with the same event
 * after a swap (see the contract in the package documentation).
 *
 * <p>All requests but ACK and CANCEL come here, those inside a dialog included.
 */
@ConsumerType
public interface SipHandler {
    /** Decides about a new request. */
    Decision request(SipExchange exchange);

    /** Decides what to do when all branches have failed and {@link SipExchange#best} is about to be answered; called on the handler that forwarded. */
    default Decision failed(SipExchange exchange) {
        return Decision.respond();
    }

    /** Decides when a timer set by {@link SipExchange#wake} is due; called on the bearer of the name that set it. */
    default Decision woken(SipExchange exchange, String timer) {
        return Decision.pending();
    }
}
