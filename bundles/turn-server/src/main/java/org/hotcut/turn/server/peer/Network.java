package org.hotcut.turn.server.peer;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * An address or a network.
 *
 * @param first  its first address, 4 or 16 bytes; never a mapped one
 * @param prefix how many bits of it count
 */
record Network(byte[] first, int prefix) {
    // literals only: InetAddress would ask DNS for anything else
    private static final Pattern IPV4 = Pattern.compile("(OCTET\\.){3}OCTET".replace("OCTET", "(25[0-5]|(2[0-4]|1?\\d)?\\d)"));
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
    private static final int MAPPED_BITS = 96;

    /**
     * Reads {@code 192.0.2.1}, {@code 192.0.2.0/24}, {@code 2001:db8::/32}. A mapped IPv6 network is the IPv4 network in it.
     *
     * @throws IllegalArgumentException with a sentence
     */
    static Network parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        boolean six = address.indexOf(':') >= 0;
        byte[] bytes = bytes(address, text);
        boolean mapped = six && bytes.length == 4;
        int given = slash < 0 ? bytes.length * 8 : bits(text, slash + 1, six ? 128 : 32) - (mapped ? MAPPED_BITS : 0);
        if (given < 0) {
            throw new IllegalArgumentException(text + " is neither all of IPv6 nor all of IPv4: write it as " + Text.of(bytes));
        }
        Network network = new Network(bytes, given);
        for (int i = given; i < bytes.length * 8; i++) {
            if ((bytes[i >> 3] >> 7 - (i & 7) & 1) != 0) {
                throw new IllegalArgumentException(text + " is not the first address of a network: bits are set after the first " + given);
            }
        }
        return network;
    }

    /**
     * Returns an address without its zone, 4 bytes for a mapped one; brackets are allowed.
     *
     * @throws IllegalArgumentException with a sentence
     */
    static byte[] address(String text) {
        String bare = text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
        int zone = bare.indexOf('%');
        return bytes(zone < 0 || bare.indexOf(':') < 0 ? bare : bare.substring(0, zone), text);
    }

    private static byte[] bytes(String address, String text) {
        if (IPV4.matcher(address).matches() || IPV6.matcher(address).matches()) {
            try {
                return InetAddress.getByName(address).getAddress();
            } catch (UnknownHostException e) {
                // told below
            }
        }
        throw new IllegalArgumentException(text + " is not an address (such as 192.0.2.7, 192.0.2.0/24 or 2001:db8::/64); names are not looked up");
    }

    private static int bits(String text, int from, int most) {
        String number = text.substring(from);
        if (!number.matches("\\d{1,3}") || Integer.parseInt(number) > most) {
            throw new IllegalArgumentException(text + ": " + number + " is not a number of bits from 0 to " + most);
        }
        return Integer.parseInt(number);
    }

    /** Returns whether an address, 4 or 16 bytes, is in it. */
    boolean contains(byte[] address) {
        if (address.length != first.length) {
            return false;
        }
        int whole = prefix >> 3;
        for (int i = 0; i < whole; i++) {
            if (address[i] != first[i]) {
                return false;
            }
        }
        int rest = prefix & 7;
        return rest == 0 || ((address[whole] ^ first[whole]) & 0xff) >> 8 - rest == 0;
    }

    /** Returns whether it is one address. */
    boolean isAddress() {
        return prefix == first.length * 8;
    }

    @Override
    public String toString() {
        return Text.of(first) + (isAddress() ? "" : "/" + prefix);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Network network && prefix == network.prefix && Arrays.equals(first, network.first);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(first) + prefix;
    }
}
