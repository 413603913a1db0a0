/**
 * Who is slowed and who is banned. {@code BanTable} takes what is reported, adds it up by {@code Source}, and answers {@code net}.
 *
 * <p>There are two {@code Ledger}s. What came by a connection has a sender that is certain and counts in both; what came by UDP may have been written by
 * anybody under any sender's address, so it counts in the ledger of datagrams only: nobody can have the connections of others closed. A ledger has a leaky
 * {@code Score} for each source; whoever has too much of it gets a {@code Sentence}: slowed until the score has leaked away, or banned for a time that grows
 * each time. {@code Sites} bans an IPv6 /48 of which many sources are banned at a time.
 *
 * <p>An office has one address for all its phones. {@code Proofs} remembers on which lines somebody proved himself: these are spared when their address is
 * banned, as long as they do not offend themselves; and at an address where there are such lines an offence weighs a fifth, and a ban does not grow.
 *
 * <p>{@code TrustedLines} are the sources that an admin trusts to speak for anybody: whitelisted by that, line by line.
 *
 * <p>Sentences of those who were banned are in the file {@code bans} ({@code BanFile}); the rest starts anew with the process.
 */
package org.hotcut.core.state.ban;
