package org.hotcut.net;

import java.net.InetSocketAddress;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.hotcut.core.api.net.Protocol;

/**
 * What is known of a connection before it is up.
 *
 * @param endpoint listener's name for the flow
 * @param speaks   name of the transport that takes what comes
 * @param remote   the peer
 * @param peer     key by which it can be found for use by others, or null
 * @param limits   asked anew each time, since the admin may change them
 * @param demand   by what its certificate is judged; asked anew each time
 * @param opened   told, on the loop, when messages can be sent; null when nobody asks
 */
record Origin(String endpoint, Protocol protocol, String speaks, InetSocketAddress remote, boolean outgoing, FlowTable.Peer peer, Supplier<Limits> limits,
              Supplier<Demand> demand, Consumer<Connection> opened) {
    /**
     * What is demanded of a certificate.
     *
     * @param trust    which authorities count, by a name that {@code identity} knows
     * @param required whether there must be one that proves something
     * @param old      whether it may be weak, and proves nobody but a device
     */
    record Demand(String trust, boolean required, boolean old) { }

    /** SIP. */
    Origin(String endpoint, Protocol protocol, InetSocketAddress remote, boolean outgoing, FlowTable.Peer peer, Supplier<Limits> limits, Supplier<Demand> demand,
           Consumer<Connection> opened) {
        this(endpoint, protocol, Transports.name(protocol), remote, outgoing, peer, limits, demand, opened);
    }

    /** Returns the same with another transport, and with the protocol of that name if there is one. */
    Origin speaking(String transport) {
        return new Origin(endpoint, Transports.protocol(transport, protocol), transport, remote, outgoing, peer, limits, demand, opened);
    }
}
