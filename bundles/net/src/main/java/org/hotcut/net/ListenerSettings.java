package org.hotcut.net;

import java.net.InetSocketAddress;

import org.hotcut.core.api.net.Protocol;

/**
 * One listener as configured, checked.
 *
 * @param name           unlike that of the others
 * @param protocol       UDP, TCP or TLS
 * @param address        where to bind; port 0 lets the system choose
 * @param advertised     host for Via and Record-Route, or null
 * @param advertisedPort port for these, 0 for the bound one
 * @param askClients     TLS: ask the client for a certificate (and take any: judging is done elsewhere)
 * @param trust          TLS: which authorities count, by a name that {@code identity} knows
 * @param receiveBuffer  UDP: bytes of kernel buffer to ask for
 * @param limits         what strangers may take
 */
record ListenerSettings(String name, Protocol protocol, InetSocketAddress address, String advertised, int advertisedPort, boolean askClients,
                        String trust, int receiveBuffer, Limits limits) {
    /** The profile of those who may be anybody: public authorities and our own. */
    static final String PUBLIC = "public";

    /** Returns whether a socket opened for those settings serves these too. */
    boolean samePlace(ListenerSettings other) {
        return protocol == other.protocol && address.equals(other.address) && receiveBuffer == other.receiveBuffer;
    }

    /** Returns protocol and address as an admin reads them. */
    String place() {
        return Transports.name(protocol) + ' ' + Addresses.text(address);
    }
}
