package org.hotcut.turn.api;

/**
 * Whose an allocation is. What is counted and ended by user goes by {@link #account}.
 *
 * @param username as the client writes it in USERNAME (or as its USERHASH stands for); what is compared when it asks again
 * @param account  {@code alice@example.org} of the account behind it; for time-limited credentials without one, what follows the time in the user name
 * @param isLocal  whether {@code account} is an account of ours, so that its removal ends the allocation
 * @param binding  key of the SIP registration from which the credentials were minted, whose end ends the allocation; 0 when they were not
 */
public record Owner(String username, String account, boolean isLocal, long binding) { }
