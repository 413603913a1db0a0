package org.hotcut.stun;

import java.nio.ByteBuffer;

/** ChannelData (RFC 8656 section 12.4): channel number, length, data. Static and without objects, for the way of media. */
public final class ChannelData {
    /** Bytes of the header. */
    public static final int HEADER = 4;
    /** The lowest channel number. */
    public static final int LOWEST = 0x4000;
    /** The highest channel number. */
    public static final int HIGHEST = 0x4fff;
    /** The highest channel number there was by RFC 5766 section 11; such messages are read, too, for servers that still allow it. */
    public static final int HIGHEST_ONCE = 0x7fff;

    private ChannelData() { }

    /** Returns whether a number may stand for a channel by RFC 8656. */
    public static boolean isChannel(int number) {
        return number >= LOWEST && number <= HIGHEST;
    }

    /** Returns whether this datagram, from position to limit, is a whole ChannelData message, whatever the number; it may be followed by padding. */
    public static boolean isWhole(ByteBuffer datagram) {
        int at = datagram.position();
        return datagram.remaining() >= HEADER && FirstByte.isChannelData(datagram.get(at)) && length(datagram, at) <= datagram.remaining() - HEADER;
    }

    /** Returns the channel number of the message at this absolute place. */
    public static int number(ByteBuffer buffer, int at) {
        return buffer.getShort(at) & 0xffff;
    }

    /** Returns the bytes of data, without padding, of the message at this absolute place. */
    public static int length(ByteBuffer buffer, int at) {
        return buffer.getShort(at + 2) & 0xffff;
    }

    /** Writes a header at this absolute place; data is to follow it, and on streams {@link #pad padding}. */
    public static void writeHeader(ByteBuffer buffer, int at, int number, int length) {
        buffer.putShort(at, (short) number).putShort(at + 2, (short) length);
    }

    /**
     * Puts a header before the data that is there from position to limit, and moves the position to it.
     *
     * @param packet with four bytes before its position
     */
    public static void wrap(ByteBuffer packet, int number) {
        int at = packet.position() - HEADER;
        writeHeader(packet, at, number, packet.remaining());
        packet.position(at);
    }

    /**
     * Writes zero bytes after the limit and moves it, so that the message from position to limit is padded as streams want it (section 12.5).
     *
     * @param packet with three bytes after its limit
     */
    public static void pad(ByteBuffer packet) {
        Padding.write(packet, packet.remaining());
    }
}
