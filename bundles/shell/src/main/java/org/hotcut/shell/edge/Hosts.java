package org.hotcut.shell.edge;

import java.net.Inet4Address;
import java.net.InetAddress;
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
        try (Stream<NetworkInterface> interfaces = NetworkInterface.networkInterfaces()) {
            return interfaces.filter(Hosts::isUp).flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress() && (!onlyFour || address instanceof Inet4Address))
                .sorted(Comparator.comparing((InetAddress address) -> address instanceof Inet4Address ? 0 : 1))
                .map(address -> bracketed(Addresses.text(address))).distinct().limit(MOST).toList();
        } catch (SocketException e) {
            return List.of();
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
