package org.hotcut.identity;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Pattern;

import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.core.api.net.Verdict;

/**
 * Addresses, or the peer whose certificate proves a name, that an admin trusts to speak for anybody.
 *
 * @param name     what its certificate must prove; null when the address says who it is
 * @param network  the address, 4 or 16 bytes
 * @param prefix   how many bits of it count
 * @param port     the peer's port, 0 for any
 * @param protocol what must be spoken, null for any
 */
record TrustedSource(String name, byte[] network, int prefix, int port, Protocol protocol) {
    // literals only: InetAddress would ask DNS for anything else
    private static final Pattern IPV4 = Pattern.compile("(OCTET\\.){3}OCTET".replace("OCTET", "(25[0-5]|(2[0-4]|1?\\d)?\\d)"));
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    private static final String BY_NAME = "tls:";
    private static final Pattern NAME = Pattern.compile("[^\\s,:/]+");

    /**
     * Reads {@code address[/prefix] [port] [transport]} or {@code tls:name}, where the name is a domain, a user's address or a device's name.
     *
     * @throws IllegalArgumentException naming the fault
     */
    static TrustedSource parse(String text) {
        String[] words = text.trim().split("\\s+");
        if (words.length > 3) {
            throw new IllegalArgumentException("too many words");
        }
        if (words[0].startsWith(BY_NAME)) {
            return named(words);
        }
        int port = 0;
        Protocol protocol = null;
        for (int i = 1; i < words.length; i++) {
            if (port == 0 && protocol == null && Character.isDigit(words[i].charAt(0))) {
                port = number(words[i], 1, 65535, "port");
            } else if (protocol == null) {
                protocol = protocol(words[i]);
            } else {
                throw new IllegalArgumentException("unexpected " + words[i]);
            }
        }
        int slash = words[0].indexOf('/');
        byte[] network = address(slash < 0 ? words[0] : words[0].substring(0, slash));
        int bits = network.length * 8;
        int prefix = slash < 0 ? bits : number(words[0].substring(slash + 1), 0, bits, "prefix");
        return new TrustedSource(null, network, prefix, port, protocol);
    }

    private static TrustedSource named(String... words) {
        String name = words[0].substring(BY_NAME.length());
        if (words.length > 1 || !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not tls: and the name of a certificate");
        }
        return new TrustedSource(name, new byte[0], 0, 0, null);
    }

    /**
     * Returns whether this line's peer is one of them.
     *
     * @param verdict what its certificate proves, or null
     */
    boolean matches(Flow flow, Verdict verdict) {
        if (name != null) {
            return verdict != null && verdict.identities().stream().anyMatch(identity -> isNamed(identity.name()));
        }
        if (protocol != null && protocol != flow.protocol() || port != 0 && port != flow.remote().getPort()) {
            return false;
        }
        byte[] peer = flow.remote().getAddress().getAddress();
        if (peer.length != network.length) {
            return false;
        }
        int whole = prefix >> 3;
        for (int i = 0; i < whole; i++) {
            if (peer[i] != network[i]) {
                return false;
            }
        }
        int rest = prefix & 7;
        return rest == 0 || ((peer[whole] ^ network[whole]) & 0xff) >> 8 - rest == 0;
    }

    /** Domains are compared without case, users with. */
    private boolean isNamed(String proven) {
        return name.indexOf('@') < 0 ? name.equalsIgnoreCase(proven) : name.equals(proven);
    }

    private static byte[] address(String text) {
        String bare = text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
        if (!IPV4.matcher(bare).matches() && !IPV6.matcher(bare).matches()) {
            throw new IllegalArgumentException(text + " is not an address");
        }
        try {
            return InetAddress.getByName(bare).getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(text + " is not an address", e);
        }
    }

    private static int number(String text, int least, int most, String what) {
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new IllegalArgumentException(what + ' ' + text + " is not between " + least + " and " + most);
    }

    private static Protocol protocol(String text) {
        try {
            return Protocol.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(text + " is not udp, tcp, tls, ws or wss", e);
        }
    }
}
