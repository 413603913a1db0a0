package org.hotcut.stun;

import java.nio.ByteBuffer;

/** A Data indication (RFC 8656 section 11.3), written round data that is in a buffer already. Static and without objects, for the way of media. */
public final class DataIndication {
    /** Bytes before the data for a peer of IPv4. */
    public static final int BEFORE_4 = Stun.HEADER + 12 + Stun.ATTRIBUTE_HEADER;
    /** Bytes before the data for a peer of IPv6. */
    public static final int BEFORE_6 = Stun.HEADER + 24 + Stun.ATTRIBUTE_HEADER;
    /** Bytes after the data at most: padding. */
    public static final int AFTER = 3;
    /** The longest data that fits into one. */
    public static final int LONGEST_DATA = 0xffff - 3 - 24 - Stun.ATTRIBUTE_HEADER;

    private static final short TYPE = 0x0017;
    private static final int IPV4 = 1;
    private static final int IPV6 = 2;
    private static final int OCTETS_4 = 4;
    private static final int OCTETS_6 = 16;

    private DataIndication() { }

    /**
     * Writes what comes before the data and after it, and moves position and limit to both ends of the indication.
     *
     * @param packet data from position to limit, {@link #LONGEST_DATA} at most; {@link #BEFORE_6} bytes ({@link #BEFORE_4}) before and {@link #AFTER} after it are free
     * @param octets of the peer's address, four or sixteen
     * @param port   of the peer
     * @param idHigh the first four bytes of the transaction id, which nobody answers: unlike those before is enough
     * @param idLow  the other eight
     */
    public static void wrap(ByteBuffer packet, byte[] octets, int port, int idHigh, long idLow) {
        int length = packet.remaining();
        int padded = Stun.padded(length);
        boolean ipv4 = octets.length == OCTETS_4;
        int at = packet.position() - (ipv4 ? BEFORE_4 : BEFORE_6);
        int value = at + Stun.HEADER + Stun.ATTRIBUTE_HEADER;
        int address = value + 4;
        Padding.write(packet, length);
        packet.position(at);
        packet.putShort(at, TYPE).putShort(at + 2, (short) ((ipv4 ? BEFORE_4 : BEFORE_6) - Stun.HEADER + padded)).putInt(at + 4, Stun.MAGIC_COOKIE);
        packet.putInt(at + 8, idHigh).putLong(at + 12, idLow);
        packet.putShort(value - 4, (short) Stun.XOR_PEER_ADDRESS).putShort(value - 2, (short) (octets.length + 4));
        packet.putShort(value, (short) (ipv4 ? IPV4 : IPV6)).putShort(value + 2, (short) (port ^ Stun.MAGIC_COOKIE >>> 16));
        packet.put(address, octets, 0, ipv4 ? OCTETS_4 : OCTETS_6);
        packet.putInt(address, packet.getInt(address) ^ Stun.MAGIC_COOKIE);
        if (!ipv4) {
            packet.putInt(address + 4, packet.getInt(address + 4) ^ idHigh).putLong(address + 8, packet.getLong(address + 8) ^ idLow);
        }
        int data = address + octets.length;
        packet.putShort(data, (short) Stun.DATA).putShort(data + 2, (short) length);
    }
}
