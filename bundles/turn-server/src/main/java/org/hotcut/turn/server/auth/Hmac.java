package org.hotcut.turn.server.auth;

import java.security.GeneralSecurityException;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMACs of byte strings. Safe for any thread. */
enum Hmac {
    SHA1("HmacSHA1"), SHA256("HmacSHA256");

    private final String algorithm;
    // cloned for each use, which is never this one: to look for the provider each time takes longer than the hash
    private final Mac prototype;

    Hmac(String algorithm) {
        this.algorithm = algorithm;
        try {
            prototype = Mac.getInstance(algorithm);
            prototype.init(new SecretKeySpec(new byte[1], algorithm)); // the provider is chosen only now
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(algorithm + ", which every JDK has, is missing", e);
        }
    }

    /**
     * Returns the HMAC of the parts, one behind the other.
     *
     * @param key at least one byte
     */
    byte[] of(byte[] key, byte[]... parts) {
        try {
            Mac mac = (Mac) prototype.clone();
            mac.init(new SecretKeySpec(key, algorithm));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException | CloneNotSupportedException e) {
            throw new IllegalStateException("The JDK's " + algorithm + " cannot be used", e);
        }
    }
}
