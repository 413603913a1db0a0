package org.hotcut.identity;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.ThreadLocalRandom;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.hotcut.core.api.Keys;

/**
 * Makes nonces that say themselves when they were made and that it was us: key id, time, 64 random bits, and the first half of an HMAC over these and
 * the realm; base64url. Nothing needs to be remembered of one until it is used.
 */
final class NonceSigner {
    private static final String PURPOSE = "nonce";
    private static final int SIGNED = 17;
    private static final int LENGTH = SIGNED + 16;
    private static final int CHARACTERS = 44;
    private static final Mac HMAC = hmac();

    private final Keys keys;

    NonceSigner(Keys keys) {
        this.keys = keys;
    }

    /** Makes one. */
    String make(String realm, long now) {
        Keys.Key key = keys.current(PURPOSE);
        byte[] nonce = new byte[LENGTH];
        // random so that two are never alike; that nobody guesses one is the signature's part
        ByteBuffer.wrap(nonce).put((byte) key.id()).putLong(now).putLong(ThreadLocalRandom.current().nextLong());
        System.arraycopy(sign(key, nonce, realm), 0, nonce, SIGNED, LENGTH - SIGNED);
        return Base64.getUrlEncoder().encodeToString(nonce);
    }

    /** Returns when a nonce was made for this realm, milliseconds since 1970, or -1 when it was not us. */
    long issuedAt(String nonce, String realm) {
        byte[] bytes = decode(nonce);
        if (bytes == null) {
            return -1;
        }
        Keys.Key key = keys.find(PURPOSE, bytes[0] & 0xff);
        if (key == null) {
            return -1;
        }
        byte[] wanted = Arrays.copyOf(sign(key, bytes, realm), LENGTH - SIGNED);
        boolean ours = MessageDigest.isEqual(wanted, Arrays.copyOfRange(bytes, SIGNED, LENGTH));
        return ours ? ByteBuffer.wrap(bytes).getLong(1) : -1;
    }

    private static byte[] decode(String nonce) {
        if (nonce.length() != CHARACTERS) {
            return null;
        }
        try {
            return Base64.getUrlDecoder().decode(nonce);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static byte[] sign(Keys.Key key, byte[] nonce, String realm) {
        try {
            Mac mac = (Mac) HMAC.clone();
            mac.init(key.secret());
            mac.update(nonce, 0, SIGNED);
            return mac.doFinal(realm.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException | CloneNotSupportedException e) {
            throw new IllegalStateException("The JDK's HmacSHA256 cannot be used", e);
        }
    }

    // cloned for each use, which is never this one: to look for the provider each time takes longer than the hash
    private static Mac hmac() {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(new byte[1], "HmacSHA256")); // the provider is chosen only now
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HmacSHA256, which every JDK has, is missing", e);
        }
    }
}
