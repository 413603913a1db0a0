/**
 * STUN messages by RFC 8489 and TURN's by RFC 8656, whose names are used throughout. A plain jar with no dependencies, embedded in the bundles that speak it ({@code
 * sip-udp}, {@code turn-relay}, {@code turn-server}).
 *
 * <p>{@link org.hotcut.stun.StunMessage} reads one in place, {@link org.hotcut.stun.StunWriter} writes one, {@link org.hotcut.stun.XorAddress}, {@link
 * org.hotcut.stun.Fingerprint}, {@link org.hotcut.stun.Integrity} and {@link org.hotcut.stun.PasswordAlgorithms} know attributes that are more than bytes. Numbers are in
 * {@link org.hotcut.stun.Stun} and {@link org.hotcut.stun.StunError}; credentials in {@link org.hotcut.stun.LongTermKey} and {@link org.hotcut.stun.NonceCookie}.
 *
 * <p>The way of media allocates nothing: {@link org.hotcut.stun.FirstByte} tells what came, {@link org.hotcut.stun.StreamFrame} where it ends on a stream, {@link
 * org.hotcut.stun.ChannelData} and {@link org.hotcut.stun.DataIndication} write what is put round data, {@link org.hotcut.stun.SendIndication} reads what is round it.
 */
package org.hotcut.stun;
