/**
 * SIP over TCP and TLS: where a message ends, and keep-alive (RFC 3261 section 18.3, RFC 5626 section 4.4.1).
 *
 * <p>{@code net} reads a connection, asks {@link org.hotcut.sip.tcp.StreamTransport} where the first message ends ({@link
 * org.hotcut.sip.tcp.Framer}), and hands it over; the transport passes it to {@code sip-core} through {@link
 * org.hotcut.sip.api.SipIngress}. Double CRLFs are answered here and go no further. Nothing is kept between calls, so any version may go
 * on where another stopped. What is sent does not come this way.
 */
package org.hotcut.sip.tcp;
