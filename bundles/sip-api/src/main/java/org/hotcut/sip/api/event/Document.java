package org.hotcut.sip.api.event;

/**
 * A published document.
 *
 * @param eventPackage {@code presence}
 * @param address      of whom
 * @param tag          its entity-tag
 * @param contentType  {@code application/pidf+xml}
 * @param body         as it was published
 * @param expiresAt    milliseconds since 1970
 */
public record Document(String eventPackage, String address, String tag, String contentType, byte[] body, long expiresAt) { }
