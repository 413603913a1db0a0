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

    /** Returns the authorities that were installed last, X.509, DER; empty before. */
    List<byte[]> authorities();
}
