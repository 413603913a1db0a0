/**
 * Decides about STUN and TURN requests (RFC 8489, RFC 8656, RFC 6062, RFC 8016), and which peers may be reached.
 *
 * <p>{@code turn-relay} asks {@link org.hotcut.turn.server.TurnServer}, which looks at the message ({@link org.hotcut.turn.server.Request}), has {@link
 * org.hotcut.turn.server.auth} say who asks, and gives it to the class of its method: {@link org.hotcut.turn.server.Binding}, {@link org.hotcut.turn.server.Allocate},
 * {@link org.hotcut.turn.server.Refresh}, {@link org.hotcut.turn.server.CreatePermission}, {@link org.hotcut.turn.server.ChannelBind}, {@link
 * org.hotcut.turn.server.Connect}, {@link org.hotcut.turn.server.ConnectionBind}. That makes an {@link org.hotcut.turn.api.Action} of it, or throws a {@link
 * org.hotcut.turn.server.Refusal}. When the action was carried out the same class writes what is special in the response; {@link org.hotcut.turn.server.Responses} writes
 * the rest. Nothing is kept between two calls, so two versions answer alike.
 *
 * <p>Which peers may be reached says {@code org.hotcut.turn.server.peer}, to {@code turn-relay}, which asks for every peer; nothing here does.
 */
package org.hotcut.turn.server;
