package org.hotcut.certificates;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;

/** The encoded form of a certificate that is known to have one. */
final class Der {
    private Der() { }

    static byte[] of(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }
}
