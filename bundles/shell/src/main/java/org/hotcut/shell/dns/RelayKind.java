package org.hotcut.shell.dns;

import java.util.List;

import org.hotcut.core.api.net.Protocol;

/** How STUN (RFC 8489 section 8.1) and TURN (RFC 5928 section 3) are reached by DNS. */
enum RelayKind {
    UDP(Protocol.UDP, "_stun._udp", "_turn._udp"), TCP(Protocol.TCP, "_stun._tcp", "_turn._tcp"), TLS(Protocol.TLS, "_stuns._tcp", "_turns._tcp"),
    DTLS(Protocol.DTLS, "_stuns._udp", "_turns._udp");

    private final Protocol protocol;
    private final List<String> prefixes;

    RelayKind(Protocol protocol, String... prefixes) {
        this.protocol = protocol;
        this.prefixes = List.of(prefixes);
    }

    Protocol protocol() {
        return protocol;
    }

    /** Returns what is before the domain in the names of its SRV records. */
    List<String> prefixes() {
        return prefixes;
    }
}
