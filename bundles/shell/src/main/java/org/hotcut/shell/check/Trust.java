package org.hotcut.shell.check;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Whom a phone believes: our own authority and those that every Java trusts. */
public final class Trust {
    private Trust() { }

    static SSLContext of(String authorityPem) throws GeneralSecurityException, IOException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {ours(authorityPem)}, null);
        return context;
    }

    /** Returns trust in those that every Java trusts. */
    public static X509TrustManager everybodys() throws GeneralSecurityException {
        return manager(null);
    }

    /** Returns trust in these authorities too. */
    public static X509TrustManager ours(String authorityPem) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        int number = 0;
        for (Certificate certificate : CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(authorityPem.getBytes(StandardCharsets.US_ASCII)))) {
            store.setCertificateEntry("own-" + number++, certificate);
        }
        for (X509Certificate certificate : manager(null).getAcceptedIssuers()) {
            store.setCertificateEntry("public-" + number++, certificate);
        }
        return manager(store);
    }

    private static X509TrustManager manager(KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager x509) {
                return x509;
            }
        }
        throw new GeneralSecurityException("this Java has no trust manager for X.509");
    }
}
