/**
 * Domains and users in memory, so that neither a swap of {@code accounts} nor a database that is down stops who was seen lately.
 *
 * <p>{@code AccountDirectory} is the service. What it does not know it asks:
 * <pre>
 * AccountDirectory --&gt; DomainTable                                    our domains, read in the background by DomainReader
 *                  --&gt; UserLookups --&gt; UserCache --&gt; UserJournal       users seen lately, also on disk
 *                          |
 *                          v
 *                      Inquiries --&gt; Sources ~~&gt; (accounts)           questions, on the pool; SourceHealth says how it goes
 * AccountDirectory --&gt; HashedUsers --&gt; Inquiries                      whom a USERHASH stands for; his account by UserLookups
 * AccountWhiteboard ~~&gt; (accounts ...)                              brings sources and listeners to the directory
 * Listeners, Word   ~~&gt; (certificates, turn-relay ...)               told when domains and accounts changed
 * </pre>
 * A question waits while no source is there, is asked with a limit in time, and is asked again of the next source when its own left before it
 * answered; answers of a source that left, or from before a change, are dropped. Threads: callers' threads read memory only; answers arrive on the
 * pool; {@code tick} on the bundle's ticker ends what took too long.
 */
package org.hotcut.core.state.account;
