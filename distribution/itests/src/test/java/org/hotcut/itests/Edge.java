package org.hotcut.itests;

import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.hotcut.core.api.StatusSource;
import org.hotcut.core.api.account.AccountAdmin;
import org.hotcut.core.api.account.Accounts;
import org.hotcut.core.api.certificate.CertificateAdmin;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** The server under test, as its phones and its administrator see it. */
final class Edge {
    private static final Duration SOON = Duration.ofSeconds(120);
    private static final String DOMAIN = "example.org";

    private final BundleContext context;

    Edge(BundleContext context) {
        this.context = context;
    }

    /** Returns the port of the listener {@code udp}, {@code tcp} or {@code tls}. */
    static int port(String listener) {
        return Integer.getInteger("hotcut.port." + listener);
    }

    /** Sees to it that {@code example.org} has alice, bob, carol and dave, each with his name as the password. */
    void haveUsers() throws Exception {
        if (service(Accounts.class).domain(DOMAIN) != null) {
            return;
        }
        AccountAdmin admin = service(AccountAdmin.class);
        admin.addDomain(DOMAIN, null, List.of());
        for (String user : List.of("alice", "bob", "carol", "dave")) {
            admin.addUser(user, DOMAIN, user.toCharArray());
        }
    }

    /** Returns the certificate of the server's authority. */
    Certificate authority() throws Exception {
        byte[] pem = service(CertificateAdmin.class).authorityPem().getBytes(StandardCharsets.US_ASCII);
        return CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem));
    }

    /** Returns TLS that believes the server's authority and nobody else. */
    SSLContext tls() throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("authority", authority());
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        return tls;
    }

    /** Returns what a part shows in {@code edge:status}. */
    Map<String, Object> status(String part) throws InvalidSyntaxException {
        ServiceReference<StatusSource> reference = context.getServiceReferences(StatusSource.class, "(hotcut.name=" + part + ")").iterator().next();
        return context.getService(reference).status();
    }

    /** Returns a service; those of behaviour come and go, so each is looked up when it is needed. */
    <T> T service(Class<T> type) {
        await(type.getSimpleName()).atMost(SOON).until(() -> context.getServiceReference(type) != null);
        return context.getService(context.getServiceReference(type));
    }
}
