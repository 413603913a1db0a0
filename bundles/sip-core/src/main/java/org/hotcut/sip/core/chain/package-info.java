/**
 * Who decides: the hand-over contract of {@code org.hotcut.sip.api}, clauses 1 to 7, as code that knows nothing of SIP.
 *
 * <p>A {@link org.hotcut.sip.core.chain.Link} is a name of the chain with its present bearers. It has one {@link org.hotcut.sip.core.chain.Lane} for each loop: there an
 * {@link org.hotcut.sip.core.chain.Event} is given to the bearer, or parked while there is none. All work on events happens on their loop. The service
 * registry's threads only exchange the bearer, then wait until no loop is inside the old one, and fence it when that takes too long.
 */
package org.hotcut.sip.core.chain;
