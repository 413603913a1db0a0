package org.hotcut.net;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Whom we believe when we have opened the connection: a certificate with a valid path (RFC 5280 section 6) to one of the authorities, for the domain that was
 * dialled (RFC 5922 section 7). Its extended key usage may be that of a server, of a SIP domain (RFC 5924), any, or unsaid. The engine's peer host is the domain.
 */
final class PeerTrust extends X509ExtendedTrustManager {
    private static final Set<String> PURPOSES = Set.of("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.20", "2.5.29.37.0");
    private static final int DIGITAL_SIGNATURE = 0;
    private static final int KEY_ENCIPHERMENT = 2;
    private static final int LONGEST_PATH = 5;
    private static final int LEAST_RSA_BITS = 2048;

    private final Set<TrustAnchor> anchors;

    PeerTrust(Collection<X509Certificate> authorities) {
        anchors = authorities.stream().map(authority -> new TrustAnchor(authority, null)).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        check(chain, engine.getPeerHost());
    }

    /** Throws with a message for the admin: what the certificate is for, and what was dialled. */
    void check(X509Certificate[] chain, String dialled) throws CertificateException {
        DomainNames names = DomainNames.of(chain[0]);
        if (!names.contain(dialled)) {
            throw new CertificateException("the certificate is for " + names + ", not for " + dialled);
        }
        String about = "the certificate for " + dialled + ' ';
        checkPurpose(chain[0], about);
        checkPath(chain, about);
    }

    private static void checkPurpose(X509Certificate certificate, String about) throws CertificateException {
        List<String> purposes = certificate.getExtendedKeyUsage();
        if (purposes != null && purposes.stream().noneMatch(PURPOSES::contains)) {
            throw new CertificateException(about + "is not meant for servers or SIP domains");
        }
        boolean[] usage = certificate.getKeyUsage();
        if (usage != null && !usage[DIGITAL_SIGNATURE] && !usage[KEY_ENCIPHERMENT]) {
            throw new CertificateException(about + "is not meant for TLS by its key usage");
        }
    }

    private void checkPath(X509Certificate[] chain, String about) throws CertificateException {
        try {
            X509CertSelector target = new X509CertSelector();
            target.setCertificate(chain[0]);
            PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, target);
            parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(Arrays.asList(chain))));
            parameters.setMaxPathLength(LONGEST_PATH);
            parameters.setRevocationEnabled(false);
            for (var certificate : CertPathBuilder.getInstance("PKIX").build(parameters).getCertPath().getCertificates()) {
                checkStrength((X509Certificate) certificate, about);
            }
        } catch (CertPathBuilderException e) {
            throw new CertificateException(about + "is not believed: " + Faults.reason(e));
        } catch (GeneralSecurityException e) {
            throw e instanceof CertificateException known ? known : new CertificateException(about + "cannot be checked: " + e.getMessage(), e);
        }
    }

    // the JDK's own list lets SHA-1 pass where it does not know that TLS asks
    private static void checkStrength(X509Certificate certificate, String about) throws CertificateException {
        String algorithm = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
        PublicKey key = certificate.getPublicKey();
        if (algorithm.startsWith("SHA1") || algorithm.startsWith("MD")) {
            throw new CertificateException(about + "is not believed: signed with " + algorithm);
        }
        if (key instanceof RSAKey rsa && rsa.getModulus().bitLength() < LEAST_RSA_BITS) {
            throw new CertificateException(about + "is not believed: a key of " + rsa.getModulus().bitLength() + " bits");
        }
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
        throw new UnsupportedOperationException("engines only");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {
        throw new UnsupportedOperationException("engines only");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
        throw new UnsupportedOperationException("for servers only");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {
        throw new UnsupportedOperationException("for servers only");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {
        throw new UnsupportedOperationException("for servers only");
    }
}
