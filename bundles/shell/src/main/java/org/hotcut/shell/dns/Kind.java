package org.hotcut.shell.dns;

import org.hotcut.core.api.net.Protocol;

/** How SIP is reached by DNS (RFC 3263 section 4.1), the preferred first. */
enum Kind {
    SIPS("SIPS+D2T", "_sips._tcp", Protocol.TLS), TCP("SIP+D2T", "_sip._tcp", Protocol.TCP), UDP("SIP+D2U", "_sip._udp", Protocol.UDP);

    private final String service;
    private final String prefix;
    private final Protocol protocol;

    Kind(String service, String prefix, Protocol protocol) {
        this.service = service;
        this.prefix = prefix;
        this.protocol = protocol;
    }

    /** Returns what a NAPTR record calls it. */
    String service() {
        return service;
    }

    /** Returns what is before the domain in the name of its SRV records. */
    String prefix() {
        return prefix;
    }

    Protocol protocol() {
        return protocol;
    }

    boolean isPlain() {
        return this != SIPS;
    }
}
