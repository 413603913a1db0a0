package org.hotcut.sip.location;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;

import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import org.hotcut.core.api.Keys;
import org.hotcut.hash.SipHash;
import org.hotcut.sip.api.location.Binding;

/**
 * The user part of a temporary GRUU (RFC 5627 section 3.1.2 and appendix A): {@code tgruu.} and, in base64url, the id of the key, a random value, and address and device
 * encrypted by AES-GCM. So no two are alike, nobody sees whose it is, nobody makes one, and none needs to be kept. The device is a hash of instance and Call-ID: when a
 * device registers with another Call-ID, those of the old one name nothing (section 5.4). Safe for any thread.
 */
final class TemporaryGruu {
    /**
     * What one says.
     *
     * @param device see {@link #device}
     */
    record Content(String address, long device) { }

    private static final String PURPOSE = "gruu";
    private static final String PREFIX = "tgruu.";
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int RANDOM = 12;
    private static final int TAG_BITS = 128;
    private static final int LEAST = Long.BYTES + TAG_BITS / Byte.SIZE;
    private static final int LONGEST = 1000;

    private final Keys keys;
    private final SecureRandom random = new SecureRandom();
    private final SipHash hash;

    TemporaryGruu(Keys keys) {
        this.keys = keys;
        // what it hashes is seen by nobody: it needs no secret, only to be the same after a restart
        hash = new SipHash(new byte[2 * Long.BYTES]);
    }

    /** Returns a number for a device and its present Call-ID. */
    long device(Binding binding) {
        return hash.of(binding.instance(), binding.callId(), 0);
    }

    /** Makes one that never was before. */
    String user(Binding binding) {
        Keys.Key key = keys.current(PURPOSE);
        byte[] address = binding.address().getBytes(StandardCharsets.UTF_8);
        byte[] iv = new byte[RANDOM];
        random.nextBytes(iv);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, key, iv).doFinal(ByteBuffer.allocate(Long.BYTES + address.length).putLong(device(binding)).put(address).array());
            byte[] token = ByteBuffer.allocate(1 + RANDOM + sealed.length).put((byte) key.id()).put(iv).put(sealed).array();
            return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(token);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES-GCM", e);
        }
    }

    /** Returns what the user part of a URI says, null when we did not make it or its key is gone. */
    Content read(String user) {
        if (user == null || user.length() > LONGEST || !user.startsWith(PREFIX)) {
            return null;
        }
        try {
            ByteBuffer token = ByteBuffer.wrap(Base64.getUrlDecoder().decode(user.substring(PREFIX.length())));
            Keys.Key key = keys.find(PURPOSE, token.get() & 0xff);
            if (key == null || token.remaining() < RANDOM + LEAST) {
                return null;
            }
            byte[] iv = new byte[RANDOM];
            token.get(iv);
            byte[] sealed = new byte[token.remaining()];
            token.get(sealed);
            ByteBuffer open = ByteBuffer.wrap(cipher(Cipher.DECRYPT_MODE, key, iv).doFinal(sealed));
            long device = open.getLong();
            return new Content(StandardCharsets.UTF_8.decode(open).toString(), device);
        } catch (AEADBadTagException | IllegalArgumentException | BufferUnderflowException e) {
            return null;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES-GCM", e);
        }
    }

    /** A key for AES of its own: the one of the ring is for HMAC, and may be of any length. */
    private static Cipher cipher(int mode, Keys.Key key, byte[] iv) throws GeneralSecurityException {
        byte[] secret = MessageDigest.getInstance("SHA-256").digest(key.secret().getEncoded());
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, new SecretKeySpec(secret, "AES"), new GCMParameterSpec(TAG_BITS, iv));
        return cipher;
    }
}
