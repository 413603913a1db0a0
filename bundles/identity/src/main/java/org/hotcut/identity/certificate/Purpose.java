package org.hotcut.identity.certificate;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;

/**
 * Whether an end-entity's certificate is made for SIP over TLS. The role in the handshake does not count between servers: public authorities no longer issue
 * clientAuth, so whoever calls us shows the certificate he serves with (RFC 5924 and RFC 5922 know no roles either).
 */
final class Purpose {
    private static final String ANY = "2.5.29.37.0";
    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
    private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
    /** id-kp-sipDomain, RFC 5924. */
    private static final String SIP_DOMAIN = "1.3.6.1.5.5.7.3.20";
    private static final Set<String> OF_PEERS = Set.of(ANY, SERVER_AUTH, CLIENT_AUTH, SIP_DOMAIN);
    private static final Set<String> OF_DEVICES = Set.of(ANY, CLIENT_AUTH);
    private static final int DIGITAL_SIGNATURE = 0;

    private Purpose() { }

    static void check(X509Certificate certificate, boolean isDevice) throws RefusedException {
        boolean[] usage = certificate.getKeyUsage();
        if (usage != null && !usage[DIGITAL_SIGNATURE]) {
            throw new RefusedException("its key is not for signatures");
        }
        Set<String> right = isDevice ? OF_DEVICES : OF_PEERS;
        List<String> extended = extended(certificate);
        if (extended != null && extended.stream().noneMatch(right::contains)) {
            throw new RefusedException("its extended key usage " + extended + (isDevice ? " is not for clients" : " is neither for TLS nor for SIP domains"));
        }
    }

    private static List<String> extended(X509Certificate certificate) throws RefusedException {
        try {
            return certificate.getExtendedKeyUsage();
        } catch (CertificateParsingException e) {
            throw new RefusedException("its extended key usage cannot be read");
        }
    }
}
