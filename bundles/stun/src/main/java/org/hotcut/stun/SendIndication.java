package org.hotcut.stun;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/**
 * A Send indication (RFC 8656 section 11.2), read in place, again and again by the same object so that nothing is allocated for one. Holds no buffer: what it says are
 * places in that which was read. Confined to one thread.
 */
public final class SendIndication {
    private static final int TYPE = 0x0016;
    private static final int IPV4 = 1;
    private static final int IPV6 = 2;
    private static final int VALUE_4 = 8;
    private static final int VALUE_6 = 20;
    private static final int PORT_MASK = Stun.MAGIC_COOKIE >>> 16;
    private static final int COOKIE = 4;

    private boolean ipv6;
    private long high;
    private long low;
    private int port;
    private int data;
    private int dataLength;
    private boolean dontFragment;
    private boolean hasPeer;
    private boolean hasData;
    /** Whether what comes next is before any MESSAGE-INTEGRITY; what is after it does not count. */
    private boolean isCovered;

    /** Returns whether this datagram, from position to limit, begins as a Send indication does. */
    public static boolean is(ByteBuffer datagram) {
        int at = datagram.position();
        return StunMessage.isStun(datagram) && datagram.getShort(at) == TYPE;
    }

    /**
     * Reads one, from position to limit, network byte order. Nothing is moved.
     *
     * @return false when it is to be dropped: it is none or not whole, it lacks peer or data, or it has something that must be understood and is not
     */
    public boolean read(ByteBuffer datagram) {
        int start = datagram.position();
        int end = datagram.limit();
        if (!is(datagram) || (datagram.getShort(start + 2) & 0xffff) != end - start - Stun.HEADER || (end - start) % 4 != 0) {
            return false;
        }
        hasPeer = false;
        hasData = false;
        dontFragment = false;
        isCovered = true;
        int at = start + Stun.HEADER;
        while (at < end) {
            int type = datagram.getShort(at) & 0xffff;
            int length = datagram.getShort(at + 2) & 0xffff;
            int value = at + Stun.ATTRIBUTE_HEADER;
            at = value + Stun.padded(length);
            if (at > end || isCovered && !readAttribute(datagram, start, type, value, length)) {
                return false;
            }
        }
        return hasPeer && hasData;
    }

    private boolean readAttribute(ByteBuffer datagram, int start, int type, int value, int length) {
        switch (type) {
            case Stun.XOR_PEER_ADDRESS:
                return hasPeer || readPeer(datagram, start, value, length);
            case Stun.DATA:
                if (!hasData) {
                    hasData = true;
                    data = value;
                    dataLength = length;
                }
                return true;
            case Stun.DONT_FRAGMENT:
                dontFragment = true;
                return true;
            // indications are not authenticated; some clients write these all the same
            case Stun.MESSAGE_INTEGRITY, Stun.MESSAGE_INTEGRITY_SHA256:
                isCovered = false;
                return true;
            case Stun.USERNAME, Stun.USERHASH, Stun.REALM, Stun.NONCE, Stun.PASSWORD_ALGORITHM:
                return true;
            default:
                return type >= Stun.COMPREHENSION_OPTIONAL;
        }
    }

    private boolean readPeer(ByteBuffer datagram, int start, int value, int length) {
        int family = length < VALUE_4 ? 0 : datagram.get(value + 1);
        if (!(family == IPV4 && length == VALUE_4 || family == IPV6 && length == VALUE_6)) {
            return false;
        }
        hasPeer = true;
        ipv6 = family == IPV6;
        port = datagram.getShort(value + 2) & 0xffff ^ PORT_MASK;
        if (ipv6) {
            high = datagram.getLong(value + 4) ^ datagram.getLong(start + COOKIE);
            low = datagram.getLong(value + 12) ^ datagram.getLong(start + COOKIE + Long.BYTES);
            // InetAddress takes these for IPv4 as well; an address must not have two spellings
            ipv6 = high != 0 || low >>> 32 != 0xffff;
        } else {
            high = 0;
            low = (datagram.getInt(value + 4) ^ Stun.MAGIC_COOKIE) & 0xffff_ffffL | 0xffff_0000_0000L;
        }
        return true;
    }

    /** Returns whether the peer's address is one of IPv6; one that maps an IPv4 address is not. */
    public boolean isIpv6() {
        return ipv6;
    }

    /** Returns the upper half of the peer's address; 0 for IPv4. */
    public long high() {
        return high;
    }

    /** Returns the lower half of the peer's address; for IPv4 that of the IPv6 address which maps it, so that the two halves are unlike those of any other. */
    public long low() {
        return low;
    }

    /** Returns the peer's port. */
    public int port() {
        return port;
    }

    /** Returns where the data begins, an absolute place in the buffer that was read. */
    public int data() {
        return data;
    }

    /** Returns the bytes of data; 0 is allowed. */
    public int dataLength() {
        return dataLength;
    }

    /** Returns whether DONT-FRAGMENT is there. */
    public boolean isDontFragment() {
        return dontFragment;
    }

    /** Narrows the buffer that was read to the data. */
    public void narrow(ByteBuffer datagram) {
        datagram.limit(data + dataLength).position(data);
    }

    /** Returns the peer, a new object. */
    public InetSocketAddress peer() {
        byte[] octets = ipv6 ? ByteBuffer.allocate(16).putLong(high).putLong(low).array() : ByteBuffer.allocate(4).putInt((int) low).array();
        try {
            return new InetSocketAddress(InetAddress.getByAddress(octets), port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four or sixteen octets are an address", e);
        }
    }
}
