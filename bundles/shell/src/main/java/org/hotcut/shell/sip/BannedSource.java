package org.hotcut.shell.sip;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

import org.hotcut.shell.Addresses;

/** Sources of bans as people write them: an IPv4 address, or an IPv6 address for its /64. */
final class BannedSource {
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
    private static final String NETWORK = "/64";

    private BannedSource() { }

    /**
     * Reads an address; {@code /64} after an IPv6 one is allowed, for that is how they are shown.
     *
     * @throws IllegalArgumentException with a sentence for the admin
     */
    static InetAddress parse(String text) {
        boolean six = text.indexOf(':') >= 0;
        String address = six && text.endsWith(NETWORK) ? text.substring(0, text.length() - NETWORK.length()) : text;
        if ((six ? IPV6 : IPV4).matcher(address).matches()) {
            try {
                return InetAddress.getByName(address);
            } catch (UnknownHostException e) {
                // told below
            }
        }
        throw new IllegalArgumentException(text + " is not an address (such as 192.0.2.66 or 2001:db8::1); names are not looked up");
    }

    static String text(InetAddress source) {
        boolean network = source instanceof Inet6Address && !source.isLoopbackAddress() && !source.isLinkLocalAddress();
        return Addresses.text(source) + (network ? NETWORK : "");
    }
}
