/**
 * Which peers may be reached. {@code turn-relay} asks {@link org.hotcut.turn.server.peer.Peers}, the one {@link org.hotcut.turn.api.PeerPolicy}, for every method and for what
 * peers send:
 * <pre>
 * address -> Embedded: itself, and each IPv4 address that is in it (mapped, NAT64, 6to4, Teredo, ISATAP): all are judged, and the strictest counts
 *         -> Judge:    Guard (what no rule, or only one of that address alone, opens), then the admin's Rules in their order, then BuiltIn
 * </pre>
 *
 * <p>Rules are configuration, {@code org.hotcut.turn.server.peers}: a change makes a new {@code Peers}, with another version, and {@code turn-relay} asks again for all that it
 * has permitted. {@link org.hotcut.turn.server.peer.PeerAdmin} writes them for the admin's commands. What rules do not say, the addresses of the machine, of its relays and of its
 * listeners, is looked up with each question and is part of the version.
 */
package org.hotcut.turn.server.peer;
