package org.hotcut.sip.core.route;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * SipHash-2-4 (Aumasson and Bernstein) over a text's characters: a short hash whose collisions cannot be constructed without the key. The name has nothing to
 * do with SIP.
 */
public final class SipHash {
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final long k0;
    private final long k1;

    /** Takes the secret, 16 bytes. */
    public SipHash(byte[] key) {
        k0 = word(key, 0);
        k1 = word(key, 8);
    }

    /** Hashes a kind and a text, two bytes for each character. */
    public long of(int kind, String text) {
        State state = new State(k0, k1);
        int words = text.length() / 4 + 1;
        for (int i = 0; i < words; i++) {
            state.word(word(text, i * 4));
        }
        return state.end((long) text.length() << 32 | kind);
    }

    /** Hashes a kind and a range of bytes; not as a text of the same. */
    public long of(int kind, byte[] bytes, int from, int to) {
        State state = new State(k0, k1);
        int at = from;
        for (; at + 8 <= to; at += 8) {
            state.word((long) WORDS.get(bytes, at));
        }
        long rest = 0;
        for (int shift = 0; at < to; shift += 8) {
            rest |= (bytes[at++] & 0xffL) << shift;
        }
        state.word(rest);
        return state.end((long) (to - from) << 32 | kind);
    }

    /** The four words of the algorithm; on the stack, for it leaves no method. */
    private static final class State {
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

        void word(long m) {
            v3 ^= m;
            round();
            round();
            v0 ^= m;
        }

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
