package org.hotcut.stun;

import java.nio.ByteBuffer;

/** Zero bytes up to the next multiple of four: never what was in the buffer before. */
final class Padding {
    private Padding() { }

    /** Writes as many after the limit as a length lacks, and moves the limit. */
    static void write(ByteBuffer packet, int length) {
        int end = packet.limit();
        int padded = end + Stun.padded(length) - length;
        packet.limit(padded);
        for (int at = end; at < padded; at++) {
            packet.put(at, (byte) 0);
        }
    }
}
