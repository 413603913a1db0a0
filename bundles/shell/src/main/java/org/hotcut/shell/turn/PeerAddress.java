package org.hotcut.shell.turn;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** Addresses of peers as people write them. */
final class PeerAddress {
    private static final Pattern IPV4 = Pattern.compile("(OCTET\\.){3}OCTET".replace("OCTET", "(25[0-5]|(2[0-4]|1?\\d)?\\d)"));
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*(%[^\\s%]+)?");

    private PeerAddress() { }

    /**
     * Reads one, in brackets or not, with a zone or not: the zone says by which interface it is reached, not who it is.
     *
     * @throws IllegalArgumentException with a sentence for the admin
     */
    static InetAddress parse(String text) {
        InetAddress address = find(text);
        if (address == null) {
            throw new IllegalArgumentException(text + " is not an address (such as 192.0.2.66, 2001:db8::1 or fe80::1%eth0); names are not looked up");
        }
        return address;
    }

    /** Returns the address that a text is, or null. */
    static InetAddress find(String text) {
        String bare = text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
        if (!IPV4.matcher(bare).matches() && !IPV6.matcher(bare).matches()) {
            return null;
        }
        int zone = bare.indexOf('%');
        try {
            return InetAddress.getByName(zone < 0 ? bare : bare.substring(0, zone));
        } catch (UnknownHostException e) {
            return null;
        }
    }

    /**
     * Reads a port.
     *
     * @return 0 for null
     */
    static int port(String text) {
        if (text == null) {
            return 0;
        }
        if (!text.matches("\\d{1,5}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > 65_535) {
            throw new IllegalArgumentException(text + " is not a port from 1 to 65535");
        }
        return Integer.parseInt(text);
    }
}
