package org.hotcut.core.api.net;

import java.util.List;

import org.osgi.annotation.versioning.ProviderType;

/**
 * The certificates {@code net} presents. Bytes only, so that nothing of the bundle that made them stays behind; kept while that bundle
 * is away. New handshakes use the newest, connections that are up stay as they are.
 */
@ProviderType
public interface TlsStore {
    /**
     * A key with its certificate chain.
     *
     * @param names DNS names and addresses of the certificate, lower case, for the choice by SNI
     * @param key   PKCS#8, DER
     * @param chain X.509, DER, the end-entity first
     */
    record Credential(List<String> names, byte[] key, List<byte[]> chain) { }

    /**
     * Replaces everything presented, and our own authorities, in one step.
     *
     * @param credentials what listeners present; the first one to clients that name no host
     * @param authorities X.509, DER: our own, for whoever judges certificates
     * @throws IllegalArgumentException saying which credential is not usable and why; then nothing has changed
     */
    void install(List<Credential> credentials, List<byte[]> authorities);

    /**
     * Replaces what proves to an authority that names are ours (tls-alpn-01, RFC 8737). Each is presented, on every TLS listener, to whoever names {@code acme-tls/1}
     * alone by ALPN and one of its names by SNI, and to nobody else; such a connection is closed after the handshake, and nothing is read of it. Whoever names
     * that protocol otherwise is refused. Kept until it is replaced.
     *
     * @param proofs empty when nothing is to be proven any more
     * @throws IllegalArgumentException saying which one is not usable and why; then nothing has changed
     */
    void prove(List<Credential> proofs);

    /** Returns the authorities that were installed last, X.509, DER; empty before. */
    List<byte[]> authorities();
}
