/**
 * {@code turn:*}: the relays ({@link org.hotcut.turn.api.Relays}, of {@code turn-relay}), and who may be reached by them ({@link org.hotcut.turn.api.TurnAdmin} and {@link
 * org.hotcut.turn.api.PeerPolicy}, of {@code turn-server}).
 */
package org.hotcut.shell.turn;
