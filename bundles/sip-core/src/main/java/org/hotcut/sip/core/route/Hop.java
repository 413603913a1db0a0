package org.hotcut.sip.core.route;

import java.net.InetSocketAddress;
import java.util.Locale;

import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Protocol;

/**
 * One way to the next hop of a request (RFC 3263 section 4).
 *
 * @param protocol how
 * @param address  where
 * @param name     what a TLS peer there must prove: the host of the URI, not what DNS made of it (RFC 5922 section 7.1)
 * @param line     the line to use, for what was not found by RFC 3263; else null
 * @param anySize  true for UDP that is used although the request is too long for it, because TCP has failed (RFC 3261 section 18.1.1)
 */
public record Hop(Protocol protocol, InetSocketAddress address, String name, Flow line, boolean anySize) {
    /** A way by a line that somebody else knows; nothing takes its place when it fails. */
    public static Hop of(Flow line) {
        return new Hop(line.protocol(), line.remote(), null, line, true);
    }

    static Hop to(Protocol protocol, InetSocketAddress address, String name) {
        return new Hop(protocol, address, name, null, false);
    }

    /** Returns whether it was found by RFC 3263, so that others may follow it. */
    public boolean isFound() {
        return line == null;
    }

    /** Returns the same place by TCP: for what is too long for UDP. */
    public Hop byTcp() {
        return new Hop(Protocol.TCP, address, name, null, false);
    }

    /** Returns the same place by UDP, for a request of any size. */
    public Hop byUdp() {
        return new Hop(Protocol.UDP, address, name, null, true);
    }

    /** Returns it as an admin reads it, {@code udp 192.0.2.1:5060 (example.org)}. */
    @Override
    public String toString() {
        String where = protocol.name().toLowerCase(Locale.ROOT) + ' ' + Literal.inUri(address.getAddress()) + ':' + address.getPort();
        return name == null ? where : where + " (" + name + ')';
    }
}
