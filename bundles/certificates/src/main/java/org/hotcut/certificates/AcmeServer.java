package org.hotcut.certificates;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Optional;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import org.shredzone.acme4j.connector.HttpConnector;
import org.shredzone.acme4j.connector.NetworkSettings;
import org.shredzone.acme4j.provider.GenericAcmeProvider;

/**
 * The way to the ACME server, for the library: with the trust that is configured. It is made for one order. The JDK's client has one thread of its own, which ends within
 * seconds after the garbage collector has found that nobody has the client any more; it does all work there is, since idle threads of a pool would keep our classes for a minute.
 */
final class AcmeServer extends GenericAcmeProvider {
    private final SSLContext trust;

    /** Trust is null for that of the JDK. */
    private AcmeServer(SSLContext trust) {
        this.trust = trust;
    }

    static AcmeServer trusting(Optional<Path> authorities) throws IOException {
        return new AcmeServer(authorities.isEmpty() ? null : context(authorities.get()));
    }

    private static SSLContext context(Path authorities) throws IOException {
        Material material = new Material(null);
        try {
            material.add(authorities);
            KeyStore anchors = KeyStore.getInstance(KeyStore.getDefaultType());
            anchors.load(null, null);
            for (X509Certificate each : material.certificates()) {
                anchors.setCertificateEntry("authority-" + anchors.size(), each);
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(anchors);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return context;
        } catch (RefusedException | GeneralSecurityException e) {
            throw new IOException("acme.trust: " + e.getMessage(), e);
        }
    }

    @Override
    protected HttpConnector createHttpConnector(NetworkSettings settings) {
        return new HttpConnector(settings) {
            @Override
            public HttpClient.Builder createClientBuilder() {
                HttpClient.Builder builder = super.createClientBuilder().executor(Runnable::run);
                return trust == null ? builder : builder.sslContext(trust);
            }
        };
    }
}
