package org.hotcut.certificates;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

import org.hotcut.core.api.net.TlsStore.Credential;

/**
 * A key with its chain, checked.
 *
 * @param chain the server's certificate first, each issued by the next; without the root
 */
record KeyChain(PrivateKey key, List<X509Certificate> chain) {

    X509Certificate leaf() {
        return chain.get(0);
    }

    X509Certificate last() {
        return chain.get(chain.size() - 1);
    }

    Instant begins() {
        return leaf().getNotBefore().toInstant();
    }

    Instant ends() {
        return leaf().getNotAfter().toInstant();
    }

    boolean isValid(Instant now) {
        return !now.isBefore(begins()) && now.isBefore(ends());
    }

    /** Two thirds of its life after it began, so that a third is left to notice what keeps it from being renewed. */
    Instant renewal() {
        return begins().plus(Duration.between(begins(), ends()).multipliedBy(2).dividedBy(3));
    }

    List<String> hosts() {
        return Names.of(leaf()).hosts();
    }

    /** Returns kind and strength of the key, {@code EC 256}. */
    String kind() {
        return leaf().getPublicKey().getAlgorithm() + ' ' + bits();
    }

    int bits() {
        if (leaf().getPublicKey() instanceof RSAPublicKey rsa) {
            return rsa.getModulus().bitLength();
        }
        return leaf().getPublicKey() instanceof ECPublicKey ec ? ec.getParams().getCurve().getField().getFieldSize() : 0;
    }

    String chainPem() {
        return chain.stream().map(Pem::of).collect(Collectors.joining());
    }

    Credential credential(List<String> names) {
        return new Credential(names, key.getEncoded(), chain.stream().map(Der::of).toList());
    }
}
