package org.hotcut.turn.relay.port;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;

import org.hotcut.turn.api.Family;

/** What the machine's own addresses are. Nothing is sent. */
final class OwnAddress {
    // of documentation (RFC 5737, RFC 3849): no machine has a way of its own to it, so it is the default route's that the system takes
    private static final String FAR_4 = "203.0.113.1";
    private static final String FAR_6 = "2001:db8::1";
    private static final int ANY_PORT = 9;

    private OwnAddress() { }

    /** Returns the address from which the world is reached, or null. */
    static InetAddress towardsTheWorld(Family family) {
        try (DatagramChannel channel = open(family)) {
            channel.connect(new InetSocketAddress(Network.literal(family == Family.IPV4 ? FAR_4 : FAR_6), ANY_PORT));
            InetAddress own = ((InetSocketAddress) channel.getLocalAddress()).getAddress();
            return own.isAnyLocalAddress() || own.isLoopbackAddress() || own.isLinkLocalAddress() ? null : own;
        } catch (IOException | UnsupportedOperationException e) {
            return null; // no way there
        }
    }

    /** Returns why nothing can be bound to an address, or null when it can. */
    static String fault(InetAddress address) {
        try (DatagramChannel channel = open(Family.of(address))) {
            channel.bind(new InetSocketAddress(address, 0));
            return null;
        } catch (IOException | UnsupportedOperationException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** Opens a channel of an address's family. */
    static DatagramChannel open(Family family) throws IOException {
        return DatagramChannel.open(family == Family.IPV4 ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6);
    }

    /** Returns the address that stands for this machine only. */
    static InetAddress loopback(Family family) {
        return Network.literal(family == Family.IPV4 ? "127.0.0.1" : "::1");
    }

    /** Returns whether an address can be told to others. */
    static boolean isUsable(InetAddress address) {
        boolean zoned = address instanceof Inet6Address six && six.isLinkLocalAddress();
        return !address.isAnyLocalAddress() && !address.isMulticastAddress() && !zoned;
    }
}
