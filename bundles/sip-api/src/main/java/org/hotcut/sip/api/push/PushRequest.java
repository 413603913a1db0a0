package org.hotcut.sip.api.push;

/**
 * A device to be woken, and why. {@code prid} and {@code param} are a client's words, and nobody has checked what they mean: see {@link PushSender#wake}.
 *
 * @param provider the push service, {@code pn-provider} of its Contact in lower case ({@code apns}, {@code fcm}, {@code webpush}, or a vendor's own)
 * @param prid     what the push service knows the device by, {@code pn-prid}; the client chose it: any text without control characters, at most 1 000 long
 * @param param    what else the push service wants, {@code pn-param}, likewise; null when the Contact has none
 * @param address  whom the device is called for, {@code alice@example.org}
 * @param method   of the request that waits, {@code INVITE}; {@code REGISTER} when none does, and the device is only to register anew before its registration ends
 */
public record PushRequest(String provider, String prid, String param, String address, String method) { }
