package org.hotcut.accounts;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;

import org.hotcut.core.api.account.Account.Ha1;
import org.hotcut.core.api.account.DigestAlgorithm;

/**
 * All that is kept of a password. Made at once for every protocol the server may ever speak, because later it would need everybody's password again.
 *
 * @param ha1         H(user:realm:password) (RFC 7616, RFC 8760), each for {@code alice} and {@code alice@domain}
 * @param userhash    SHA-256(user:realm), how a TURN client may hide its name (RFC 8489 section 14.4)
 * @param scramSha1   verifier for SCRAM-SHA-1, see {@link Scram}
 * @param scramSha256 verifier for SCRAM-SHA-256
 */
record Credentials(Map<DigestAlgorithm, Ha1> ha1, String userhash, String scramSha1, String scramSha256) {
    /** Computes them. The password is the caller's to wipe; what is copied of it here is wiped here. */
    static Credentials of(String user, String domain, String realm, char[] password, int iterations) throws GeneralSecurityException {
        // RFC 7616 section 4 wants NFC; SCRAM has a form of its own
        byte[] secret = utf8(normalized(password, Normalizer.Form.NFC));
        try {
            Map<DigestAlgorithm, Ha1> ha1 = new EnumMap<>(DigestAlgorithm.class);
            for (DigestAlgorithm algorithm : DigestAlgorithm.values()) {
                ha1.put(algorithm, new Ha1(hash(algorithm, user + ':' + realm + ':', secret), hash(algorithm, user + '@' + domain + ':' + realm + ':', secret)));
            }
            return new Credentials(ha1, hash(DigestAlgorithm.SHA_256, user + ':' + realm, new byte[0]),
                Scram.SHA_1.verifier(password, iterations), Scram.SHA_256.verifier(password, iterations));
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    /** Returns the password in a normal form: itself when it is in it, as nearly all are. */
    static char[] normalized(char[] password, Normalizer.Form form) {
        if (Normalizer.isNormalized(CharBuffer.wrap(password), form)) {
            return password;
        }
        return Normalizer.normalize(CharBuffer.wrap(password), form).toCharArray();
    }

    private static String hash(DigestAlgorithm algorithm, String prefix, byte[] secret) throws GeneralSecurityException {
        MessageDigest digest = MessageDigest.getInstance(algorithm.jca());
        digest.update(prefix.getBytes(StandardCharsets.UTF_8));
        digest.update(secret);
        return HexFormat.of().formatHex(digest.digest());
    }

    private static byte[] utf8(char[] password) {
        ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(password));
        byte[] bytes = Arrays.copyOfRange(encoded.array(), encoded.position(), encoded.limit());
        Arrays.fill(encoded.array(), (byte) 0);
        return bytes;
    }
}
