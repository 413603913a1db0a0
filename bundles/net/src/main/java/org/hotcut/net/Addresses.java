package org.hotcut.net;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

import io.netty.util.NetUtil;

/** Socket addresses in one form, so that they compare and survive Netty: plain JDK classes, IPv4 as IPv4. */
final class Addresses {
    private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) 0xff, (byte) 0xff};

    private Addresses() { }

    /** Returns the address as a JDK object, an IPv4-mapped IPv6 address (RFC 4291 section 2.5.5.2) as the IPv4 one. */
    static InetSocketAddress plain(InetSocketAddress address) {
        InetAddress host = unmapped(address.getAddress());
        if (host == address.getAddress() && address.getClass() == InetSocketAddress.class) {
            return address;
        }
        return new InetSocketAddress(host, address.getPort());
    }

    /** The same without the name it was found under, which the JDK would write before it ({@code example.org./192.0.2.1:5060}). */
    static InetSocketAddress nameless(InetSocketAddress address) {
        InetAddress host = unmapped(address.getAddress());
        boolean isScoped = host instanceof Inet6Address six && six.getScopeId() != 0;
        return new InetSocketAddress(isScoped ? host : fromBytes(host.getAddress()), address.getPort());
    }

    /** Returns whether a listener bound there can reach a peer of this family. */
    static boolean sameFamily(InetAddress local, InetAddress remote) {
        if (local instanceof Inet4Address) {
            return remote instanceof Inet4Address;
        }
        return remote instanceof Inet6Address || local.isAnyLocalAddress();
    }

    /** Returns whether a listener bound there can reach this peer, as far as loopback goes. */
    static boolean reaches(InetAddress local, InetAddress remote) {
        return sameFamily(local, remote) && (local.isAnyLocalAddress() || local.isLoopbackAddress() == remote.isLoopbackAddress());
    }

    /** Returns what stands for one subscriber when connections and log lines are counted: the address, of IPv6 the /64. */
    static InetAddress source(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return address;
        }
        return fromBytes(Arrays.copyOf(Arrays.copyOf(address.getAddress(), 8), 16));
    }

    /** Returns address and port as an admin reads them, IPv6 short and in brackets (RFC 5952). */
    static String text(InetSocketAddress address) {
        return NetUtil.toSocketAddressString(address);
    }

    private static InetAddress unmapped(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return address;
        }
        byte[] bytes = address.getAddress();
        return Arrays.equals(bytes, 0, 12, MAPPED, 0, 12) ? fromBytes(Arrays.copyOfRange(bytes, 12, 16)) : address;
    }

    private static InetAddress fromBytes(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of " + bytes.length + " bytes", e);
        }
    }
}
