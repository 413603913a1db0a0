package org.hotcut.certificates;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;

import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes P-256 certificates (RFC 5280). The JDK's providers sign; Bouncy Castle only builds, and is never registered as a provider. */
final class Issuer {
    static final Duration AUTHORITY_LIFE = Duration.ofDays(3652);
    static final Duration SERVER_LIFE = Duration.ofDays(397);

    private static final Duration PROOF_LIFE = Duration.ofDays(1);
    private static final ASN1ObjectIdentifier ACME_IDENTIFIER = new ASN1ObjectIdentifier("1.3.6.1.5.5.7.1.31");

    /** So that a phone whose clock is behind believes a certificate made a moment ago. */
    private static final Duration BACKDATED = Duration.ofHours(1);
    private static final int LONGEST_COMMON_NAME = 64;

    private final SecureRandom random = new SecureRandom();

    KeyedCertificate authority(String commonName, Instant now) {
        KeyPair keys = keys();
        X500Name name = name(commonName);
        Instant begin = now.minus(BACKDATED);
        X509v3CertificateBuilder builder = builder(name, begin, begin.plus(AUTHORITY_LIFE), name, keys.getPublic());
        try {
            JcaX509ExtensionUtils ids = new JcaX509ExtensionUtils();
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            builder.addExtension(Extension.subjectKeyIdentifier, false, ids.createSubjectKeyIdentifier(keys.getPublic()));
            return new KeyedCertificate(sign(builder, keys.getPrivate()), keys.getPrivate());
        } catch (CertIOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Issues a certificate for TLS in both directions: the server also opens connections, to trunks and other domains. */
    KeyedCertificate server(KeyedCertificate authority, Names names, Instant now) {
        KeyPair keys = keys();
        Instant begin = now.minus(BACKDATED);
        Instant end = begin.plus(SERVER_LIFE);
        Instant last = authority.ends().isBefore(end) ? authority.ends() : end;
        X500Name issuer = X500Name.getInstance(authority.certificate().getSubjectX500Principal().getEncoded());
        X509v3CertificateBuilder builder = builder(issuer, begin, last, name(commonName(names)), keys.getPublic());
        KeyPurposeId[] purposes = {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth};
        try {
            JcaX509ExtensionUtils ids = new JcaX509ExtensionUtils();
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes));
            builder.addExtension(Extension.subjectAlternativeName, false, alternatives(names));
            builder.addExtension(Extension.subjectKeyIdentifier, false, ids.createSubjectKeyIdentifier(keys.getPublic()));
            builder.addExtension(Extension.authorityKeyIdentifier, false, ids.createAuthorityKeyIdentifier(authority.certificate().getPublicKey()));
            return new KeyedCertificate(sign(builder, authority.key()), keys.getPrivate());
        } catch (CertIOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Makes what shows an authority that a name is ours (RFC 8737 section 3).
     *
     * @param digest SHA-256 of what was agreed with it
     */
    KeyedCertificate proof(String domain, byte[] digest, Instant now) {
        KeyPair keys = keys();
        X500Name name = name("acme.invalid");
        Instant begin = now.minus(BACKDATED);
        X509v3CertificateBuilder builder = builder(name, begin, begin.plus(PROOF_LIFE), name, keys.getPublic());
        try {
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName(GeneralName.dNSName, domain)));
            builder.addExtension(ACME_IDENTIFIER, true, new DEROctetString(digest));
            return new KeyedCertificate(sign(builder, keys.getPrivate()), keys.getPrivate());
        } catch (CertIOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private X509v3CertificateBuilder builder(X500Name issuer, Instant begin, Instant end, X500Name subject, PublicKey key) {
        BigInteger serial = new BigInteger(127, random).setBit(126);
        return new X509v3CertificateBuilder(issuer, serial, Date.from(begin), Date.from(end), subject,
            SubjectPublicKeyInfo.getInstance(key.getEncoded()));
    }

    static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key) throws GeneralSecurityException {
        try {
            return new JcaX509CertificateConverter().getCertificate(builder.build(new JcaContentSignerBuilder(KeyedCertificate.SIGNATURE).build(key)));
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
    }

    static GeneralNames alternatives(Names names) {
        List<GeneralName> all = new ArrayList<>();
        names.dns().forEach(name -> all.add(new GeneralName(GeneralName.dNSName, name)));
        names.addresses().forEach(address -> all.add(new GeneralName(GeneralName.iPAddress, octets(address))));
        names.uris().forEach(uri -> all.add(new GeneralName(GeneralName.uniformResourceIdentifier, uri)));
        return new GeneralNames(all.toArray(GeneralName[]::new));
    }

    private static DEROctetString octets(String address) {
        try {
            return new DEROctetString(InetAddress.getByName(address).getAddress());
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String commonName(Names names) {
        return names.dns().stream().filter(name -> name.length() <= LONGEST_COMMON_NAME && !name.equals("localhost")).findFirst().orElse("hotcut");
    }

    static X500Name name(String commonName) {
        return new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, commonName).build();
    }
}
