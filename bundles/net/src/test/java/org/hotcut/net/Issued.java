package org.hotcut.net;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.hotcut.core.api.net.TlsStore;

/** A certificate with its key, issued by another of its kind or by itself. What is odd about it is said before {@link #by}. */
final class Issued {
    private static final AtomicLong SERIALS = new AtomicLong(1);

    /** What goes into a certificate. */
    static final class Draft {
        private final String subject;
        private final List<GeneralName> names = new ArrayList<>();
        private Instant begin = Instant.now().minus(Duration.ofHours(1));
        private Instant end = Instant.now().plus(Duration.ofDays(1));
        private KeyPurposeId[] purposes;
        private KeyUsage usage;
        private boolean authority;
        private int rsaBits;
        private String hash = "SHA256";

        private Draft(String subject) {
            this.subject = subject;
        }

        /** Adds alternative names, {@code DNS:x}, {@code URI:x} or {@code IP:x}; NUL stands for that character. */
        Draft names(String... alternatives) {
            for (String alternative : alternatives) {
                int colon = alternative.indexOf(':');
                int type = switch (alternative.substring(0, colon)) {
                    case "DNS" -> GeneralName.dNSName;
                    case "URI" -> GeneralName.uniformResourceIdentifier;
                    case "MAIL" -> GeneralName.rfc822Name;
                    default -> GeneralName.iPAddress;
                };
                names.add(new GeneralName(type, alternative.substring(colon + 1).replace("NUL", "\0")));
            }
            return this;
        }

        Draft purposes(KeyPurposeId... ids) {
            purposes = ids;
            return this;
        }

        Draft usage(int bits) {
            usage = new KeyUsage(bits);
            return this;
        }

        Draft from(Duration begins, Duration ends) {
            begin = Instant.now().plus(begins);
            end = Instant.now().plus(ends);
            return this;
        }

        Draft authority() {
            authority = true;
            return this;
        }

        Draft rsa(int bits) {
            rsaBits = bits;
            return this;
        }

        Draft hash(String name) {
            hash = name;
            return this;
        }

        /** Issues it; by null it signs itself. */
        Issued by(Issued issuer) {
            try {
                KeyPairGenerator generator = KeyPairGenerator.getInstance(rsaBits > 0 ? "RSA" : "EC");
                generator.initialize(rsaBits > 0 ? rsaBits : 256);
                KeyPair keys = generator.generateKeyPair();
                KeyPair signer = issuer == null ? keys : issuer.keys;
                String by = issuer == null ? subject : issuer.certificate.getSubjectX500Principal().getName();
                X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(new X500Name(by), BigInteger.valueOf(SERIALS.getAndIncrement()),
                    Date.from(begin), Date.from(end), new X500Name(subject), keys.getPublic());
                extend(builder);
                String scheme = hash + (signer.getPublic() instanceof RSAPublicKey ? "withRSA" : "withECDSA");
                return new Issued(keys, new JcaX509CertificateConverter().getCertificate(builder.build(new JcaContentSignerBuilder(scheme).build(signer.getPrivate()))));
            } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
                throw new IllegalStateException(e);
            }
        }

        private void extend(X509v3CertificateBuilder builder) throws IOException {
            if (authority) {
                builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            }
            if (!names.isEmpty()) {
                builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names.toArray(GeneralName[]::new)));
            }
            if (purposes != null) {
                builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes));
            }
            if (usage != null) {
                builder.addExtension(Extension.keyUsage, true, usage);
            }
        }
    }

    private final KeyPair keys;
    final X509Certificate certificate;

    private Issued(KeyPair keys, X509Certificate certificate) {
        this.keys = keys;
        this.certificate = certificate;
    }

    static Draft draft(String subject) {
        return new Draft(subject);
    }

    /** Returns an authority that is its own issuer. */
    static Issued root(String subject) {
        return draft(subject).authority().by(null);
    }

    /** Returns it as what a server presents, with the certificates that lead to an authority behind it. */
    TlsStore.Credential credential(List<String> names, Issued... chain) {
        List<byte[]> all = new ArrayList<>(List.of(der()));
        Arrays.stream(chain).map(Issued::der).forEach(all::add);
        return new TlsStore.Credential(names, keys.getPrivate().getEncoded(), all);
    }

    byte[] der() {
        try {
            return certificate.getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
