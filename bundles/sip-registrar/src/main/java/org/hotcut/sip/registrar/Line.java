package org.hotcut.sip.registrar;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;

import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.sip.api.SipUri;

/** Whether a client can be reached where it says it is, or only by the line it came by. */
final class Line {
    private static final int SIP_PORT = 5060;

    private Line() { }

    /**
     * Returns whether only the line will do: the client asked for it ({@code ob}, RFC 5626), or it sits behind NAT. One that sends from another port than it
     * listens on, and says so rightly in Via, does not.
     *
     * @param contact the Contact URI
     * @param via     the topmost Via
     * @param far     true when another proxy (Path) is between the client and us: it knows the way
     */
    static boolean isOnlyWay(SipUri contact, String via, Flow flow, boolean far) {
        if (contact.param("ob") != null) {
            return true;
        }
        return !far && (!isSentFrom(via, flow) || isOutOfReach(contact, flow));
    }

    /** RFC 3581: NAT shows in a Via that names another place than the source. Of a connection the port says nothing: it is ephemeral. */
    private static boolean isSentFrom(String via, Flow flow) {
        int end = via.indexOf(';');
        String sentBy = (end < 0 ? via : via.substring(0, end)).strip();
        sentBy = sentBy.substring(Math.max(sentBy.lastIndexOf(' '), sentBy.lastIndexOf('\t')) + 1);
        int colon = sentBy.indexOf(':', sentBy.lastIndexOf(']') + 1);
        String host = colon < 0 ? sentBy : sentBy.substring(0, colon);
        if (!isAt(host.startsWith("[") ? host.substring(1, Math.max(1, host.length() - 1)) : host, flow.remote().getAddress())) {
            return false;
        }
        return flow.protocol() != Protocol.UDP || (colon < 0 ? SIP_PORT : port(sentBy.substring(colon + 1))) == flow.remote().getPort();
    }

    /** Returns whether a host is this address; names are never looked up. */
    static boolean isAt(String host, InetAddress address) {
        InetAddress named = literal(host);
        return named != null && named.equals(address);
    }

    private static boolean isOutOfReach(SipUri contact, Flow flow) {
        // browsers (RFC 7118) do not know where they are
        if (contact.host().endsWith(".invalid")) {
            return true;
        }
        InetAddress address = literal(contact.host());
        return address != null && isPrivate(address) && !address.equals(flow.remote().getAddress());
    }

    private static boolean isPrivate(InetAddress address) {
        byte[] octets = address.getAddress();
        boolean shared = address instanceof Inet4Address && octets[0] == 100 && (octets[1] & 0xc0) == 64;
        boolean unique = address instanceof Inet6Address && (octets[0] & 0xfe) == 0xfc;
        return shared || unique || address.isSiteLocalAddress() || address.isLinkLocalAddress() || address.isLoopbackAddress() || address.isAnyLocalAddress();
    }

    /** Returns the address if the host is one; names are never looked up. */
    static InetAddress literal(String host) {
        try {
            if (host.indexOf(':') >= 0) {
                return isHexAndColons(host) ? InetAddress.getByName(host) : null;
            }
            byte[] octets = octets(host);
            return octets == null ? null : InetAddress.getByAddress(octets);
        } catch (UnknownHostException e) {
            return null;
        }
    }

    /** What begins with a dot the JDK would ask DNS for. */
    private static boolean isHexAndColons(String host) {
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

    /** Returns null when it is not four numbers up to 255. */
    private static byte[] octets(String host) {
        byte[] octets = new byte[4];
        int place = 0;
        int number = -1;
        for (int i = 0; i <= host.length(); i++) {
            char c = i < host.length() ? host.charAt(i) : '.';
            if (c == '.' && number >= 0 && place < octets.length) {
                octets[place++] = (byte) number;
                number = -1;
            } else if (c >= '0' && c <= '9' && number < 26) {
                number = Math.max(0, number) * 10 + c - '0';
            } else {
                return null;
            }
            if (number > 255) {
                return null;
            }
        }
        return place == octets.length ? octets : null;
    }

    /** Returns the port a URI stands for. */
    static int port(SipUri uri) {
        if (uri.port() >= 0) {
            return uri.port();
        }
        String transport = uri.param("transport");
        boolean secure = uri.scheme().equals("sips") || transport != null && transport.toLowerCase(Locale.ROOT).equals("tls");
        return secure ? SIP_PORT + 1 : SIP_PORT;
    }

    private static int port(String digits) {
        try {
            return Integer.parseInt(digits.strip());
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
