package org.hotcut.certificates;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;

import org.hotcut.core.api.certificate.CertificateEntry;
import org.hotcut.core.api.certificate.CertificateInfo;

/** A certificate in words. */
final class Description {
    private Description() { }

    static CertificateInfo of(X509Certificate certificate, Path file) {
        return new CertificateInfo(certificate.getSubjectX500Principal().getName(), Names.of(certificate).labelled(),
            certificate.getIssuerX500Principal().getName(), certificate.getNotBefore().toInstant(), certificate.getNotAfter().toInstant(),
            fingerprint(certificate), certificate.getSerialNumber().toString(16), file.toString());
    }

    /** Describes one source; the chain is null when nothing usable came from there. */
    static CertificateEntry entry(String name, Path source, KeyChain chain, boolean used, String note) {
        if (chain == null) {
            return new CertificateEntry(name, source.toString(), List.of(), "", null, "", false, note);
        }
        return new CertificateEntry(name, source.toString(), chain.hosts(), chain.leaf().getIssuerX500Principal().getName(), chain.ends(), chain.kind(), used, note);
    }

    static String fingerprint(X509Certificate certificate) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Der.of(certificate));
            return HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
