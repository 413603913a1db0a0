package org.hotcut.stun;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/** An address that no router between mistakes for one of those it translates: XOR-MAPPED-ADDRESS and its kind (RFC 8489 section 14.2). */
public final class XorAddress {
    private static final int IPV4 = 1;
    private static final int IPV6 = 2;
    private static final int OCTETS_4 = 4;
    private static final int OCTETS_6 = 16;
    private static final int BEFORE_ADDRESS = 4;

    private XorAddress() { }

    /**
     * Returns the value of the attribute.
     *
     * @param address       resolved
     * @param transactionId of the message
     */
    public static byte[] write(InetSocketAddress address, byte[] transactionId) {
        return write(address, Stun.MAGIC_COOKIE >>> 16, mask(transactionId));
    }

    /** Returns the value of an attribute that is not of this kind, MAPPED-ADDRESS for one (RFC 8489 section 14.1). */
    static byte[] plain(InetSocketAddress address) {
        return write(address, 0, new byte[OCTETS_6]);
    }

    private static byte[] write(InetSocketAddress address, int portMask, byte[] mask) {
        byte[] octets = address.getAddress().getAddress();
        ByteBuffer value = ByteBuffer.allocate(BEFORE_ADDRESS + octets.length);
        value.put((byte) 0).put((byte) (octets.length == OCTETS_4 ? IPV4 : IPV6)).putShort((short) (address.getPort() ^ portMask));
        for (int i = 0; i < octets.length; i++) {
            value.put((byte) (octets[i] ^ mask[i]));
        }
        return value.array();
    }

    /** Returns the address, or null when the value is none. */
    public static InetSocketAddress read(ByteBuffer value, byte[] transactionId) {
        int start = value.position();
        int length = value.remaining() - BEFORE_ADDRESS;
        if (length != OCTETS_4 && length != OCTETS_6 || value.get(start + 1) != (length == OCTETS_4 ? IPV4 : IPV6)) {
            return null;
        }
        byte[] mask = mask(transactionId);
        byte[] octets = new byte[length];
        for (int i = 0; i < length; i++) {
            octets[i] = (byte) (value.get(start + BEFORE_ADDRESS + i) ^ mask[i]);
        }
        try {
            return new InetSocketAddress(InetAddress.getByAddress(octets), value.getShort(start + 2) & 0xffff ^ Stun.MAGIC_COOKIE >>> 16);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four or sixteen octets are an address", e);
        }
    }

    private static byte[] mask(byte[] transactionId) {
        return ByteBuffer.allocate(OCTETS_6).putInt(Stun.MAGIC_COOKIE).put(transactionId, 0, Stun.TRANSACTION_ID).array();
    }
}
