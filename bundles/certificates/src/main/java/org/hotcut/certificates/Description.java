package org.hotcut.certificates;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;

import org.hotcut.core.api.certificate.CertificateInfo;

/** A certificate in words. */
final class Description {
    private Description() { }

    static CertificateInfo of(X509Certificate certificate, Path file) {
        return new CertificateInfo(certificate.getSubjectX500Principal().getName(), Names.of(certificate).labelled(),
            certificate.getIssuerX500Principal().getName(), certificate.getNotBefore().toInstant(), certificate.getNotAfter().toInstant(),
            fingerprint(certificate), certificate.getSerialNumber().toString(16), file.toString());
    }

    private static String fingerprint(X509Certificate certificate) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Der.of(certificate));
            return HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
