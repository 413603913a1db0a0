/**
 * What is kept for those who want to know or could not be reached: subscriptions, presence documents, messages. Survives swaps, restarts and kill -9.
 *
 * <p>{@link org.hotcut.sip.events.SipEvents} is all the services. Every table belongs to one loop, the {@link org.hotcut.sip.events.Home}: what is asked elsewhere is posted
 * there and the answer brought back. A change is in the {@link org.hotcut.journal.Journal} before it is done ({@link org.hotcut.sip.events.Entries} says
 * how it stands there); the journal's keeper forces that to the disk each second and replaces it by a snapshot.
 *
 * <p>{@code sip-location} tells who has registered: {@link org.hotcut.sip.events.Delivery} then sends what waits in his {@link org.hotcut.sip.events.Mailboxes} by
 * {@code SipClient} and forgets each message after a 2xx.
 */
package org.hotcut.sip.events;
