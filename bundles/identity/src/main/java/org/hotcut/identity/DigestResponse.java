package org.hotcut.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;

import org.hotcut.core.api.account.DigestAlgorithm;

/** The arithmetic of RFC 7616 section 3.4.1 for {@code qop=auth}. */
final class DigestResponse {
    private static final HexFormat HEX = HexFormat.of();
    private static final Map<DigestAlgorithm, MessageDigest> HASHES = hashes();

    private DigestResponse() { }

    /** Returns whether the response was made by somebody who knows this hash of the password; takes as long either way. */
    static boolean matches(Credentials credentials, DigestAlgorithm algorithm, String ha1, String method) {
        byte[] wanted = compute(credentials, algorithm, ha1, method);
        return MessageDigest.isEqual(wanted, hex(credentials.response()));
    }

    private static byte[] compute(Credentials credentials, DigestAlgorithm algorithm, String ha1, String method) {
        MessageDigest hash = hash(algorithm);
        String ha2 = HEX.formatHex(hash.digest(utf8(method + ':' + credentials.uri())));
        return hash.digest(utf8(ha1 + ':' + credentials.nonce() + ':' + credentials.nc() + ':' + credentials.cnonce() + ':' + credentials.qop()
            + ':' + ha2));
    }

    private static byte[] hex(String text) {
        try {
            return HEX.parseHex(text);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static MessageDigest hash(DigestAlgorithm algorithm) {
        try {
            return (MessageDigest) HASHES.get(algorithm).clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("The JDK's " + algorithm.jca() + " cannot be cloned", e);
        }
    }

    // cloned for each use, which is never these: to look for the provider each time takes longer than the hash
    private static Map<DigestAlgorithm, MessageDigest> hashes() {
        Map<DigestAlgorithm, MessageDigest> hashes = new EnumMap<>(DigestAlgorithm.class);
        for (DigestAlgorithm algorithm : DigestAlgorithm.values()) {
            try {
                hashes.put(algorithm, MessageDigest.getInstance(algorithm.jca()));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(algorithm.jca() + ", which JDK 17 has, is missing", e);
            }
        }
        return hashes;
    }
}
