package org.hotcut.net;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

import org.hotcut.core.api.net.TlsStore;

/** What is presented to an authority that asks by TLS whether names are ours (RFC 8737), and to nobody else. Any thread. */
final class Proofs {
    /** Names nothing that is spoken: it says what is asked. */
    static final String ALPN = "acme-tls/1";

    private volatile Map<String, ServerKeys.Key> byName = Map.of();

    void replace(List<TlsStore.Credential> proofs) {
        Map<String, ServerKeys.Key> parsed = new HashMap<>();
        for (TlsStore.Credential each : proofs) {
            ServerKeys.Key key = Credentials.parse(each);
            key.names().forEach(name -> parsed.put(name, key));
        }
        byName = Map.copyOf(parsed);
    }

    /** Returns whether nothing is to be proven, as it is nearly always. */
    boolean isEmpty() {
        return byName.isEmpty();
    }

    /** Returns the proof for a name, or null. */
    ServerKeys.Key find(String name) {
        return byName.get(name);
    }

    /** Returns whether a client asks for a proof that is there: an authority names this protocol alone (section 3). */
    boolean isAskedBy(ClientHello hello) {
        return hello.protocols().equals(List.of(ALPN)) && hello.name() != null && byName.containsKey(hello.name());
    }

    /** Makes an engine that has not begun answer the question, whatever its listener demands of others, and by no session of another kind ({@link TlsPolicy}). */
    static void prepare(SSLEngine engine) {
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setWantClientAuth(false);
        parameters.setApplicationProtocols(new String[] {ALPN});
        parameters.setEndpointIdentificationAlgorithm(ALPN);
        engine.setSSLParameters(parameters);
        engine.setHandshakeApplicationProtocolSelector(null);
    }

    /** Returns whether an engine was prepared. In TLS 1.2 it chooses its key before it has chosen the protocol, so that cannot be asked. */
    static boolean isPrepared(SSLEngine engine) {
        return Arrays.asList(engine.getSSLParameters().getApplicationProtocols()).contains(ALPN);
    }
}
