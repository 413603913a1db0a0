/**
 * From which addresses and ports is relayed. The allocations of the package above ask {@link org.hotcut.turn.relay.port.RelayAddresses} which address is meant (by family, or
 * by where a peer is), and {@link org.hotcut.turn.relay.port.RelayPorts} for a port there: it opens the socket on the client's loop, and the {@link
 * org.hotcut.turn.relay.port.Lease} gives it back. Any loop may ask at any time; nobody waits for another.
 *
 * <p>A port that was reserved (RESERVATION-TOKEN, RFC 8656 section 7.2) is held by a socket of its own that nobody reads: it belongs to no loop, so it is free for the loop
 * that asks for it as soon as it is closed.
 */
package org.hotcut.turn.relay.port;
