package org.hotcut.net;

import java.nio.ByteBuffer;

/** The bytes of one connection since the last message boundary. Holds no memory while there are none. */
final class Unread {
    private static final byte[] NONE = {};
    private static final int FIRST_SIZE = 512;

    private byte[] bytes = NONE;
    private int start;
    private int end;

    boolean isEmpty() {
        return start == end;
    }

    int size() {
        return end - start;
    }

    void append(ByteBuffer more) {
        int length = more.remaining();
        if (length == 0) {
            return;
        }
        makeRoom(length);
        more.get(bytes, end, length);
        end += length;
    }

    /** Returns a view of all of them, valid until the next change. */
    ByteBuffer view() {
        return ByteBuffer.wrap(bytes, start, size()).slice();
    }

    /** Forgets the first ones. */
    void consume(int count) {
        start += count;
        if (start == end) {
            clear();
        }
    }

    void clear() {
        bytes = NONE;
        start = 0;
        end = 0;
    }

    /** Doubles, so that a message in many pieces is copied a few times, not once a piece. */
    private void makeRoom(int more) {
        if (bytes.length - end >= more) {
            return;
        }
        int size = size();
        int needed = size + more;
        if (needed <= bytes.length / 2) {
            System.arraycopy(bytes, start, bytes, 0, size);
        } else {
            byte[] larger = new byte[Math.max(needed, Math.max(FIRST_SIZE, size * 2))];
            System.arraycopy(bytes, start, larger, 0, size);
            bytes = larger;
        }
        start = 0;
        end = size;
    }
}
