/**
 * {@code turn:*}: the relays ({@link org.hotcut.turn.api.Relays}, of {@code turn-relay}), and who may be reached by them ({@link org.hotcut.turn.api.TurnAdmin} and {@link
 * org.hotcut.turn.api.PeerPolicy}, of {@code turn-server}).
 *
 * <p>{@link org.hotcut.shell.turn.TurnListeners} and {@link org.hotcut.shell.turn.Danger} are for {@code edge:*} and {@code dns:*} too.
 */
package org.hotcut.shell.turn;
