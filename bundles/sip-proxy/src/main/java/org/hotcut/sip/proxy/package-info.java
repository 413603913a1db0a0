/**
 * Where does this request go? {@code sip-core} asks {@link org.hotcut.sip.proxy.ProxyHandler}, the last of the chain, when the sender is known and
 * no handler before has taken the request.
 *
 * <p>Inside a dialog our signed token says where. Otherwise the Request-URI does: a user of ours is looked for by {@link org.hotcut.sip.proxy.Search}, the
 * server itself answers OPTIONS, and everything else is relayed for our own users and trusted sources only. {@link org.hotcut.sip.proxy.Candidates} says which
 * registrations of a user may get a request and in which order, {@link org.hotcut.sip.proxy.Contacts} turns one into a target, {@link
 * org.hotcut.sip.proxy.CallerPreferences} weighs what the caller wants. Forwarding, gathering answers, timers and hearing registrations are {@code sip-core}'s.
 *
 * <p>Once a minute {@code core-state} calls {@link org.hotcut.sip.proxy.Refreshes}, which has devices woken whose registration is about to end.
 */
package org.hotcut.sip.proxy;
