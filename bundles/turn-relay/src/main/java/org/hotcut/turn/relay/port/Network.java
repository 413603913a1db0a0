package org.hotcut.turn.relay.port;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * Addresses of which the first bits are those of one. Equal when they are the same object: nobody compares them.
 *
 * @param text as it was written
 * @param address 4 or 16 octets
 * @param bits how many of them count
 */
public record Network(String text, byte[] address, int bits) {
    // literals only: InetAddress would ask DNS for anything else
    private static final Pattern IPV4 = Pattern.compile("(OCTET\\.){3}OCTET".replace("OCTET", "(25[0-5]|(2[0-4]|1?\\d)?\\d)"));
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    /**
     * Reads {@code address[/prefix]}.
     *
     * @throws IllegalArgumentException with a sentence when it is none
     */
    static Network parse(String text) {
        int slash = text.indexOf('/');
        byte[] address = literal(slash < 0 ? text : text.substring(0, slash)).getAddress();
        int most = address.length * Byte.SIZE;
        int bits = slash < 0 ? most : prefix(text, slash + 1);
        if (bits > most) {
            throw new IllegalArgumentException(text + " is no network: the prefix is not 0 to " + most);
        }
        return new Network(text, address, bits);
    }

    private static int prefix(String text, int from) {
        String digits = text.substring(from);
        if (!digits.matches("\\d{1,3}")) {
            throw new IllegalArgumentException(text + " is no network");
        }
        return Integer.parseInt(digits);
    }

    /**
     * Reads an address, with or without brackets.
     *
     * @throws IllegalArgumentException with a sentence when it is none
     */
    static InetAddress literal(String text) {
        String host = text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
        if (!IPV4.matcher(host).matches() && !IPV6.matcher(host).matches()) {
            throw new IllegalArgumentException(text + " is no IP address");
        }
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(text + " is no IP address", e);
        }
    }

    /** Returns whether an address is within. */
    public boolean contains(InetAddress other) {
        byte[] octets = other.getAddress();
        if (octets.length != address.length) {
            return false;
        }
        int whole = bits >> 3;
        for (int i = 0; i < whole; i++) {
            if (octets[i] != address[i]) {
                return false;
            }
        }
        int rest = bits & 7;
        return rest == 0 || ((octets[whole] ^ address[whole]) & 0xff) >> Byte.SIZE - rest == 0;
    }

    @Override
    public String toString() {
        return text;
    }
}
