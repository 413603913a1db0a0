package org.hotcut.shell;

import java.net.Inet6Address;
import java.net.InetAddress;

/** Addresses as people write them. */
public final class Addresses {
    private Addresses() { }

    /** Returns the address; IPv6 in the short form of RFC 5952, without brackets. */
    public static String text(InetAddress address) {
        return address instanceof Inet6Address six ? text(six.getAddress()) : address.getHostAddress();
    }

    /** Returns host and port, an IPv6 address in brackets. */
    public static String text(String host, int port) {
        return (host.indexOf(':') < 0 ? host : '[' + host + ']') + ':' + port;
    }

    /** Returns whether everybody may reach it by that address: it is none of a machine's own, of a link, of an inner network or of a carrier's customers. */
    public static boolean isPublic(InetAddress address) {
        boolean inner = address.isLoopbackAddress() || address.isLinkLocalAddress() || address.isSiteLocalAddress() || address.isAnyLocalAddress();
        byte[] bytes = address.getAddress();
        // RFC 6598 for carriers, RFC 4193 for IPv6
        boolean shared = bytes.length == 4 ? (bytes[0] & 0xff) == 100 && (bytes[1] & 0xc0) == 64 : (bytes[0] & 0xfe) == 0xfc;
        return !inner && !shared;
    }

    private static String text(byte[] address) {
        int[] groups = new int[8];
        for (int i = 0; i < 8; i++) {
            groups[i] = (address[2 * i] & 0xff) << 8 | address[2 * i + 1] & 0xff;
        }
        int from = 0;
        int length = 0;
        for (int i = 0; i < 8; i++) {
            int zeros = zeros(groups, i);
            if (zeros > length && zeros > 1) {
                from = i;
                length = zeros;
            }
        }
        if (length == 0) {
            return joined(groups, 0, 8);
        }
        return joined(groups, 0, from) + "::" + joined(groups, from + length, 8);
    }

    private static int zeros(int[] groups, int from) {
        int end = from;
        while (end < 8 && groups[end] == 0) {
            end++;
        }
        return end - from;
    }

    private static String joined(int[] groups, int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < to; i++) {
            text.append(i == from ? "" : ":").append(Integer.toHexString(groups[i]));
        }
        return text.toString();
    }
}
