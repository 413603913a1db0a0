package org.hotcut.core.state.ban;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * What stands for one subscriber: the address, of IPv6 the /64, since a host there may take any address of it (RFC 4291 section 2.5.4). At a link all
 * neighbours share one /64, so there the whole address counts.
 */
final class Source {
    private static final int PREFIX = 8;

    private Source() { }

    static InetAddress of(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return address;
        }
        byte[] bytes = address.getAddress();
        if (!isAlone(address)) {
            Arrays.fill(bytes, PREFIX, bytes.length, (byte) 0);
        }
        try {
            // without the name of an interface
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
