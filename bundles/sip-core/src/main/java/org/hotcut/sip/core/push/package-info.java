/**
 * Waking devices that sleep. {@link org.hotcut.sip.core.push.Pushes} is asked by handlers, keeps to the limits ({@link
 * org.hotcut.sip.core.push.Quiet}, {@link org.hotcut.sip.core.push.Rate}) and gives what is asked to the {@link org.hotcut.sip.core.push.Desk} of the push service, which gives it
 * to the sender that bears the name, or keeps it until there is one. The clauses of the hand-over contract that chains keep for handlers, desks keep for senders.
 */
package org.hotcut.sip.core.push;
