package org.hotcut.net;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;

import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;

class PeerTrustTest {
    private static final KeyPurposeId SIP_DOMAIN = KeyPurposeId.getInstance(new ASN1ObjectIdentifier("1.3.6.1.5.5.7.3.20"));

    private final Issued authority = Issued.root("CN=Test authority");

    private static Issued.Draft peer() {
        return Issued.draft("CN=example.org").names("DNS:example.org");
    }

    private static void believes(Issued... chain) {
        assertDoesNotThrow(() -> PeerTrust.check(certificates(chain), "example.org"));
    }

    private static String refuses(Issued... chain) {
        return assertThrows(CertificateException.class, () -> PeerTrust.check(certificates(chain), "example.org")).getMessage();
    }

    private static X509Certificate[] certificates(Issued... chain) {
        return Arrays.stream(chain).map(issued -> issued.certificate).toArray(X509Certificate[]::new);
    }

    @Test
    void believesServersSipDomainsAndWhoeverSaysNothingOfPurpose() {
        believes(peer().by(authority));
        believes(peer().purposes(KeyPurposeId.id_kp_serverAuth).by(authority));
        believes(peer().purposes(SIP_DOMAIN).by(authority));
        believes(peer().purposes(KeyPurposeId.anyExtendedKeyUsage).by(authority));
        believes(peer().purposes(KeyPurposeId.id_kp_clientAuth, KeyPurposeId.id_kp_serverAuth).by(authority));
    }

    @Test
    void refusesWhatIsMeantForSomethingElse() {
        assertEquals("the certificate for example.org is not meant for servers or SIP domains", refuses(peer().purposes(KeyPurposeId.id_kp_codeSigning).by(authority)));
        refuses(peer().purposes(KeyPurposeId.id_kp_clientAuth).by(authority));
        refuses(peer().usage(KeyUsage.keyCertSign).by(authority));
        believes(peer().usage(KeyUsage.digitalSignature).by(authority));
    }

    @Test
    void refusesWhatCanBeForged() {
        assertTrue(refuses(peer().hash("SHA1").by(authority)).contains("SHA1"));
        assertTrue(refuses(peer().rsa(1024).by(authority)).contains("1024"));
        believes(peer().rsa(2048).by(authority));
        Issued middle = Issued.draft("CN=Middle").authority().hash("SHA1").by(authority);
        assertTrue(refuses(peer().by(middle), middle).contains("SHA1"));
        Issued old = Issued.draft("CN=Old").authority().hash("SHA1").by(null);
        believes(peer().by(old), old);
    }

    @Test
    void saysForWhomTheCertificateIsAndWhoWasDialled() {
        String reason = assertThrows(CertificateException.class, () -> PeerTrust.check(certificates(peer().by(authority)), "example.net")).getMessage();
        assertEquals("the certificate is for example.org, not for example.net", reason);
    }
}
