package org.hotcut.net;

import java.util.List;
import java.util.Set;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/**
 * What one listener demands of TLS.
 *
 * @param boringSsl  BoringSSL's engine instead of Java's
 * @param oldDevices TLS may be older than 1.2, and chains of devices weak; always BoringSSL, for Java's engine would need lists that hold for the whole machine
 * @param versions   those spoken, the newest first
 * @param ciphers    suites in the order of our preference; empty for those of the engine
 * @param clients    whether clients are asked for a certificate
 * @param asked      on a shared port: names (SNI, lower case) under which they are; those that name {@code sip/2} by ALPN are too
 * @param trust      which authorities count, by a name that {@code identity} knows
 */
record TlsPolicy(boolean boringSsl, boolean oldDevices, List<String> versions, List<String> ciphers, ClientAuth clients, Set<String> asked, String trust) {
    /** Whether a certificate is asked for; REQUIRE ends the handshake of those who have none. Any is taken: judging is done elsewhere. */
    enum ClientAuth { NONE, WANT, REQUIRE }

    private static final List<String> VERSIONS = List.of("TLSv1.3", "TLSv1.2", "TLSv1.1", "TLSv1");

    /** So many of them are for everybody. */
    private static final int MODERN = 2;

    /** TLS 1.2 and later, and nobody is asked. */
    static final TlsPolicy DEFAULT = of("TLSv1.2", List.of(), ClientAuth.NONE, Set.of(), ListenerSettings.PUBLIC);

    private static final String SIP = "sip/2";
    /**
     * Marks of sessions. The JDK's engine resumes a session only under the name of the check that it was established with, as which these pass; the check itself is the trust
     * manager's, and ours has none. So nobody resumes what was begun where no certificate is asked for and thereby escapes the question, or the other way round.
     */
    private static final String ASKED = "asked for a certificate";
    private static final String UNASKED = "not asked for a certificate";

    /**
     * Checks, and makes one for Java's engine.
     *
     * @param floor the oldest version that is spoken
     * @throws IllegalArgumentException with the key that is wrong
     */
    static TlsPolicy of(String floor, List<String> ciphers, ClientAuth clients, Set<String> asked, String trust) {
        return of(false, false, floor, ciphers, clients, asked, trust);
    }

    /**
     * Checks, and makes one.
     *
     * @param floor the oldest version that is spoken; older than TLS 1.2 for old devices only
     * @throws IllegalArgumentException with the key that is wrong
     */
    static TlsPolicy of(boolean boringSsl, boolean oldDevices, String floor, List<String> ciphers, ClientAuth clients, Set<String> asked, String trust) {
        int oldest = VERSIONS.indexOf(floor);
        if (oldest >= MODERN && !oldDevices) {
            throw new IllegalArgumentException("tls.protocols is '" + floor + "', which only a listener for old devices speaks (tls.profile = old-devices); not TLSv1.2 or TLSv1.3");
        }
        if (oldest < 0) {
            throw new IllegalArgumentException("tls.protocols is '" + floor + "', not TLSv1.2 or TLSv1.3");
        }
        TlsPolicy policy = new TlsPolicy(boringSsl || oldDevices, oldDevices, VERSIONS.subList(0, oldest + 1), List.copyOf(ciphers), clients, Set.copyOf(asked), trust);
        TlsSuites.check(policy);
        return policy;
    }

    /** Writes versions, suites and, when everybody is asked for a certificate, that; for Java's engine. */
    void apply(SSLParameters parameters, boolean asksAll) {
        parameters.setProtocols(versions.toArray(String[]::new));
        parameters.setUseCipherSuitesOrder(true);
        if (!ciphers.isEmpty()) {
            parameters.setCipherSuites(ciphers.toArray(String[]::new));
        }
        parameters.setEndpointIdentificationAlgorithm(UNASKED);
        if (asksAll) {
            ask(parameters);
        }
    }

    /** Asks a client of a shared port for a certificate if what it says first shows that it has use for the question: a browser would bother its user with it. */
    void greeted(ClientHello hello, SSLEngine engine) {
        if (hello.protocols().contains(SIP) || hello.name() != null && asked.contains(hello.name())) {
            SSLParameters parameters = engine.getSSLParameters();
            ask(parameters);
            engine.setSSLParameters(parameters);
        }
    }

    private void ask(SSLParameters parameters) {
        if (clients != ClientAuth.NONE) {
            parameters.setEndpointIdentificationAlgorithm(ASKED);
        }
        if (clients == ClientAuth.WANT) {
            parameters.setWantClientAuth(true);
        } else if (clients == ClientAuth.REQUIRE) {
            parameters.setNeedClientAuth(true);
        }
    }
}
