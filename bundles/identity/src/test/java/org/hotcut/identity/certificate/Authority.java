package org.hotcut.identity.certificate;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An authority of a test, which issues whatever it is told to. */
final class Authority {
    static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    private final KeyPair keys;
    final X500Name name;
    final X509Certificate certificate;

    private Authority(X500Name name, KeyPair keys, X509Certificate certificate) {
        this.name = name;
        this.keys = keys;
        this.certificate = certificate;
    }

    /** Makes one that nobody is above. */
    static Authority root(String name) {
        KeyPair keys = pair();
        X500Name subject = new X500Name("CN=" + name);
        return new Authority(subject, keys, new Wanted(subject, keys, subject, keys).authority(true).issue());
    }

    /** Makes one below this one. */
    Authority below(String subject, boolean isAuthority) {
        KeyPair own = pair();
        X500Name as = new X500Name("CN=" + subject);
        return new Authority(as, own, new Wanted(name, keys, as, own).authority(isAuthority).issue());
    }

    /** Begins a certificate of a peer; good for an hour either way. */
    Wanted peer(String subject) {
        return new Wanted(name, keys, new X500Name(subject), pair());
    }

    static byte[] der(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A certificate to be. */
    static final class Wanted {
        private final X500Name issuer;
        private final KeyPair signer;
        private final X500Name subject;
        private final KeyPair own;
        private Instant from = NOW.minus(Duration.ofHours(1));
        private Instant until = NOW.plus(Duration.ofHours(1));
        private GeneralName[] names = {};
        private KeyPurposeId[] purposes = {};
        private int usage;
        private Boolean authority;

        private Wanted(X500Name issuer, KeyPair signer, X500Name subject, KeyPair own) {
            this.issuer = issuer;
            this.signer = signer;
            this.subject = subject;
            this.own = own;
        }

        Wanted between(Instant first, Instant last) {
            from = first;
            until = last;
            return this;
        }

        Wanted dns(String... texts) {
            return names(GeneralName.dNSName, texts);
        }

        Wanted uri(String... texts) {
            return names(GeneralName.uniformResourceIdentifier, texts);
        }

        Wanted mail(String... texts) {
            return names(GeneralName.rfc822Name, texts);
        }

        Wanted ip(String... texts) {
            return names(GeneralName.iPAddress, texts);
        }

        private Wanted names(int kind, String... texts) {
            GeneralName[] more = java.util.Arrays.copyOf(names, names.length + texts.length);
            for (int i = 0; i < texts.length; i++) {
                more[names.length + i] = new GeneralName(kind, texts[i]);
            }
            names = more;
            return this;
        }

        Wanted purposes(KeyPurposeId... ids) {
            purposes = ids;
            return this;
        }

        Wanted usage(int bits) {
            usage = bits;
            return this;
        }

        private Wanted authority(boolean is) {
            authority = is;
            return this;
        }

        X509Certificate issue() {
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
                return new JcaX509CertificateConverter().getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer.getPrivate())));
            } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
