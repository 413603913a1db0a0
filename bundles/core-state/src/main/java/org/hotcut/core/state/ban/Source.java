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
    private static final int NETWORK_BITS = 64;
    static final int SITE_BITS = 48;
    private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) 0xff, (byte) 0xff};

    private Source() { }

    static InetAddress of(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return address;
        }
        return isAlone(address) ? address(address.getAddress()) : first(address, NETWORK_BITS);
    }

    /** Returns the /48 that a source is one of, which one owner may have whole (RFC 6177), or null. */
    static InetAddress site(InetAddress source) {
        return source instanceof Inet6Address && !isAlone(source) ? first(source, SITE_BITS) : null;
    }

    /** Returns which /64 of its /48 a source is, 0 to 65535. */
    static int networkInSite(InetAddress source) {
        byte[] bytes = source.getAddress();
        return (bytes[SITE_BITS / 8] & 0xff) << 8 | bytes[SITE_BITS / 8 + 1] & 0xff;
    }

    /** Returns how many bits of a source count. */
    static int prefix(InetAddress source) {
        return source instanceof Inet6Address && !isAlone(source) ? NETWORK_BITS : source.getAddress().length * 8;
    }

    /** Returns the first address of the network that an address is in. */
    private static InetAddress first(InetAddress address, int prefix) {
        byte[] bytes = address.getAddress();
        Arrays.fill(bytes, prefix / 8, bytes.length, (byte) 0);
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
        return text(source, prefix(source));
    }

    /** Returns the first address of a network, with its prefix unless there is no other. */
    static String text(InetAddress first, int prefix) {
        return first.getHostAddress() + (prefix < first.getAddress().length * 8 ? "/" + prefix : "");
    }

    private static boolean isAlone(InetAddress address) {
        return address.isLoopbackAddress() || address.isLinkLocalAddress();
    }
}
