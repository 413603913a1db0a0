package org.hotcut.shell.edge;

import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import org.hotcut.core.api.net.Endpoint;
import org.hotcut.shell.Addresses;

/** By what others can reach a listener. The name service is not asked: at a first start it may be the thing that does not work. */
final class Hosts {
    private static final int MOST = 4;
    /** An address for documentation (RFC 5737), so far away that the default route leads to it. */
    private static final InetSocketAddress SOMEWHERE = new InetSocketAddress("192.0.2.1", 5061);

    private Hosts() { }

    /** Returns them as they stand in a SIP URI, the one to try first at the beginning. */
    static List<String> of(Endpoint listener) {
        if (listener.advertised() != null) {
            return List.of(bracketed(listener.advertised()));
        }
        InetAddress bound = listener.local().getAddress();
        if (!bound.isAnyLocalAddress()) {
            return List.of(bracketed(Addresses.text(bound)));
        }
        List<String> hosts = addresses(bound instanceof Inet4Address);
        return hosts.isEmpty() ? List.of("127.0.0.1") : hosts;
    }

    private static List<String> addresses(boolean onlyFour) {
        InetAddress outward = outward();
        try (Stream<NetworkInterface> interfaces = NetworkInterface.networkInterfaces()) {
            return interfaces.filter(Hosts::isUp).flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress() && (!onlyFour || address instanceof Inet4Address))
                .sorted(Comparator.comparing((InetAddress address) -> address.equals(outward) ? 0 : address instanceof Inet4Address ? 1 : 2))
                .map(address -> bracketed(Addresses.text(address))).distinct().limit(MOST).toList();
        } catch (SocketException e) {
            return List.of();
        }
    }

    /** Returns the address that the machine shows to the world, or null when there is no way there. Nothing is sent: a UDP socket only looks for its route. */
    private static InetAddress outward() {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(SOMEWHERE);
            return socket.getLocalAddress();
        } catch (SocketException e) {
            return null;
        }
    }

    private static boolean isUp(NetworkInterface one) {
        try {
            return one.isUp();
        } catch (SocketException e) {
            return false;
        }
    }

    private static String bracketed(String host) {
        return host.indexOf(':') < 0 ? host : '[' + host + ']';
    }
}
