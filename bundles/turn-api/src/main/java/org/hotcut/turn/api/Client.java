package org.hotcut.turn.api;

import java.net.InetSocketAddress;

import org.hotcut.core.api.net.Protocol;

/**
 * The client's end of the 5-tuple (RFC 8656 section 6): equal for all that comes by it.
 *
 * @param protocol UDP, TCP, TLS or DTLS
 * @param server   our address; for datagrams the one the listener is bound to
 * @param address  the client's, as we see it
 * @param flow     id of the connection; 0 for datagrams
 */
public record Client(Protocol protocol, InetSocketAddress server, InetSocketAddress address, long flow) {
    /** Returns protocol and address as an admin reads them, {@code udp 192.0.2.1:40000}. */
    @Override
    public String toString() {
        String host = address.getAddress().getHostAddress();
        return protocol.name().toLowerCase(java.util.Locale.ROOT) + ' ' + (host.indexOf(':') < 0 ? host : '[' + host + ']') + ':' + address.getPort();
    }
}
