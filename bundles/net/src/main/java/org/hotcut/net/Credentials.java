package org.hotcut.net;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Set;

import org.hotcut.core.api.net.TlsStore;

/** Makes keys and certificates of bytes, and refuses a key that is not the one of its certificate. */
final class Credentials {
    private Credentials() { }

    static ServerKeys.Key parse(TlsStore.Credential credential) {
        if (credential.chain().isEmpty()) {
            throw new IllegalArgumentException("the credential for " + credential.names() + " has no certificate");
        }
        X509Certificate[] chain = credential.chain().stream().map(Credentials::certificate).toArray(X509Certificate[]::new);
        PublicKey open = chain[0].getPublicKey();
        try {
            PrivateKey secret = KeyFactory.getInstance(open.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(credential.key()));
            if (!isPair(secret, open)) {
                throw new IllegalArgumentException("the key for " + credential.names() + " is not the one of its certificate");
            }
            return new ServerKeys.Key(Set.copyOf(credential.names()), secret, chain);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the key for " + credential.names() + " is not usable: " + e.getMessage(), e);
        }
    }

    static X509Certificate certificate(byte[] der) {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException e) {
            throw new IllegalArgumentException("a certificate cannot be read: " + e.getMessage(), e);
        }
    }

    private static boolean isPair(PrivateKey secret, PublicKey open) throws GeneralSecurityException {
        String scheme = switch (open.getAlgorithm()) {
            case "EC" -> "SHA256withECDSA";
            case "RSA" -> "SHA256withRSA";
            default -> open.getAlgorithm();
        };
        byte[] sample = {1, 2, 3};
        Signature signature = Signature.getInstance(scheme);
        signature.initSign(secret);
        signature.update(sample);
        byte[] signed = signature.sign();
        signature.initVerify(open);
        signature.update(sample);
        return signature.verify(signed);
    }
}
