/**
 * STUN messages by RFC 8489, whose names are used throughout. A plain jar with no dependencies, embedded in the bundles that speak it ({@code sip-udp}).
 *
 * <p>{@link org.hotcut.stun.StunMessage} reads one in place, {@link org.hotcut.stun.StunWriter} writes one, {@link org.hotcut.stun.XorAddress} and {@link
 * org.hotcut.stun.Fingerprint} know two attributes that are more than bytes.
 */
package org.hotcut.stun;
