package org.hotcut.stun;

import java.util.Base64;

/** The start of a nonce that says, out of reach of whoever changes the rest of a response, what the server offers (RFC 8489 section 9.2). */
public final class NonceCookie {
    /** PASSWORD-ALGORITHMS is there: bit 0, counted from the right as erratum 6290 has it. */
    public static final int PASSWORD_ALGORITHMS = 1;
    /** USERHASH is taken: bit 1. */
    public static final int USERNAME_ANONYMITY = 2;

    private static final String COOKIE = "obMatJos2";
    private static final int FEATURES = 4;
    private static final int FEATURE_BYTES = 3;

    private NonceCookie() { }

    /**
     * Returns a nonce.
     *
     * @param features 24 bits
     * @param rest     what follows
     */
    public static String make(int features, String rest) {
        byte[] bits = {(byte) (features >>> 16), (byte) (features >>> 8), (byte) features};
        return COOKIE + Base64.getEncoder().encodeToString(bits) + rest;
    }

    /** Returns the 24 bits of a nonce; -1 when it begins otherwise. */
    public static int features(String nonce) {
        if (!nonce.startsWith(COOKIE) || nonce.length() < COOKIE.length() + FEATURES) {
            return -1;
        }
        try {
            byte[] bits = Base64.getDecoder().decode(nonce.substring(COOKIE.length(), COOKIE.length() + FEATURES));
            return bits.length != FEATURE_BYTES ? -1 : (bits[0] & 0xff) << 16 | (bits[1] & 0xff) << 8 | bits[2] & 0xff;
        } catch (IllegalArgumentException e) {
            return -1;
        }
    }

    /** Returns what follows the features; all of it when it begins otherwise. */
    public static String rest(String nonce) {
        return features(nonce) < 0 ? nonce : nonce.substring(COOKIE.length() + FEATURES);
    }
}
