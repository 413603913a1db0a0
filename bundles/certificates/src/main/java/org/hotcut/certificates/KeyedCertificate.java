package org.hotcut.certificates;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/** A certificate and the key that belongs to it. */
record KeyedCertificate(X509Certificate certificate, PrivateKey key) {

    static final String SIGNATURE = "SHA256withECDSA";

    /** Returns whether the key signs what the certificate verifies. */
    boolean matches() {
        byte[] probe = {1, 2, 3, 4, 5, 6, 7, 8};
        try {
            Signature signature = Signature.getInstance(SIGNATURE);
            signature.initSign(key);
            signature.update(probe);
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(probe);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    boolean issued(KeyedCertificate other) {
        try {
            other.certificate.verify(certificate.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    KeyChain chain() {
        return new KeyChain(key, List.of(certificate));
    }

    Instant begins() {
        return certificate.getNotBefore().toInstant();
    }

    Instant ends() {
        return certificate.getNotAfter().toInstant();
    }
}
