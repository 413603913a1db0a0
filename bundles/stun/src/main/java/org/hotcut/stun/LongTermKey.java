package org.hotcut.stun;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;

/** Keys and hashes of the long-term credential mechanism (RFC 8489 sections 9.2.2, 14.4 and 18.5.1). Safe for any thread. */
public final class LongTermKey {
    private LongTermKey() { }

    /** Returns the key of 16 bytes by the password algorithm MD5. */
    public static byte[] md5(String user, String realm, String password) {
        return digest("MD5", opaque(user) + ':' + opaque(realm) + ':' + opaque(password));
    }

    /** Returns the key of 32 bytes by the password algorithm SHA-256. */
    public static byte[] sha256(String user, String realm, String password) {
        return digest("SHA-256", opaque(user) + ':' + opaque(realm) + ':' + opaque(password));
    }

    /**
     * Returns the key by a password algorithm.
     *
     * @param algorithm {@link Stun#MD5} or {@link Stun#SHA256}
     */
    public static byte[] of(int algorithm, String user, String realm, String password) {
        return switch (algorithm) {
            case Stun.MD5 -> md5(user, realm, password);
            case Stun.SHA256 -> sha256(user, realm, password);
            default -> throw new IllegalArgumentException("no password algorithm " + algorithm);
        };
    }

    /** Returns the 32 bytes of USERHASH. */
    public static byte[] userHash(String user, String realm) {
        return digest("SHA-256", opaque(user) + ':' + opaque(realm));
    }

    /** Returns text prepared by the OpaqueString profile (RFC 8265 section 4.2), as far as it changes text: spaces of all kinds become U+0020, then NFC. */
    public static String opaque(String text) {
        if (text.chars().allMatch(c -> c < 0x80)) {
            return text;
        }
        StringBuilder spaced = new StringBuilder(text);
        for (int i = 0; i < spaced.length(); i++) {
            if (Character.getType(spaced.charAt(i)) == Character.SPACE_SEPARATOR) {
                spaced.setCharAt(i, ' ');
            }
        }
        return Normalizer.normalize(spaced, Normalizer.Form.NFC);
    }

    private static byte[] digest(String algorithm, String text) {
        try {
            return MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }
}
