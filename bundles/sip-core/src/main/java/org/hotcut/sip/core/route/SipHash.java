package org.hotcut.sip.core.route;

/**
 * SipHash-2-4 (Aumasson and Bernstein) over a text's characters: a short hash whose collisions cannot be constructed without the key. The name has nothing to
 * do with SIP.
 */
final class SipHash {
    private final long k0;
    private final long k1;

    SipHash(byte[] key) {
        k0 = word(key, 0);
        k1 = word(key, 8);
    }

    /** Hashes a kind and a text, two bytes for each character. */
    long of(int kind, String text) {
        long v0 = k0 ^ 0x736f6d6570736575L;
        long v1 = k1 ^ 0x646f72616e646f6dL;
        long v2 = k0 ^ 0x6c7967656e657261L;
        long v3 = k1 ^ 0x7465646279746573L;
        int words = text.length() / 4 + 1;
        for (int i = 0; i <= words + 1; i++) {
            long m = i < words ? word(text, i * 4) : i == words ? (long) text.length() << 32 | kind : 0xff;
            boolean last = i > words;
            if (last) {
                v2 ^= m;
            } else {
                v3 ^= m;
            }
            for (int round = last ? 4 : 2; round > 0; round--) {
                v0 += v1;
                v1 = Long.rotateLeft(v1, 13) ^ v0;
                v0 = Long.rotateLeft(v0, 32);
                v2 += v3;
                v3 = Long.rotateLeft(v3, 16) ^ v2;
                v0 += v3;
                v3 = Long.rotateLeft(v3, 21) ^ v0;
                v2 += v1;
                v1 = Long.rotateLeft(v1, 17) ^ v2;
                v2 = Long.rotateLeft(v2, 32);
            }
            if (!last) {
                v0 ^= m;
            }
        }
        return v0 ^ v1 ^ v2 ^ v3;
    }

    private static long word(String text, int from) {
        long word = 0;
        for (int i = 0; i < 4 && from + i < text.length(); i++) {
            word |= (long) text.charAt(from + i) << 16 * i;
        }
        return word;
    }

    private static long word(byte[] bytes, int from) {
        long word = 0;
        for (int i = 0; i < 8; i++) {
            word |= (bytes[from + i] & 0xffL) << 8 * i;
        }
        return word;
    }
}
