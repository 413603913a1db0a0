/**
 * SIP messages as {@code sip-core} keeps them: the bytes that came, and an index of where the header fields are.
 *
 * <p>{@link org.hotcut.sip.message.Parser} copies a message once, indexes it in one pass and checks what routing leans on; what is broken comes as a
 * {@link org.hotcut.sip.message.MalformedMessageException} that carries enough to answer it. {@link org.hotcut.sip.message.Request} and
 * {@link org.hotcut.sip.message.Response} are the views that handlers get; they answer from the bytes, and an edit splices. On the
 * way out {@link org.hotcut.sip.message.RequestWriter} does all that RFC 3261 section 16.6 asks of a proxy in one pass, a response is
 * sent on without its top Via, and {@link org.hotcut.sip.message.ResponseWriter} and {@link org.hotcut.sip.message.Requests} make what the
 * server says of its own. {@link org.hotcut.sip.message.JainSip} is the bridge to the reference implementation's model, crossed only
 * when somebody asks.
 *
 * <p>Positions are offsets into the message; a span is two of them in one long, -1 for none. White space includes CR and LF, because once
 * lines are known to be whole those only occur in folds.
 */
package org.hotcut.sip.message;
