package org.hotcut.certificates;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

import org.hotcut.core.api.net.TlsStore;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.challenge.Challenge;
import org.shredzone.acme4j.challenge.TlsAlpn01Challenge;

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
        String name = domain.toLowerCase(Locale.ROOT);
        store.prove(List.of(new Issuer().proof(name, challenge.getAcmeValidation(), Instant.now()).chain().credential(List.of(name))));
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
