package org.hotcut.shell.access;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A trusted source as it is written, {@code address[/prefix] [port] [transport]} or {@code tls:name}.
 *
 * @param source    address with or without prefix, or the name that a certificate proves
 * @param port      0 for any
 * @param transport lower case, "" for any
 */
record AccessRule(String source, int port, String transport) {
    private static final Pattern ADDRESS = Pattern.compile("(\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*)(/\\d{1,3})?");
    private static final Pattern NAME = Pattern.compile("tls:[^\\s,:/]+");
    private static final Set<String> TRANSPORTS = Set.of("", "udp", "tcp", "tls", "ws", "wss");

    /**
     * Makes one of what was typed.
     *
     * @throws IllegalArgumentException with a sentence for the admin
     */
    static AccessRule of(String source, String port, String transport) {
        if (NAME.matcher(source).matches() && port == null && transport == null) {
            return new AccessRule(source, 0, "");
        }
        boolean portLeftOut = transport == null && port != null && TRANSPORTS.contains(port.toLowerCase(Locale.ROOT));
        String number = portLeftOut || port == null ? "0" : port;
        String protocol = (portLeftOut ? port : transport == null ? "" : transport).toLowerCase(Locale.ROOT);
        checkAddress(source);
        if (!number.matches("\\d{1,5}") || Integer.parseInt(number) > 65_535) {
            throw new IllegalArgumentException(number + " is neither a port (1 to 65535, 0 for any) nor udp, tcp, tls, ws or wss");
        }
        if (!TRANSPORTS.contains(protocol)) {
            throw new IllegalArgumentException(protocol + " is not udp, tcp, tls, ws or wss");
        }
        return new AccessRule(source, Integer.parseInt(number), protocol);
    }

    /** Makes one of what stands in the configuration, whatever it is. */
    static AccessRule stored(String text) {
        String[] words = text.split("\\s+");
        try {
            return of(words[0], words.length > 1 ? words[1] : null, words.length > 2 ? words[2] : null);
        } catch (IllegalArgumentException e) {
            return new AccessRule(text, 0, "");
        }
    }

    /** Returns whether a packet with that sender's address can be forged by a stranger. */
    boolean canBeForged() {
        return !NAME.matcher(source).matches() && (transport.isEmpty() || transport.equals("udp")) && !source.startsWith("127.") && !source.equals("::1");
    }

    private static void checkAddress(String source) {
        if (!ADDRESS.matcher(source).matches()) {
            throw new IllegalArgumentException(source + " is not an address (such as 192.0.2.7, 192.0.2.0/24 or 2001:db8::/64); names are not looked up; "
                + "tls:pbx.example.net, alone, is whoever proves that name by a certificate");
        }
        int slash = source.indexOf('/');
        String address = slash < 0 ? source : source.substring(0, slash);
        boolean good = address.indexOf(':') >= 0 ? isIpv6(address) : java.util.Arrays.stream(address.split("\\.")).allMatch(part -> Integer.parseInt(part) <= 255);
        int bits = address.indexOf(':') >= 0 ? 128 : 32;
        if (!good || slash >= 0 && Integer.parseInt(source.substring(slash + 1)) > bits) {
            throw new IllegalArgumentException(source + " is not an address: a number in it is too large, or it is cut short");
        }
    }

    private static boolean isIpv6(String address) {
        try {
            return InetAddress.getByName(address).getAddress().length == 16;
        } catch (UnknownHostException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return source + (port == 0 ? "" : " " + port) + (transport.isEmpty() ? "" : ' ' + transport);
    }
}
