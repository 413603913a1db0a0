package org.hotcut.testkit;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An authority of a test, which issues whatever it is told to. Needs Bouncy Castle. */
public final class Authority {

    /** Which keys it and those below it have, and how it signs. */
    private record Kind(String algorithm, int bits, String signature) {
        private static final Kind TODAY = new Kind("EC", 256, "SHA256withECDSA");

        private KeyPair pair() {
            try {
                KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
                generator.initialize(bits);
                return generator.generateKeyPair();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private final Instant now;
    private final Kind kind;
    private final KeyPair keys;
    private final X500Name name;
    private final X509Certificate certificate;

    private Authority(Instant now, Kind kind, X500Name name, KeyPair keys, X509Certificate certificate) {
        this.now = now;
        this.kind = kind;
        this.name = name;
        this.keys = keys;
        this.certificate = certificate;
    }

    /**
     * Makes one that nobody is above.
     *
     * @param now what it issues is good for an hour before and after, unless told otherwise
     */
    public static Authority root(String name, Instant now) {
        return root(name, now, Kind.TODAY);
    }

    /**
     * Makes one of RSA keys, as are those of whom it issues for.
     *
     * @param digest of its signatures, such as {@code SHA1}
     */
    public static Authority rsa(String name, Instant now, int bits, String digest) {
        return root(name, now, new Kind("RSA", bits, digest + "withRSA"));
    }

    private static Authority root(String name, Instant now, Kind kind) {
        KeyPair keys = kind.pair();
        X500Name subject = new X500Name("CN=" + name);
        return new Authority(now, kind, subject, keys, new Wanted(now, kind, subject, keys, subject, keys).authority(true).issue());
    }

    /** Makes one below this one. */
    public Authority below(String subject, boolean isAuthority) {
        KeyPair own = kind.pair();
        X500Name as = new X500Name("CN=" + subject);
        return new Authority(now, kind, as, own, new Wanted(now, kind, name, keys, as, own).authority(isAuthority).issue());
    }

    /** Returns its own certificate. */
    public X509Certificate certificate() {
        return certificate;
    }

    /** Returns its own certificate as PEM. */
    public String pem() {
        return pem(certificate);
    }

    /** Returns its private key as PEM. */
    public String keyPem() {
        return keyPem(keys);
    }

    private static String keyPem(KeyPair pair) {
        return "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded()) + "\n-----END PRIVATE KEY-----\n";
    }

    /** Begins a certificate of a peer. */
    public Wanted peer(String subject) {
        return new Wanted(now, kind, name, keys, new X500Name(subject), kind.pair());
    }

    /** Returns the list of what was taken back. */
    public byte[] revoked(X509Certificate... certificates) {
        X509v2CRLBuilder list = new X509v2CRLBuilder(name, Date.from(now.minus(Duration.ofHours(1))));
        list.setNextUpdate(Date.from(now.plus(Duration.ofHours(1))));
        for (X509Certificate one : certificates) {
            list.addCRLEntry(one.getSerialNumber(), Date.from(now.minus(Duration.ofMinutes(1))), CRLReason.keyCompromise);
        }
        try {
            return list.build(new JcaContentSignerBuilder(kind.signature).build(keys.getPrivate())).getEncoded();
        } catch (IOException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns a certificate as PEM. */
    public static String pem(X509Certificate certificate) {
        return "-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder().encodeToString(der(certificate)) + "\n-----END CERTIFICATE-----\n";
    }

    /** Returns a certificate as DER. */
    public static byte[] der(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A certificate to be. */
    public static final class Wanted {
        private final Kind kind;
        private final X500Name issuer;
        private final KeyPair signer;
        private final X500Name subject;
        private final KeyPair own;
        private Instant from;
        private Instant until;
        private GeneralName[] names = {};
        private KeyPurposeId[] purposes = {};
        private int usage;
        private Boolean authority;
        private String listedAt;
        private String askedAt;

        private Wanted(Instant now, Kind kind, X500Name issuer, KeyPair signer, X500Name subject, KeyPair own) {
            this.from = now.minus(Duration.ofHours(1));
            this.until = now.plus(Duration.ofHours(1));
            this.kind = kind;
            this.issuer = issuer;
            this.signer = signer;
            this.subject = subject;
            this.own = own;
        }

        /** Sets from when to when it is good. */
        public Wanted between(Instant first, Instant last) {
            from = first;
            until = last;
            return this;
        }

        /** Adds DNS names. */
        public Wanted dns(String... texts) {
            return names(GeneralName.dNSName, texts);
        }

        /** Adds URIs. */
        public Wanted uri(String... texts) {
            return names(GeneralName.uniformResourceIdentifier, texts);
        }

        /** Adds e-mail addresses. */
        public Wanted mail(String... texts) {
            return names(GeneralName.rfc822Name, texts);
        }

        /** Adds addresses. */
        public Wanted ip(String... texts) {
            return names(GeneralName.iPAddress, texts);
        }

        private Wanted names(int kind, String... texts) {
            GeneralName[] more = Arrays.copyOf(names, names.length + texts.length);
            for (int i = 0; i < texts.length; i++) {
                more[names.length + i] = new GeneralName(kind, texts[i]);
            }
            names = more;
            return this;
        }

        /** Its authority publishes there what it has taken back. */
        public Wanted listedAt(String url) {
            listedAt = url;
            return this;
        }

        /** Its authority is asked there by OCSP whether it has taken it back. */
        public Wanted askedAt(String url) {
            askedAt = url;
            return this;
        }

        /** Sets the extended key usage. */
        public Wanted purposes(KeyPurposeId... ids) {
            purposes = ids;
            return this;
        }

        /** Sets the key usage, bits of {@link KeyUsage}. */
        public Wanted usage(int bits) {
            usage = bits;
            return this;
        }

        private Wanted authority(boolean is) {
            authority = is;
            return this;
        }

        /** Returns the private key of its owner as PEM. */
        public String keyPem() {
            return Authority.keyPem(own);
        }

        /** Returns the private key of its owner. */
        public PrivateKey key() {
            return own.getPrivate();
        }

        /** Returns TLS that shows it and believes whom the trust manager does. */
        public SSLContext tls(TrustManager... trust) {
            try {
                KeyStore store = KeyStore.getInstance("PKCS12");
                store.load(null, null);
                store.setKeyEntry("own", own.getPrivate(), new char[0], new X509Certificate[] {issue()});
                KeyManagerFactory keyManagers = KeyManagerFactory.getInstance("PKIX");
                keyManagers.init(store, new char[0]);
                SSLContext context = SSLContext.getInstance("TLS");
                context.init(keyManagers.getKeyManagers(), trust, null);
                return context;
            } catch (IOException | GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        /** Returns it. */
        public X509Certificate issue() {
            X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(issuer, new BigInteger(64, new SecureRandom()), Date.from(from), Date.from(until), subject,
                own.getPublic());
            try {
                if (authority != null) {
                    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
                }
                if (names.length > 0) {
                    builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
                }
                if (purposes.length > 0) {
                    builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes));
                }
                if (usage != 0) {
                    builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
                }
                if (listedAt != null) {
                    DistributionPointName place = new DistributionPointName(new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, listedAt)));
                    builder.addExtension(Extension.cRLDistributionPoints, false, new CRLDistPoint(new DistributionPoint[] {new DistributionPoint(place, null, null)}));
                }
                if (askedAt != null) {
                    GeneralName place = new GeneralName(GeneralName.uniformResourceIdentifier, askedAt);
                    builder.addExtension(Extension.authorityInfoAccess, false, new AuthorityInformationAccess(AccessDescription.id_ad_ocsp, place));
                }
                return new JcaX509CertificateConverter().getCertificate(builder.build(new JcaContentSignerBuilder(kind.signature).build(signer.getPrivate())));
            } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
