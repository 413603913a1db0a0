package org.hotcut.turn.relay.limit;

import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * Where somebody is: an IPv4 address, or the first half of an IPv6 one, for the other half is the client's to choose.
 *
 * @param six whether it is IPv6
 */
record Source(boolean six, long number) {
    static final int IPV6_OCTETS = 8;

    static Source of(InetAddress address) {
        ByteBuffer octets = ByteBuffer.wrap(address.getAddress());
        boolean six = octets.remaining() > Integer.BYTES;
        return new Source(six, six ? octets.getLong() : octets.getInt());
    }
}
