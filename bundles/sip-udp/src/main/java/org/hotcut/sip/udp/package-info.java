/**
 * SIP over UDP: a datagram is a message.
 *
 * <p>{@code net} hands each datagram to {@link org.hotcut.sip.udp.DatagramTransport}, which passes it to {@code sip-core} through {@link
 * org.hotcut.sip.api.SipIngress}; what phones send only to keep a NAT open goes no further: {@link
 * org.hotcut.sip.udp.StunKeepAlive} answers it where it is STUN. What is sent does not come this way.
 */
package org.hotcut.sip.udp;
