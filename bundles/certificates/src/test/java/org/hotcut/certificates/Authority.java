package org.hotcut.certificates;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An authority of the admin's: a root, and an intermediate that issues. */
final class Authority {
    private static long serial = System.nanoTime();

    final KeyPair rootKeys = keys("EC", 256);
    final KeyPair keys = keys("EC", 256);
    final X509Certificate root;
    final X509Certificate intermediate;
    Instant begins;
    Duration life = Duration.ofDays(90);
    String scheme = "SHA256withECDSA";
    boolean named = true;

    Authority(Instant now) {
        begins = now.minus(Duration.ofDays(1));
        root = sign("CN=Root", "CN=Root", rootKeys, rootKeys, true, Duration.ofDays(3650));
        intermediate = sign("CN=Root", "CN=Issuing", rootKeys, keys, true, Duration.ofDays(1000));
    }

    static KeyPair keys(String algorithm, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The intermediate by another root. */
    X509Certificate crossSigned() {
        return sign("CN=Other root", "CN=Issuing", keys("EC", 256), keys, true, Duration.ofDays(900));
    }

    X509Certificate issue(KeyPair of, String... names) {
        return sign("CN=Issuing", "CN=" + names[0], keys, of, false, life, names);
    }

    /** Writes what a certbot would: the chain and the key. Returns the certificate. */
    X509Certificate write(Path folder, KeyPair of, String... names) throws Exception {
        X509Certificate leaf = issue(of, names);
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("fullchain.pem"), Pem.of(leaf) + Pem.of(intermediate));
        Files.writeString(folder.resolve("privkey.pem"), Pem.of(of.getPrivate()));
        return leaf;
    }

    byte[] pkcs12(KeyPair of, X509Certificate leaf, String password) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("one", of.getPrivate(), password.toCharArray(), new Certificate[] {leaf, intermediate, root});
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        store.store(bytes, password.toCharArray());
        return bytes.toByteArray();
    }

    private X509Certificate sign(String issuer, String subject, KeyPair by, KeyPair of, boolean authority, Duration life, String... names) {
        try {
            X509v3CertificateBuilder builder = new X509v3CertificateBuilder(new X500Name(issuer), BigInteger.valueOf(serial++), Date.from(begins),
                Date.from(begins.plus(life)), new X500Name(subject), SubjectPublicKeyInfo.getInstance(of.getPublic().getEncoded()));
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            if (names.length > 0 && named) {
                Names all = new Names();
                for (String name : names) {
                    all.addHost(name);
                }
                builder.addExtension(Extension.subjectAlternativeName, false, Issuer.alternatives(all));
            }
            return new JcaX509CertificateConverter().getCertificate(builder.build(new JcaContentSignerBuilder(scheme).build(by.getPrivate())));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
