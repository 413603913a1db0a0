package org.hotcut.net;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;

import org.hotcut.core.api.net.Endpoint;
import org.hotcut.core.api.net.Protocol;

/**
 * One listener as configured, checked.
 *
 * @param name           unlike that of the others
 * @param protocol       UDP, TCP or TLS
 * @param spoken         which transports take what comes
 * @param address        where to bind; port 0 lets the system choose
 * @param advertised     host for Via and Record-Route, or null
 * @param advertisedPort port for these, 0 for the bound one
 * @param tls            TLS: versions, suites, whether clients are asked for a certificate (any is taken: judging is done elsewhere)
 * @param dtls           UDP of relayed media: DTLS is spoken too
 * @param receiveBuffer  UDP: bytes of kernel buffer to ask for
 * @param limits         what strangers may take
 */
record ListenerSettings(String name, Protocol protocol, Spoken spoken, InetSocketAddress address, String advertised, int advertisedPort, TlsPolicy tls,
                        boolean dtls, int receiveBuffer, Limits limits) {
    /** The profile of those who may be anybody: public authorities and our own. */
    static final String PUBLIC = "public";

    /**
     * SIP alone, and the usual TLS.
     *
     * @param askClients TLS: ask the client for a certificate
     */
    ListenerSettings(String name, Protocol protocol, InetSocketAddress address, String advertised, int advertisedPort, boolean askClients, String trust,
                     int receiveBuffer, Limits limits) {
        this(name, protocol, Spoken.only(Transports.name(protocol)), address, advertised, advertisedPort,
            TlsPolicy.of("TLSv1.2", List.of(), askClients ? TlsPolicy.ClientAuth.WANT : TlsPolicy.ClientAuth.NONE, Set.of(), trust), receiveBuffer, limits);
    }

    /** Without DTLS. */
    ListenerSettings(String name, Protocol protocol, Spoken spoken, InetSocketAddress address, String advertised, int advertisedPort, TlsPolicy tls, int receiveBuffer, Limits limits) {
        this(name, protocol, spoken, address, advertised, advertisedPort, tls, false, receiveBuffer, limits);
    }

    /** Returns, for TLS, by what certificates of clients are judged. */
    Origin.Demand demand() {
        return new Origin.Demand(tls.trust(), tls.clients() == TlsPolicy.ClientAuth.REQUIRE, tls.oldDevices());
    }

    /** Returns whether a socket opened for those settings serves these too; another engine, or kind of loops, may not be there. */
    boolean samePlace(ListenerSettings other) {
        boolean sameTaker = protocol.isStream() || spoken.first().equals(other.spoken.first());
        boolean sameLoops = protocol == other.protocol && isMedia() == other.isMedia();
        return sameTaker && sameLoops && address.equals(other.address) && receiveBuffer == other.receiveBuffer && tls.boringSsl() == other.tls.boringSsl();
    }

    /** Returns what is listened at, by the address that was bound. */
    Endpoint endpoint(Protocol spokenThere, InetSocketAddress bound) {
        return new Endpoint(name, spokenThere, bound, advertised, advertisedPort != 0 ? advertisedPort : bound.getPort());
    }

    /** Returns protocol and address as an admin reads them. */
    String place() {
        return Transports.name(protocol) + ' ' + Addresses.text(address);
    }

    /** Returns whether something is spoken there that is none of our protocols, such as {@code turn}: that belongs on the loops of relayed media. */
    boolean isMedia() {
        return spoken.transports().stream().anyMatch(transport -> Transports.protocol(transport, null) == null);
    }

    /** Returns whether what comes are datagrams that are passed on. */
    boolean isPackets() {
        return protocol == Protocol.UDP && isMedia();
    }

    /** Returns whether SIP is spoken there over that protocol. */
    boolean carries(Protocol sip) {
        return spoken.transports().contains(Transports.name(sip));
    }
}
