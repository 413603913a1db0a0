/**
 * TURN (RFC 8656) and STUN (RFC 8489): what is asked, what is decided, who carries it out.
 *
 * <p>{@code turn-relay} (state) has the allocations: relay sockets, permissions, channels. It relays ChannelData, Send and Data by itself. What is a request it gives, on the
 * client's loop, to the {@link org.hotcut.turn.api.TurnHandler} with the {@code hotcut.name} {@code turn-server} (behaviour):
 * <pre>
 * client -- request --> [turn-relay] -- decide --> (turn-server)        who asks, and may he ask that? An account may have to be looked up: a stage
 *                       [turn-relay] <-- Decision --
 *                       carries it out on its loop: relay socket, permission, channel; a peer only after (PeerPolicy) was asked
 *                       [turn-relay] -- answer(outcome) --> (turn-server)   writes the response
 * client <-- response - [turn-relay]
 * </pre>
 *
 * <p>A decision is data and is carried out whole, so a request may be given twice: the same Allocate by the same client finds the allocation that the first has made, and
 * everything else can be done again. On departure of the handler {@code turn-relay} waits for calls that are inside, two seconds at most, then drops what comes late. While
 * nobody bears the name, requests over UDP are dropped, since clients repeat them; of a connection sixteen wait, then it is read no further.
 *
 * <p>Whether a peer may be reached is asked of the {@link org.hotcut.turn.api.PeerPolicy} with the same {@code hotcut.name}, in one place of {@code turn-relay} that nothing
 * gets by. What it said is kept with the permission and holds while it is away; when its {@link org.hotcut.turn.api.PeerPolicy#version} is another, all are asked again.
 *
 * <p>{@link org.hotcut.turn.api.Relays} is for the admin: implemented by {@code turn-relay}, called by {@code shell}; {@link org.hotcut.turn.api.TurnAdmin} by {@code
 * turn-server}.
 */
@Export
@Version("1.0.0")
package org.hotcut.turn.api;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
