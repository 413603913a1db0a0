/**
 * Transactions after RFC 3261 section 17 with RFC 6026 and RFC 4320: what is retransmitted, absorbed and given up, and when.
 *
 * <p>Each loop has one {@link org.hotcut.sip.core.transaction.TransactionTable} and one {@link org.hotcut.sip.core.transaction.TimerWheel}; both and
 * all rows in them are touched by that loop's thread alone. Four classes, one for each figure of section 17, hold the state machines. A transaction tells its
 * {@link org.hotcut.sip.core.transaction.ClientUser} (a branch of an exchange) what came of it and sends through {@link org.hotcut.sip.core.transaction.Outbound}.
 * A row that is finished keeps its key, the line, and at most the last message.
 */
package org.hotcut.sip.core.transaction;
