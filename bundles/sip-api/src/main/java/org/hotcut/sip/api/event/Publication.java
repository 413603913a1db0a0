package org.hotcut.sip.api.event;

/**
 * What a user says of himself (RFC 3903).
 *
 * @param eventPackage {@code presence}
 * @param address      of whom, {@code alice@example.org}
 * @param operation    the exchange that asks, so that one given twice is done once
 * @param ifMatch      SIP-If-Match; null for a new one
 * @param contentType  of the body; null without one
 * @param body         null to refresh or remove
 * @param expiresAt    milliseconds since 1970; now or before to remove it
 */
public record Publication(String eventPackage, String address, String operation, String ifMatch, String contentType, byte[] body, long expiresAt) { }
