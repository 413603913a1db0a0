package org.hotcut.core.api.net;

import java.net.InetSocketAddress;

/**
 * One line to one peer: a connection, or for UDP the pair of our endpoint and the peer's address (RFC 5626 section 3). A value; it
 * may be kept after the line is gone, sending then fails.
 *
 * @param id       unlike that of any other flow, also of earlier starts for streams; for UDP computed from endpoint and address, thus the same after a restart
 * @param endpoint name of the listener it belongs to; for a connection we opened, of the listener of that protocol whose peer
 *                 we appear to be
 * @param protocol what is spoken
 * @param local    our address on this line, never a wildcard for streams; for UDP the endpoint's
 * @param remote   the peer's address
 */
public record Flow(long id, String endpoint, Protocol protocol, InetSocketAddress local, InetSocketAddress remote) {
    @Override
    public boolean equals(Object other) {
        return other instanceof Flow flow && flow.id == id;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(id);
    }

    /** Returns protocol and peer as an admin reads it, {@code tls 192.0.2.1:40000}. */
    @Override
    public String toString() {
        String host = remote.getAddress() == null ? remote.getHostString() : remote.getAddress().getHostAddress();
        return protocol.name().toLowerCase(java.util.Locale.ROOT) + ' ' + (host.indexOf(':') < 0 ? host : '[' + host + ']') + ':' + remote.getPort();
    }
}
