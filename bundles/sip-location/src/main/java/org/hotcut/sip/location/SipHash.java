package org.hotcut.sip.location;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * SipHash-2-4 of Aumasson and Bernstein, a fast hash with a secret key, over texts as UTF-16 without copying them. Immutable. Each hash runs in an object
 * of its own that does not outlive the call.
 */
final class SipHash {
    private static final int CHARS_PER_WORD = 4;

    private final long k0;
    private final long k1;

    /**
     * Takes a key.
     *
     * @param key its first 16 bytes count
     */
    SipHash(byte[] key) {
        ByteBuffer words = ByteBuffer.wrap(key).order(ByteOrder.LITTLE_ENDIAN);
        k0 = words.getLong();
        k1 = words.getLong();
    }

    /** Hashes two texts and a number so that no other three give the same input. */
    long of(String first, String second, int number) {
        State state = new State(k0, k1);
        state.word((long) first.length() << Integer.SIZE | second.length());
        state.text(first);
        state.text(second);
        state.word(number);
        return state.end();
    }

    /** The four words of the algorithm. */
    static final class State {
        private long v0;
        private long v1;
        private long v2;
        private long v3;

        State(long k0, long k1) {
            v0 = k0 ^ 0x736f6d6570736575L;
            v1 = k1 ^ 0x646f72616e646f6dL;
            v2 = k0 ^ 0x6c7967656e657261L;
            v3 = k1 ^ 0x7465646279746573L;
        }

        /** Compresses eight bytes, little endian. */
        void word(long m) {
            v3 ^= m;
            round();
            round();
            v0 ^= m;
        }

        private void text(String text) {
            int whole = text.length() - text.length() % CHARS_PER_WORD;
            for (int i = 0; i < whole; i += CHARS_PER_WORD) {
                word(text.charAt(i) | (long) text.charAt(i + 1) << 16 | (long) text.charAt(i + 2) << 32 | (long) text.charAt(i + 3) << 48);
            }
            long last = 0;
            for (int i = text.length() - 1; i >= whole; i--) {
                last = last << Character.SIZE | text.charAt(i);
            }
            word(last);
        }

        /** Finalizes. */
        long end() {
            v2 ^= 0xff;
            round();
            round();
            round();
            round();
            return v0 ^ v1 ^ v2 ^ v3;
        }

        private void round() {
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
    }
}
