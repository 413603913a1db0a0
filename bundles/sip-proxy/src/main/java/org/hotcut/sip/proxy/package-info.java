/**
 * Where does this request go? {@code sip-core} asks {@link org.hotcut.sip.proxy.ProxyHandler}, the last of the chain, when the sender is known and
 * no handler before has taken the request.
 *
 * <p>Inside a dialog our signed token says where. Otherwise the Request-URI does: a user of ours is looked up in {@code Location} ({@link
 * org.hotcut.sip.proxy.Contacts} turns registrations into targets), the server itself answers OPTIONS, and everything else is
 * relayed for our own users and trusted sources only. Forwarding, gathering answers and timers are {@code sip-core}'s.
 */
package org.hotcut.sip.proxy;
