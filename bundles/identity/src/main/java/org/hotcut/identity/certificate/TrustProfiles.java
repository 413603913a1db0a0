package org.hotcut.identity.certificate;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * The profiles of the configuration: {@code trust.NAME} for peers, {@code devices.NAME} for devices, each a list of {@code public} (the JDK's authorities), {@code own}
 * (those {@code certificates} has made) and PEM files or folders of such. Files are read whenever they are asked for, on a thread that may block.
 */
final class TrustProfiles {
    private static final String PEERS = "trust.";
    private static final String DEVICES = "devices.";
    private static final long LONGEST_FILE = 4 << 20;

    private record Entry(boolean devices, List<String> sources) { }

    private final Map<String, Entry> entries = new TreeMap<>();
    private final Path base;
    private final Supplier<List<byte[]>> own;
    private final List<X509Certificate> jdk;

    /**
     * Reads the configuration and the JDK's authorities.
     *
     * @param base where relative paths begin
     * @param own  our own authorities, DER
     */
    TrustProfiles(Map<String, ?> properties, Path base, Supplier<List<byte[]>> own) {
        this.base = base;
        this.own = own;
        this.jdk = jdk();
        entries.put("public", new Entry(false, List.of("public", "own")));
        properties.forEach((key, value) -> {
            if (key.startsWith(PEERS)) {
                entries.put(key.substring(PEERS.length()), new Entry(false, words(value)));
            } else if (key.startsWith(DEVICES)) {
                entries.put(key.substring(DEVICES.length()), new Entry(true, words(value)));
            }
        });
    }

    private static List<String> words(Object value) {
        Stream<String> texts = value instanceof String[] many ? Arrays.stream(many) : Stream.of(String.valueOf(value));
        return texts.flatMap(text -> Arrays.stream(text.split(","))).map(String::strip).filter(word -> !word.isEmpty()).toList();
    }

    /**
     * Returns a profile as it is now.
     *
     * @throws RefusedException when there is none of that name
     * @throws IOException      when a file of it cannot be read
     */
    TrustProfile find(String name) throws RefusedException, IOException {
        Entry entry = entries.get(name);
        if (entry == null) {
            throw new RefusedException("there is no trust profile " + name);
        }
        List<X509Certificate> authorities = new ArrayList<>();
        for (String source : entry.sources) {
            switch (source) {
                case "public" -> authorities.addAll(jdk);
                case "own" -> authorities.addAll(read(own.get()));
                default -> authorities.addAll(read(contents(source)));
            }
        }
        return new TrustProfile(name, entry.devices, authorities);
    }

    /** Returns a text that is another when any profile is. */
    String version() throws IOException {
        MessageDigest digest = sha256();
        digest.update(entries.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
        own.get().forEach(digest::update);
        for (Entry entry : entries.values()) {
            for (String source : entry.sources) {
                if (!source.equals("public") && !source.equals("own")) {
                    contents(source).forEach(digest::update);
                }
            }
        }
        return HexFormat.of().formatHex(digest.digest(), 0, 8);
    }

    private List<byte[]> contents(String source) throws IOException {
        Path path = base.resolve(source);
        List<Path> files = List.of(path);
        if (Files.isDirectory(path)) {
            try (Stream<Path> inside = Files.list(path)) {
                files = inside.filter(Files::isRegularFile).sorted().toList();
            }
        }
        List<byte[]> contents = new ArrayList<>();
        for (Path file : files) {
            if (Files.size(file) > LONGEST_FILE) {
                throw new IOException(file + " is longer than " + LONGEST_FILE + " bytes");
            }
            contents.add(Files.readAllBytes(file));
        }
        return contents;
    }

    /** Reads certificates, each text one of DER or any number of PEM. */
    static List<X509Certificate> read(List<byte[]> texts) throws IOException {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (byte[] text : texts) {
                try (InputStream in = new ByteArrayInputStream(text)) {
                    for (Certificate certificate : factory.generateCertificates(in)) {
                        certificates.add((X509Certificate) certificate);
                    }
                }
            }
        } catch (CertificateException e) {
            throw new IOException("a certificate cannot be read: " + e.getMessage(), e);
        }
        return certificates;
    }

    private static List<X509Certificate> jdk() {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init((KeyStore) null);
            for (TrustManager manager : factory.getTrustManagers()) {
                if (manager instanceof X509TrustManager x509) {
                    return List.of(x509.getAcceptedIssuers());
                }
            }
            return List.of();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK's authorities cannot be read", e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
