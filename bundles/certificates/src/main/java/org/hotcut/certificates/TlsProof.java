package org.hotcut.certificates;

import java.io.IOException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;

import org.hotcut.core.api.net.TlsStore;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.challenge.Challenge;
import org.shredzone.acme4j.challenge.TlsAlpn01Challenge;
import org.shredzone.acme4j.util.CertificateUtils;

/** The answer is in a certificate of its own (RFC 8737), which {@code net} presents to nobody but who asks for it. */
final class TlsProof implements Proof {
    private final TlsStore store;

    TlsProof(TlsStore store) {
        this.store = store;
    }

    @Override
    public Challenge prepare(Authorization authorization, String domain) throws IOException {
        TlsAlpn01Challenge challenge = authorization.findChallenge(TlsAlpn01Challenge.class)
            .orElseThrow(() -> new IOException("the authority does not take a proof by TLS for " + domain + " (acme.challenge)"));
        KeyPair keys = Issuer.keys();
        X509Certificate certificate = CertificateUtils.createTlsAlpn01Certificate(keys, authorization.getIdentifier(), challenge.getAcmeValidation());
        store.prove(List.of(new TlsStore.Credential(List.of(domain.toLowerCase(Locale.ROOT)), keys.getPrivate().getEncoded(), List.of(Der.of(certificate)))));
        return challenge;
    }

    @Override
    public void clear() {
        store.prove(List.of());
    }

    @Override
    public String place(String domain) {
        return domain + ':' + AcmeChallenge.TLS_ALPN_01.port() + " by acme-tls/1";
    }
}
