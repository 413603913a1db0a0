package org.hotcut.accounts;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Base64;

import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * SCRAM verifiers (RFC 5802 section 3) as text after RFC 5803, the way PostgreSQL keeps them too:
 * {@code SCRAM-SHA-256$iterations:salt$StoredKey:ServerKey}, binary parts in base64. Of SASLprep (RFC 4013) the normal form NFKC is applied; for
 * characters that somebody can type that is all of it.
 */
enum Scram {
    SHA_1("SCRAM-SHA-1", "SHA-1", "HmacSHA1"), SHA_256("SCRAM-SHA-256", "SHA-256", "HmacSHA256");

    private static final int SALT_BYTES = 16;

    private final String mechanism;
    private final String digest;
    private final String mac;

    Scram(String mechanism, String digest, String mac) {
        this.mechanism = mechanism;
        this.digest = digest;
        this.mac = mac;
    }

    String verifier(char[] password, int iterations) throws GeneralSecurityException {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        return verifier(password, iterations, salt);
    }

    String verifier(char[] password, int iterations, byte[] salt) throws GeneralSecurityException {
        byte[] salted = salted(password, iterations, salt);
        try {
            byte[] storedKey = MessageDigest.getInstance(digest).digest(hmac(salted, "Client Key"));
            Base64.Encoder base64 = Base64.getEncoder();
            return mechanism + '$' + iterations + ':' + base64.encodeToString(salt) + '$' + base64.encodeToString(storedKey) + ':'
                + base64.encodeToString(hmac(salted, "Server Key"));
        } finally {
            Arrays.fill(salted, (byte) 0);
        }
    }

    private byte[] salted(char[] password, int iterations, byte[] salt) throws GeneralSecurityException {
        int bits = 8 * MessageDigest.getInstance(digest).getDigestLength();
        PBEKeySpec key = new PBEKeySpec(Credentials.normalized(password, Normalizer.Form.NFKC), salt, iterations, bits);
        try {
            return SecretKeyFactory.getInstance("PBKDF2With" + mac).generateSecret(key).getEncoded();
        } finally {
            key.clearPassword();
        }
    }

    private byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac hmac = Mac.getInstance(mac);
        hmac.init(new SecretKeySpec(key, mac));
        return hmac.doFinal(text.getBytes(StandardCharsets.US_ASCII));
    }
}
