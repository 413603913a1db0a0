package org.hotcut.testkit;

import java.nio.ByteBuffer;

import org.hotcut.stun.LongTermKey;
import org.hotcut.stun.Stun;
import org.hotcut.stun.StunMessage;
import org.hotcut.stun.StunWriter;

/** A client's long-term credentials and what the server's challenge made of them (RFC 8489 section 9.2). For one thread. */
public final class TurnLogin {
    /** How old the client is. */
    public enum Kind {
        /** Knows no password algorithms: key of MD5, MESSAGE-INTEGRITY (RFC 5389). */
        RFC5389,
        /** Takes MD5 of those offered, with MESSAGE-INTEGRITY-SHA256. */
        MD5,
        /** Takes SHA-256 of those offered, with MESSAGE-INTEGRITY-SHA256. */
        SHA256,
        /** As {@link #SHA256}, with USERHASH instead of USERNAME. */
        ANONYMOUS
    }

    private final Kind kind;
    private final String user;
    private final String password;
    private String realm;
    private byte[] nonce;
    private byte[] offered;
    private byte[] key;

    /** Is not challenged yet. */
    public TurnLogin(Kind kind, String user, String password) {
        this.kind = kind;
        this.user = user;
        this.password = password;
    }

    /** Returns whether the server has given realm and nonce. */
    public boolean isChallenged() {
        return nonce != null;
    }

    /** Returns the key; null before the challenge. */
    public byte[] key() {
        return key;
    }

    /** Returns the nonce; null before the challenge. */
    public byte[] nonce() {
        return nonce;
    }

    /** Takes what a 401 or 438 says; with 438 only the nonce is another. */
    void challenged(StunMessage response) {
        nonce = response.bytes(Stun.NONCE, Short.MAX_VALUE);
        if (nonce == null) {
            throw new AssertionError("a challenge without NONCE");
        }
        if (response.has(Stun.REALM)) {
            realm = response.text(Stun.REALM);
        }
        offered = response.bytes(Stun.PASSWORD_ALGORITHMS, Short.MAX_VALUE);
        if (kind != Kind.RFC5389 && offered == null) {
            throw new AssertionError("a challenge without PASSWORD-ALGORITHMS");
        }
        key = LongTermKey.of(algorithm(), user, realm, password);
    }

    private int algorithm() {
        return kind == Kind.RFC5389 || kind == Kind.MD5 ? Stun.MD5 : Stun.SHA256;
    }

    /** Adds who we are and, last, the proof. */
    public StunWriter sign(StunWriter request) {
        if (kind == Kind.ANONYMOUS) {
            request.attribute(Stun.USERHASH, LongTermKey.userHash(user, realm));
        } else {
            request.text(Stun.USERNAME, user);
        }
        request.text(Stun.REALM, realm).attribute(Stun.NONCE, nonce);
        if (kind == Kind.RFC5389) {
            return request.messageIntegrity(key);
        }
        return request.attribute(Stun.PASSWORD_ALGORITHMS, ByteBuffer.wrap(offered)).passwordAlgorithm(algorithm()).messageIntegritySha256(key);
    }

    /** Returns whether a response proves that the server knows the key. */
    boolean isProvenBy(StunMessage response) {
        return kind == Kind.RFC5389 ? response.isIntegrityRight(key) : response.isIntegritySha256Right(key);
    }
}
