package org.hotcut.stun;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/** FINGERPRINT (RFC 8489 section 14.7). */
final class Fingerprint {
    private static final int XOR = 0x5354554e;

    private Fingerprint() { }

    /**
     * Returns the value for a message.
     *
     * @param before the message up to the attribute, with the length in its header that it has with it
     */
    static int of(ByteBuffer before) {
        CRC32 crc = new CRC32();
        crc.update(before);
        return (int) crc.getValue() ^ XOR;
    }
}
