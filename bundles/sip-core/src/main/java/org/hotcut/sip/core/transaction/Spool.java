package org.hotcut.sip.core.transaction;

import java.util.ArrayDeque;

/**
 * Bytes that are dropped in the order in which they were written, in a few large arrays which are used again: as objects of their own the collector would copy each of them.
 */
final class Spool {
    private static final int SHIFT = 18;
    private static final int CHUNK = 1 << SHIFT;

    private final ArrayDeque<byte[]> spare = new ArrayDeque<>();
    private byte[][] chunks = new byte[4][];
    private long end;
    private long begin;

    /** Returns where the bytes stand from now on; the least of all positions is 0. */
    long append(byte[] bytes) {
        if (bytes.length > CHUNK) {
            throw new IllegalArgumentException(bytes.length + " bytes are more than a datagram has");
        }
        if ((end & CHUNK - 1) + bytes.length > CHUNK) {
            end = (end | CHUNK - 1) + 1;
        }
        long at = end;
        System.arraycopy(bytes, 0, open(at >> SHIFT), (int) at & CHUNK - 1, bytes.length);
        end += bytes.length;
        return at;
    }

    /** Returns a copy. */
    byte[] read(long at, int length) {
        byte[] bytes = new byte[length];
        System.arraycopy(chunks[slot(at >> SHIFT)], (int) at & CHUNK - 1, bytes, 0, length);
        return bytes;
    }

    /** Forgets what stands before a position; of the arrays that are free then as many are kept as are in use. */
    void drop(long before) {
        for (; begin >> SHIFT < before >> SHIFT; begin = (begin | CHUNK - 1) + 1) {
            int slot = slot(begin >> SHIFT);
            if (chunks[slot] != null) {
                spare.push(chunks[slot]);
                chunks[slot] = null;
            }
        }
        while (spare.size() > (end - begin >> SHIFT) + 1) {
            spare.pop();
        }
    }

    /** Returns the position behind the last byte. */
    long end() {
        return end;
    }

    private byte[] open(long number) {
        if (number - (begin >> SHIFT) >= chunks.length) {
            widen();
        }
        int slot = slot(number);
        if (chunks[slot] == null) {
            chunks[slot] = spare.isEmpty() ? new byte[CHUNK] : spare.pop();
        }
        return chunks[slot];
    }

    private void widen() {
        byte[][] wider = new byte[chunks.length * 2][];
        for (long number = begin >> SHIFT; number < (begin >> SHIFT) + chunks.length; number++) {
            wider[(int) number & wider.length - 1] = chunks[slot(number)];
        }
        chunks = wider;
    }

    private int slot(long number) {
        return (int) number & chunks.length - 1;
    }
}
