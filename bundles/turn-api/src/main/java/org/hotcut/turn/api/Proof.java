package org.hotcut.turn.api;

/**
 * By what a request was proven, so that the response is protected alike. {@code turn-relay} keeps that of the Allocate with the allocation: a password that is changed
 * later does not end a call.
 *
 * @param owner     who
 * @param realm     in which
 * @param algorithm by which the key was made of the password, a number of the IANA registry of STUN password algorithms: 1 MD5, 2 SHA-256
 * @param key       of the HMAC (RFC 8489 section 9.2.2)
 * @param sha256    MESSAGE-INTEGRITY-SHA256 rather than MESSAGE-INTEGRITY
 */
public record Proof(Owner owner, String realm, int algorithm, byte[] key, boolean sha256) { }
