package org.hotcut.core.api.account;

/** Hash functions of digest authentication (RFC 8760). */
public enum DigestAlgorithm {
    MD5("MD5", "MD5"), SHA_256("SHA-256", "SHA-256"), SHA_512_256("SHA-512-256", "SHA-512/256");

    private final String token;
    private final String jca;

    DigestAlgorithm(String token, String jca) {
        this.token = token;
        this.jca = jca;
    }

    /** Returns the name in the header field. */
    public String token() {
        return token;
    }

    /** Returns the name for {@link java.security.MessageDigest#getInstance(String)}. */
    public String jca() {
        return jca;
    }

    /** Returns the algorithm of a header field's token, any case, or null when it is none of ours. */
    public static DigestAlgorithm of(String token) {
        for (DigestAlgorithm algorithm : values()) {
            if (algorithm.token.equalsIgnoreCase(token)) {
                return algorithm;
            }
        }
        return null;
    }
}
