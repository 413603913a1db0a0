package org.hotcut.net;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * Chooses what we present: a proof to an authority that asks for it; else by the name the client asks for (SNI), else what is for the same names as the first credential. Several
 * credentials with the same names may differ in the kind of key. An alias is an index, or the name that a proof is for.
 */
final class ServerKeys extends X509ExtendedKeyManager {
    /** A credential, parsed. */
    record Key(Set<String> names, PrivateKey secret, X509Certificate[] chain) {
        boolean isOf(String type) {
            return secret.getAlgorithm().equals(type) || chain[0].getPublicKey().getAlgorithm().equals(type);
        }

        private boolean isFor(String host) {
            if (names.contains(host)) {
                return true;
            }
            int dot = host.indexOf('.');
            return dot > 0 && names.contains('*' + host.substring(dot));
        }

        private boolean isIssuedByOneOf(Principal[] issuers) {
            if (issuers == null || issuers.length == 0) {
                return true;
            }
            Set<Principal> accepted = Set.copyOf(List.of(issuers));
            return List.of(chain).stream().anyMatch(certificate -> accepted.contains(certificate.getIssuerX500Principal()));
        }
    }

    private static final String PROOF = "proof:";

    private final List<Key> keys;
    private final Proofs proofs;

    /** Presents these, and proofs as long as they are there. */
    ServerKeys(List<Key> keys, Proofs proofs) {
        this.keys = List.copyOf(keys);
        this.proofs = proofs;
    }

    ServerKeys(List<Key> keys) {
        this(keys, new Proofs());
    }

    @Override
    public String chooseEngineServerAlias(String type, Principal[] issuers, SSLEngine engine) {
        if (Proofs.isPrepared(engine)) {
            return proof(type, requestedHost(engine));
        }
        List<Key> fitting = fitting(requestedHost(engine));
        return alias(fitting.stream().filter(key -> key.isOf(type)).findFirst().orElse(null));
    }

    private String proof(String type, String host) {
        Key proof = host == null ? null : proofs.find(host);
        return proof != null && proof.isOf(type) ? PROOF + host : null;
    }

    @Override
    public String chooseEngineClientAlias(String[] types, Principal[] issuers, SSLEngine engine) {
        for (String type : types) {
            for (Key key : fitting(null)) {
                if (key.isOf(type) && key.isIssuedByOneOf(issuers)) {
                    return alias(key);
                }
            }
        }
        return null;
    }

    private List<Key> fitting(String host) {
        return fitting(keys, host);
    }

    /**
     * Returns what may be presented to who asks for a host.
     *
     * @param host may be null
     */
    static List<Key> fitting(List<Key> keys, String host) {
        List<Key> named = host == null ? List.of() : keys.stream().filter(key -> key.isFor(host)).toList();
        if (!named.isEmpty()) {
            return named;
        }
        Key first = keys.get(0);
        return keys.stream().filter(key -> key == first || key.names().equals(first.names())).toList();
    }

    private static String requestedHost(SSLEngine engine) {
        if (!(engine.getHandshakeSession() instanceof ExtendedSSLSession session)) {
            return null;
        }
        for (SNIServerName name : session.getRequestedServerNames()) {
            if (name instanceof SNIHostName host) {
                return host.getAsciiName().toLowerCase(java.util.Locale.ROOT);
            }
        }
        return null;
    }

    private String alias(Key key) {
        return key == null ? null : Integer.toString(keys.indexOf(key));
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        Key key = key(alias);
        return key == null ? null : key.chain().clone();
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        Key key = key(alias);
        return key == null ? null : key.secret();
    }

    /** Returns null for a proof that is not wanted any more. */
    private Key key(String alias) {
        return alias.startsWith(PROOF) ? proofs.find(alias.substring(PROOF.length())) : keys.get(Integer.parseInt(alias));
    }

    @Override
    public String[] getServerAliases(String type, Principal[] issuers) {
        return IntStream.range(0, keys.size()).filter(i -> keys.get(i).isOf(type)).mapToObj(Integer::toString).toArray(String[]::new);
    }

    @Override
    public String[] getClientAliases(String type, Principal[] issuers) {
        return getServerAliases(type, issuers);
    }

    @Override
    public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
        throw new UnsupportedOperationException("engines only");
    }

    @Override
    public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
        throw new UnsupportedOperationException("engines only");
    }
}
