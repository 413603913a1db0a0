package org.hotcut.shell.sip;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

import org.hotcut.core.api.ban.Ban;
import org.hotcut.shell.Addresses;

/** Sources of bans as people write them: an IPv4 address, or an IPv6 address for its /64, or for its /48. */
final class BannedSource {
    private static final Pattern IPV4 = Pattern.compile("(OCTET\\.){3}OCTET".replace("OCTET", "(25[0-5]|(2[0-4]|1?\\d)?\\d)"));
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
    private static final int NETWORK = 64;
    private static final int SITE = 48;

    private BannedSource() { }

    /**
     * Reads an address; {@code /64} after an IPv6 one is allowed, for that is how they are shown.
     *
     * @throws IllegalArgumentException with a sentence for the admin
     */
    static InetAddress parse(String text) {
        return parse(text, text.indexOf(':') >= 0 ? without(text, NETWORK) : text);
    }

    /** As {@link #parse}; {@code /48} is allowed too: a ban that a source shares with its neighbours. */
    static InetAddress parseShown(String text) {
        return parse(text, text.indexOf(':') >= 0 ? without(without(text, NETWORK), SITE) : text);
    }

    private static String without(String text, int prefix) {
        String end = "/" + prefix;
        return text.endsWith(end) ? text.substring(0, text.length() - end.length()) : text;
    }

    private static InetAddress parse(String text, String address) {
        if ((address.indexOf(':') >= 0 ? IPV6 : IPV4).matcher(address).matches()) {
            try {
                return InetAddress.getByName(address);
            } catch (UnknownHostException e) {
                // told below
            }
        }
        throw new IllegalArgumentException(text + " is not an address (such as 192.0.2.66 or 2001:db8::1); names are not looked up");
    }

    /** Returns what a ban is of. */
    static String text(Ban ban) {
        return text(ban.source(), ban.prefix());
    }

    /** Returns the source of an address. */
    static String text(InetAddress source) {
        boolean network = source instanceof Inet6Address && !source.isLoopbackAddress() && !source.isLinkLocalAddress();
        return text(source, network ? NETWORK : source.getAddress().length * 8);
    }

    private static String text(InetAddress first, int prefix) {
        return Addresses.text(first) + (prefix < first.getAddress().length * 8 ? "/" + prefix : "");
    }
}
