package org.hotcut.core.api.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * A listener that is open. The name comes from configuration and stays when the listener is re-opened.
 *
 * @param name       the listener's name, such as {@code tls}
 * @param protocol   what is spoken
 * @param local      address and port bound; the address may be a wildcard
 * @param advertised host (name or address, IPv6 without brackets) to write into Via and Record-Route; null when the local address of the
 *                   flow does
 * @param port       port to write there; the bound one unless configured
 */
public record Endpoint(String name, Protocol protocol, InetSocketAddress local, String advertised, int port) {
    /**
     * Returns whether a URI with this host is meant for us: it is what is advertised, the address bound, or, when all are bound, any of
     * this machine (which may be known five seconds late). A name is never looked up.
     *
     * @param host lower case, an IPv6 address without brackets
     */
    public boolean isAt(String host) {
        if (host.equalsIgnoreCase(advertised)) {
            return true;
        }
        if (!isAddress(host)) {
            return false;
        }
        try {
            InetAddress literal = InetAddress.getByName(host);
            return local.getAddress().isAnyLocalAddress() ? MachineAddresses.has(literal) : literal.equals(local.getAddress());
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** InetAddress would ask DNS for whatever is neither form. */
    private static boolean isAddress(String host) {
        if (host.indexOf(':') >= 0) {
            return host.chars().allMatch(c -> c == ':' || c == '.' || Character.digit(c, 16) >= 0);
        }
        String[] parts = host.split("\\.", -1);
        return parts.length == 4 && Arrays.stream(parts).allMatch(Endpoint::isOctet);
    }

    private static boolean isOctet(String part) {
        return !part.isEmpty() && part.length() <= 3 && part.chars().allMatch(c -> c >= '0' && c <= '9') && Integer.parseInt(part) <= 255;
    }
}
