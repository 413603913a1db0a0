package org.hotcut.hash;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * SipHash-2-4 (Aumasson and Bernstein): a short and fast hash whose collisions cannot be constructed without the key. The name has nothing to do with SIP. Texts are
 * hashed as UTF-16 without copying them. Immutable, safe for any thread.
 */
public final class SipHash {
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int CHARS_PER_WORD = Long.BYTES / Character.BYTES;

    private final long k0;
    private final long k1;

    /**
     * Takes a key.
     *
     * @param key its first 16 bytes count
     */
    public SipHash(byte[] key) {
        k0 = (long) WORDS.get(key, 0);
        k1 = (long) WORDS.get(key, Long.BYTES);
    }

    /** Hashes a kind and a text, two bytes for each character. */
    public long of(int kind, String text) {
        State state = new State(k0, k1);
        state.text(text);
        return state.end((long) text.length() << Integer.SIZE | kind);
    }

    /** Hashes a kind and a range of bytes; not as a text of the same. */
    public long of(int kind, byte[] bytes, int from, int to) {
        State state = new State(k0, k1);
        int at = from;
        for (; at + Long.BYTES <= to; at += Long.BYTES) {
            state.word((long) WORDS.get(bytes, at));
        }
        long rest = 0;
        for (int shift = 0; at < to; shift += Byte.SIZE) {
            rest |= (bytes[at++] & 0xffL) << shift;
        }
        state.word(rest);
        return state.end((long) (to - from) << Integer.SIZE | kind);
    }

    /** Hashes two texts and a number so that no other three give the same input. */
    public long of(String first, String second, int number) {
        State state = new State(k0, k1);
        state.word((long) first.length() << Integer.SIZE | second.length());
        state.text(first);
        state.text(second);
        return state.end(number);
    }

    /** The four words of the algorithm; on the stack, for it leaves no method. */
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

        /** Compresses the last word and finalizes. */
        long end(long last) {
            word(last);
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
