/**
 * SIP requests and those who decide about them.
 *
 * <p>The way of a request: {@code net} cuts a message, the transport ({@code sip-udp}, {@code sip-tcp}) hands it to {@link SipIngress},
 * {@code sip-core} makes a server transaction and an {@link SipExchange} and asks the {@link SipHandler}s of the chain, one after
 * the other, what is to be done. Each answers with a {@link Decision}; {@code sip-core} carries it out. Responses, ACK, CANCEL and
 * all timers of the RFC are {@code sip-core}'s alone. What the server asks of its own goes out by {@link SipClient}.
 *
 * <h2>The hand-over contract</h2>
 * What lets every handler, transport and provider be replaced while calls are up.
 * <ol>
 * <li><b>Name, not reference.</b> A behaviour service has the property {@code hotcut.name}; state remembers the name. If two services bear a
 * name, the one with the higher service ranking, then the newer, gets new work; the other finishes what it began.
 * <li><b>Absence is normal.</b> State refers to behaviour by dynamic, optional, multiple references, never by mandatory ones.
 * <li><b>{@code unbind} drains, then fences.</b> SCR unregisters a service before it deactivates it, so {@code unbind} in the owner of the
 * state is the drain point. A call is inside until its method has returned <i>and</i> its stage is complete. After two seconds it
 * is fenced: every dispatch has a generation, a late result is dropped, the exchange view it holds refuses everything ({@link
 * IllegalStateException}), and the event goes once more to the next bearer of the name.
 * <li><b>A handler decides by returning a decision</b>, which {@code sip-core} applies whole, on the exchange's loop. So giving an event
 * twice is harmless. What looking consumes (a nonce count) is keyed by {@link SipExchange#id()}.
 * <li><b>Meanwhile, park.</b> Streams are not read; datagrams wait in a queue of at most 20 000 or 32 MB an endpoint. New requests already
 * read and "all branches failed" wait in a queue a name, 20 000 or 64 MB; at three quarters the streams that feed it stop being
 * read; overflow is counted and answered 503. <b>Never waiting for a handler</b>: retransmissions, responses, ACK, CANCEL (of a parked INVITE too:
 * 200, 487, the event is gone) and all RFC timers. The server transaction exists before the dispatch, so an INVITE gets its 100
 * in time, and a parked non-INVITE what RFC 4320 section 4.1 says.
 * <li><b>{@code bind} resumes</b>, parked work first, in order per exchange.
 * <li><b>Late is closed.</b> Parking lasts 8 s: drain 2, bind 2, the old one back 1, and some to spare. Then 503 without Retry-After (a client
 * sends nothing at all to a server that said it). A named handler is never skipped.
 * <li><b>State is data.</b> Tables hold JDK types and API records only. A message object handed back is encoded to bytes at the border. A
 * handler's notes are text to text, under its name; version n writes only what n-1 can read: it adds keys, it never changes them.
 * <li><b>Timers are named; blocking has one place.</b> {@link SipExchange#wake} calls whoever bears the name then, and so does {@link SipExchange#await} when
 * somebody registers. Handlers have no executor,
 * thread, ThreadLocal or mutable static field, and use no common pool; {@link org.hotcut.core.api.Work} is the only place to block.
 * <li><b>Quick leave.</b> {@code @Deactivate} returns within a second and sends nothing.
 * <li><b>Behaviour never refers to behaviour.</b> What one needs of another goes through a state bundle, which parks, caches, and answers
 * from the cache while the provider is away. So any number of behaviour bundles may be swapped at once, in any order.
 * <li><b>Listeners are configuration of {@code net}.</b> A transport is bound by protocol name and owns none; its framer is a pure function
 * of the bytes since the last message boundary and how far was scanned before; left-over bytes belong to {@code net}.
 * <li><b>Roll back.</b> A new jar is resolved beside the old one first; what does not resolve never stops the old. If it does not bind in
 * time the old one comes back and the log says so. What was updated or rolled back is still so after a restart and after any
 * feature is installed.
 * </ol>
 */
@Export
@Version("1.1.0")
package org.hotcut.sip.api;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
