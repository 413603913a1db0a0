package org.hotcut.sip.core.route;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Numeric addresses. Nothing here asks DNS. */
public final class Literal {
    private Literal() { }

    /** Returns the address that a host is, or null when it is a name; IPv6 without brackets. */
    public static InetAddress parse(String host) {
        try {
            if (host.indexOf(':') >= 0) {
                return isV6(host) ? InetAddress.getByName(host) : null;
            }
            byte[] octets = octets(host);
            return octets == null ? null : InetAddress.getByAddress(octets);
        } catch (UnknownHostException e) {
            return null;
        }
    }

    /** Returns an address as it stands in a URI or Via, without a zone, IPv6 in brackets. */
    public static String inUri(InetAddress address) {
        String text = plain(address);
        return text.indexOf(':') < 0 ? text : '[' + text + ']';
    }

    /** Returns an address without brackets and zone. */
    public static String plain(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }

    // what begins with a dot the JDK would ask DNS for, and the loop would wait
    private static boolean isV6(String host) {
        if (host.charAt(0) == '.') {
            return false;
        }
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (c != ':' && c != '.' && Character.digit(c, 16) < 0) {
                return false;
            }
        }
        return true;
    }

    private static byte[] octets(String host) {
        byte[] octets = new byte[4];
        int part = 0;
        int value = -1;
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (c >= '0' && c <= '9') {
                value = Math.max(value, 0) * 10 + c - '0';
            } else if (c != '.' || value < 0 || part == 3) {
                return null;
            } else {
                octets[part++] = (byte) value;
                value = -1;
            }
            if (value > 255) {
                return null;
            }
        }
        if (part != 3 || value < 0) {
            return null;
        }
        octets[3] = (byte) value;
        return octets;
    }
}
