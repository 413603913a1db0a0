package org.hotcut.certificates;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Arrays;

import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** The authorities that the JDK brings, which are those that most phones bring too. */
final class Roots {
    private Roots() { }

    /** Returns whether the chain leads to one of them. */
    static boolean knows(KeyChain chain) {
        X509Certificate last = chain.last();
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init((KeyStore) null);
            X509TrustManager trust = (X509TrustManager) factory.getTrustManagers()[0];
            return Arrays.stream(trust.getAcceptedIssuers()).anyMatch(root -> root.getSubjectX500Principal().equals(last.getIssuerX500Principal()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
