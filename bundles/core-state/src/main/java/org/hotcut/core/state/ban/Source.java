package org.hotcut.core.state.ban;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * What stands for one subscriber: the address, of IPv6 the /64, since a host there may take any address of it (RFC 4291 section 2.5.4). At a link all
 * neighbours share one /64, so there the whole address counts.
 */
final class Source {
    private static final int PREFIX = 8;
    private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) 0xff, (byte) 0xff};

    private Source() { }

    static InetAddress of(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return address;
        }
        byte[] bytes = address.getAddress();
        if (!isAlone(address)) {
            Arrays.fill(bytes, PREFIX, bytes.length, (byte) 0);
        }
        return address(bytes);
    }

    /** Returns an IPv4 address that a socket for both families shows as an IPv6 one (RFC 4291 section 2.5.5.2) as what it is. */
    static InetSocketAddress plain(InetSocketAddress peer) {
        if (!(peer.getAddress() instanceof Inet6Address)) {
            return peer;
        }
        byte[] bytes = peer.getAddress().getAddress();
        boolean mapped = Arrays.equals(bytes, 0, MAPPED.length, MAPPED, 0, MAPPED.length);
        return mapped ? new InetSocketAddress(address(Arrays.copyOfRange(bytes, MAPPED.length, bytes.length)), peer.getPort()) : peer;
    }

    /** Without the name of an interface. */
    private static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of " + bytes.length + " bytes", e);
        }
    }

    /** Returns an IPv4 address, or an IPv6 network with its prefix. */
    static String text(InetAddress source) {
        return source instanceof Inet6Address && !isAlone(source) ? source.getHostAddress() + "/64" : source.getHostAddress();
    }

    private static boolean isAlone(InetAddress address) {
        return address.isLoopbackAddress() || address.isLinkLocalAddress();
    }
}
