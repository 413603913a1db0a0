package org.hotcut.net;

import java.net.Socket;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * With whom we go on when we have opened the connection: whose certificate is for the domain that was dialled (RFC 5922 section 7), with an extended key usage of a server,
 * of a SIP domain (RFC 5924), any, or none. The engine's peer host is the domain. Whether an authority that counts vouches for it is judged by {@code identity} before anything
 * is sent, as for those who call us.
 */
final class PeerTrust extends X509ExtendedTrustManager {
    private static final Set<String> PURPOSES = Set.of("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.20", "2.5.29.37.0");
    private static final int DIGITAL_SIGNATURE = 0;
    private static final int KEY_ENCIPHERMENT = 2;
    private static final int LEAST_RSA_BITS = 2048;

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        check(chain, engine.getPeerHost());
    }

    /** Throws with a message for the admin: what the certificate is for, and what was dialled. */
    static void check(X509Certificate[] chain, String dialled) throws CertificateException {
        DomainNames names = DomainNames.of(chain[0]);
        if (!names.contain(dialled)) {
            throw new CertificateException("the certificate is for " + names + ", not for " + dialled);
        }
        String about = "the certificate for " + dialled + ' ';
        checkPurpose(chain[0], about);
        for (X509Certificate certificate : chain) {
            checkStrength(certificate, about);
        }
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

    // the JDK's own list lets SHA-1 pass where it does not know that TLS asks
    private static void checkStrength(X509Certificate certificate, String about) throws CertificateException {
        String algorithm = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
        PublicKey key = certificate.getPublicKey();
        // nobody looks at what a root has signed itself with
        boolean isSigned = !certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
        if (isSigned && (algorithm.startsWith("SHA1") || algorithm.startsWith("MD"))) {
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
