/**
 * SIP between the bytes of {@code net} and the decisions of handlers.
 *
 * <p>A transport hands a message to {@link org.hotcut.sip.core.SipCore}, on one of the loops; the {@link org.hotcut.sip.core.Ingress} of that loop finds the
 * transaction it belongs to (package {@code transaction}). A request that is new gets an {@link org.hotcut.sip.core.Exchange}, whose {@link org.hotcut.sip.core.Agenda} asks the handlers of the chain one after the other
 * (package {@code chain}) by {@link org.hotcut.sip.core.Dispatch}es and has the {@link org.hotcut.sip.core.Decider} carry out what they decide. Forwarding opens a {@link
 * org.hotcut.sip.core.Branch} for each target, gathered by the {@link org.hotcut.sip.core.ResponseContext}; the {@link org.hotcut.sip.core.Forwarder} writes what
 * goes out and {@code route} knows where. Everything of an exchange happens on the loop on which its request arrived: responses that arrive
 * elsewhere, results of stages and answers of name servers are posted there. {@link org.hotcut.sip.core.CoreLoop} is all that a loop has; nothing in it is shared.
 *
 * <p>Before a request gets an exchange it must find {@link org.hotcut.sip.core.Room}, and be work that was begun when there is {@link org.hotcut.sip.core.Overload}. What
 * one request may become is bounded by {@link org.hotcut.sip.core.Breadth}, where a dialog may be led by its {@link org.hotcut.sip.core.Leash}, and what callees may ask of
 * callers by {@link org.hotcut.sip.core.Challenges}.
 */
package org.hotcut.sip.core;
