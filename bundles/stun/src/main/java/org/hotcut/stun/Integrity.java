package org.hotcut.stun;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** MESSAGE-INTEGRITY and MESSAGE-INTEGRITY-SHA256 (RFC 8489 sections 14.5 and 14.6). */
final class Integrity {
    static final int SHA1_LENGTH = 20;
    static final int SHA256_LENGTH = 32;
    static final int SHA256_LEAST = 16;
    private static final int TYPE_AND_LENGTH = 4;

    private Integrity() { }

    /**
     * Returns the HMAC-SHA1 or HMAC-SHA256, whole, of a message up to the attribute.
     *
     * @param before the message from its start to the attribute; whatever length its header says is not looked at
     * @param value  bytes of the attribute's value: the length that counts is that of a message which ends with it
     */
    static byte[] of(ByteBuffer before, int value, byte[] key, boolean sha256) {
        int length = before.remaining() - Stun.HEADER + Stun.ATTRIBUTE_HEADER + value;
        String algorithm = sha256 ? "HmacSHA256" : "HmacSHA1";
        try {
            Mac mac = Mac.getInstance(algorithm);
            // an HMAC pads keys with zero bytes, and SecretKeySpec takes no empty one
            mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, algorithm));
            ByteBuffer rest = before.duplicate();
            mac.update(rest.get());
            mac.update(rest.get());
            mac.update((byte) (length >>> 8));
            mac.update((byte) length);
            mac.update(rest.position(before.position() + TYPE_AND_LENGTH));
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }
}
