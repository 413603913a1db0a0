/**
 * Who asks? The long-term credential mechanism of STUN (RFC 8489 section 9.2).
 *
 * <p>{@link org.hotcut.turn.server.TurnServer} gives each request but Binding to {@link org.hotcut.turn.server.auth.LongTerm}, which takes the steps of section 9.2.4 in their
 * order and gives back a {@link org.hotcut.turn.server.auth.Verdict}. It reads a {@link org.hotcut.turn.server.auth.Claim}, knows its own nonces by {@link
 * org.hotcut.turn.server.auth.NonceSigner}, and asks for the key:
 * <ol>
 * <li>the allocation that the client has: what made it goes on being good for it, whatever becomes of the password;
 * <li>{@link org.hotcut.turn.server.auth.TimeLimited}: the user name says until when, the password follows from it by a secret; whose it is says {@link
 *     org.hotcut.turn.server.auth.TimedOwners};
 * <li>{@link org.hotcut.turn.server.auth.AccountKeys}: the accounts that SIP has, by the same hashes. TURN has one realm, that of the default domain.
 * </ol>
 * Nothing is kept. {@code TimeLimited} also makes such credentials, for {@code turn:credentials}.
 */
package org.hotcut.turn.server.auth;
