package org.hotcut.certificates;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/** RFC 7468 texts of certificates and PKCS#8 keys. */
final class Pem {
    private static final String CERTIFICATE = "CERTIFICATE";
    private static final String PRIVATE_KEY = "PRIVATE KEY";
    private static final String PUBLIC_KEY = "PUBLIC KEY";

    private Pem() { }

    static String of(X509Certificate certificate) {
        return text(CERTIFICATE, Der.of(certificate));
    }

    static String of(PrivateKey key) {
        return text(PRIVATE_KEY, key.getEncoded());
    }

    /** Returns both halves, for {@link #pair}. */
    static String of(KeyPair keys) {
        return of(keys.getPrivate()) + text(PUBLIC_KEY, keys.getPublic().getEncoded());
    }

    static KeyPair pair(String pem) throws GeneralSecurityException {
        return new KeyPair(KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(bytes(PUBLIC_KEY, pem))), key(pem));
    }

    static String request(byte[] der) {
        return text("CERTIFICATE REQUEST", der);
    }

    static X509Certificate certificate(String pem) throws CertificateException {
        byte[] der = bytes(CERTIFICATE, pem);
        return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    }

    static PrivateKey key(String pem) throws GeneralSecurityException {
        return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(bytes(PRIVATE_KEY, pem)));
    }

    private static String text(String label, byte[] der) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    }

    private static byte[] bytes(String label, String pem) throws CertificateException {
        String head = "-----BEGIN " + label + "-----";
        int begin = pem.indexOf(head);
        int end = pem.indexOf("-----END " + label + "-----", Math.max(begin, 0));
        if (begin < 0 || end < 0) {
            throw new CertificateException("it holds no PEM block \"" + label + "\"");
        }
        try {
            return Base64.getMimeDecoder().decode(pem.substring(begin + head.length(), end).getBytes(StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException e) {
            throw new CertificateException("its PEM block is not base64", e);
        }
    }
}
