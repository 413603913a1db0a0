package org.hotcut.certificates;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMDecryptorProviderBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;

/** Certificates and keys as they were found in files, in any order; nothing is checked yet. */
final class Material {
    private static final int LARGEST_FILE = 256 * 1024;
    private static final int MOST_FILES = 20;
    private static final byte DER_SEQUENCE = 0x30;
    private static final List<String> PEM_FILES = List.of(".pem", ".crt", ".cer", ".key");
    private static final List<String> PKCS12_FILES = List.of(".p12", ".pfx");

    private final Set<X509Certificate> certificates = new LinkedHashSet<>();
    private final List<PrivateKey> keys = new ArrayList<>();
    private final char[] password;

    /**
     * Begins with nothing.
     *
     * @param password for what is encrypted, null when there is none
     */
    Material(String password) {
        this.password = password == null ? null : password.toCharArray();
    }

    List<X509Certificate> certificates() {
        return List.copyOf(certificates);
    }

    List<PrivateKey> keys() {
        return List.copyOf(keys);
    }

    static boolean isPkcs12(Path file) {
        return endsWith(file, PKCS12_FILES);
    }

    /** Adds a file, or every file of a folder whose name ends as those of certificates and keys do. */
    void add(Path path) throws RefusedException {
        if (!Files.isDirectory(path)) {
            addFile(path);
            return;
        }
        try {
            for (Path file : PrivateFiles.children(path, MOST_FILES)) {
                if (endsWith(file, PEM_FILES) || isPkcs12(file)) {
                    addFile(file);
                }
            }
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    private void addFile(Path file) throws RefusedException {
        byte[] bytes = bytes(file);
        try {
            boolean isDer = bytes.length > 0 && bytes[0] == DER_SEQUENCE;
            if (isDer && !isPkcs12(file) && isCertificate(bytes)) {
                certificates.add(certificate(bytes));
            } else if (isDer || isPkcs12(file)) {
                addPkcs12(file, bytes);
            } else {
                addPem(file, bytes);
            }
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new RefusedException(file + " cannot be read as " + (isPkcs12(file) ? "PKCS#12" : "PEM") + ": " + e.getMessage());
        }
    }

    private void addPem(Path file, byte[] bytes) throws RefusedException, IOException, GeneralSecurityException {
        try (PEMParser parser = new PEMParser(new StringReader(new String(bytes, StandardCharsets.ISO_8859_1)))) {
            for (Object part = parser.readObject(); part != null; part = parser.readObject()) {
                if (part instanceof X509CertificateHolder holder) {
                    certificates.add(certificate(holder.getEncoded()));
                } else if (part instanceof PEMKeyPair pair) {
                    keys.add(key(file, pair.getPrivateKeyInfo()));
                } else if (part instanceof PrivateKeyInfo info) {
                    keys.add(key(file, info));
                } else if (part instanceof PKCS8EncryptedPrivateKeyInfo || part instanceof PEMEncryptedKeyPair) {
                    keys.add(key(file, decrypt(file, part)));
                }
            }
        }
    }

    private PrivateKeyInfo decrypt(Path file, Object part) throws RefusedException, IOException {
        if (password == null) {
            throw new RefusedException("the key in " + file + " is encrypted: give its password (cert:import --password, or password in"
                + " etc/org.hotcut.certificates.cfg), or decrypt it");
        }
        try {
            if (part instanceof PEMEncryptedKeyPair pair) {
                return pair.decryptKeyPair(new JcePEMDecryptorProviderBuilder().build(password)).getPrivateKeyInfo();
            }
            return ((PKCS8EncryptedPrivateKeyInfo) part).decryptPrivateKeyInfo(new JceOpenSSLPKCS8DecryptorProviderBuilder().build(password));
        } catch (OperatorCreationException | PKCSException | PEMException e) {
            throw new RefusedException("the password does not open the key in " + file);
        }
    }

    private void addPkcs12(Path file, byte[] bytes) throws RefusedException, IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        char[] secret = password == null ? new char[0] : password;
        try {
            store.load(new ByteArrayInputStream(bytes), secret);
        } catch (IOException e) {
            throw new RefusedException(password == null
                ? file + " is no PKCS#12 file without a password: give it (cert:import --password, or password in etc/org.hotcut.certificates.cfg)"
                : "the password does not open " + file + ", or it is no PKCS#12 file");
        }
        for (String alias : Collections.list(store.aliases())) {
            if (store.getKey(alias, secret) instanceof PrivateKey key) {
                keys.add(key);
            }
            Certificate[] chain = store.getCertificateChain(alias);
            Arrays.stream(chain == null ? new Certificate[] {store.getCertificate(alias)} : chain)
                .filter(X509Certificate.class::isInstance).forEach(each -> certificates.add((X509Certificate) each));
        }
    }

    private static PrivateKey key(Path file, PrivateKeyInfo info) throws RefusedException, IOException, GeneralSecurityException {
        String algorithm = switch (info.getPrivateKeyAlgorithm().getAlgorithm().getId()) {
            case "1.2.840.113549.1.1.1" -> "RSA";
            case "1.2.840.10045.2.1" -> "EC";
            default -> throw new RefusedException("the key in " + file + " is of a kind that phones do not know: use RSA or EC");
        };
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
    }

    private static boolean isCertificate(byte[] der) {
        try {
            certificate(der);
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static X509Certificate certificate(byte[] der) throws GeneralSecurityException {
        return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    }

    private static byte[] bytes(Path file) throws RefusedException {
        try {
            if (Files.size(file) > LARGEST_FILE) {
                throw new RefusedException(file + " is too large for a certificate or key");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static RefusedException unreadable(Path file, IOException e) {
        if (e instanceof NoSuchFileException) {
            return new RefusedException(file + " does not exist");
        }
        return new RefusedException(e instanceof AccessDeniedException ? file + " may not be read by the server's user: chown or chgrp it" : file + " cannot be read: "
            + e.getMessage());
    }

    private static boolean endsWith(Path file, List<String> endings) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return endings.stream().anyMatch(name::endsWith);
    }
}
