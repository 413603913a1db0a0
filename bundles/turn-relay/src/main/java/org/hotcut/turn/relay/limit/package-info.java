/**
 * How much one may have: {@link org.hotcut.turn.relay.limit.Quotas} counts allocations (in all, of a user, from a source), {@link org.hotcut.turn.relay.limit.Rate} and {@link
 * org.hotcut.turn.relay.limit.UserRate} measure bytes a second (packets above that are refused, connections wait), {@link org.hotcut.turn.relay.limit.Strangers} says how many answers those get who have not proven that they
 * are where their datagrams say. Called by the package above, on its loops; what may be changed at run time is changed from any thread and in force at the next call.
 *
 * <p>Nothing here waits, and what strangers fill has its size from the start.
 */
package org.hotcut.turn.relay.limit;
