package org.hotcut.net;

import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;

/**
 * Makes the engines of connections that we open. Each certificate of ours has a context, and with it sessions, of its own: resumed by another name of ours, a peer would
 * take us for the first one. A session is found by the name that was dialled, so one that was proven for a domain is resumed for that domain only.
 */
final class TlsClient {
    private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};
    private static final int SESSION_SECONDS = 3600;

    private final Map<Set<String>, SSLContext> contexts = new LinkedHashMap<>();
    private final Set<String> first;

    /**
     * Prepares everything.
     *
     * @param keys what we present; several may have the same names
     */
    TlsClient(List<ServerKeys.Key> keys) throws GeneralSecurityException {
        TrustManager[] trust = {new PeerTrust()};
        Map<Set<String>, List<ServerKeys.Key>> byNames = new LinkedHashMap<>();
        keys.forEach(key -> byNames.computeIfAbsent(key.names(), names -> new ArrayList<>()).add(key));
        for (Map.Entry<Set<String>, List<ServerKeys.Key>> same : byNames.entrySet()) {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {new ServerKeys(same.getValue())}, trust, null);
            context.getClientSessionContext().setSessionTimeout(SESSION_SECONDS);
            contexts.put(same.getKey(), context);
        }
        first = keys.get(0).names();
    }

    /** Returns the names of the certificate with which we speak for a name of ours: one that has it, else the first; null is nobody's name. */
    Set<String> own(String name) {
        return name == null ? first : contexts.keySet().stream().filter(names -> names.contains(name)).findFirst().orElse(first);
    }

    /**
     * Returns the engine for a connection.
     *
     * @param own        as returned by {@link #own}, perhaps by an earlier client
     * @param serverName what the peer must prove; also carried by SNI
     */
    SSLEngine engine(Set<String> own, String serverName, int port) {
        SSLEngine engine = contexts.getOrDefault(own, contexts.get(first)).createSSLEngine(serverName, port);
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(VERSIONS);
        // by this a port that serves others too knows that we have a certificate to show
        parameters.setApplicationProtocols(new String[] {"sip/2"});
        if (!DomainNames.isAddress(serverName)) {
            parameters.setServerNames(List.of(new SNIHostName(serverName)));
        }
        engine.setSSLParameters(parameters);
        return engine;
    }
}
