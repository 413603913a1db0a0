package org.hotcut.stun;

import java.nio.ByteBuffer;

/** Where a message on a stream ends: STUN and ChannelData, both of which say it at the start (RFC 8656 section 3.1 and 12.5). Static, without state. */
public final class StreamFrame {
    /** The longest message there can be. */
    public static final int LONGEST = Stun.HEADER + 0xffff;
    /** What {@link #length} returns as long as more is needed. */
    public static final int INCOMPLETE = 0;
    /** What {@link #length} returns for what can be no message. */
    public static final int MALFORMED = -1;
    private static final int LENGTH_END = 4;
    private static final int COOKIE_END = 8;

    private StreamFrame() { }

    /**
     * Returns the length of the message that begins at the position, with padding; its bytes are all there.
     *
     * @param stream network byte order; not moved
     */
    public static int length(ByteBuffer stream) {
        int length = announced(stream);
        return length > stream.remaining() ? INCOMPLETE : length;
    }

    /** As {@link #length}, as soon as the header tells it: all of the message need not be there. */
    public static int announced(ByteBuffer stream) {
        int at = stream.position();
        int there = stream.remaining();
        if (there == 0) {
            return INCOMPLETE;
        }
        boolean stun = FirstByte.isStun(stream.get(at));
        if (!stun && !FirstByte.isChannelData(stream.get(at))) {
            return MALFORMED;
        }
        if (there < LENGTH_END) {
            return INCOMPLETE;
        }
        int length = stream.getShort(at + 2) & 0xffff;
        if (!stun) {
            return ChannelData.HEADER + Stun.padded(length);
        }
        if (length % 4 != 0) {
            return MALFORMED;
        }
        if (there < COOKIE_END) {
            return INCOMPLETE;
        }
        return stream.getInt(at + LENGTH_END) == Stun.MAGIC_COOKIE ? Stun.HEADER + length : MALFORMED;
    }
}
