package org.hotcut.system;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** An authority that all servers of a test believe, made with openssl. */
final class TestAuthority {
    private static final char[] PASSWORD = "test".toCharArray();

    private final Path folder;

    private TestAuthority(Path folder) {
        this.folder = folder;
    }

    /** Makes one. */
    static TestAuthority make(Path folder) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("ca.cnf"), String.join("\n", "[req]", "distinguished_name = name", "x509_extensions = ca", "prompt = no", "[name]", "CN = Test authority",
                "[ca]", "basicConstraints = critical, CA:TRUE", "keyUsage = critical, keyCertSign, cRLSign", "subjectKeyIdentifier = hash", ""));
        TestAuthority made = new TestAuthority(folder);
        made.openssl("req", "-x509", "-config", "ca.cnf", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", "ca-key.pem", "-out", "ca.pem", "-days", "30");
        return made;
    }

    /** Lets a server issue its certificate under this authority. */
    void giveTo(Server server) throws IOException {
        Path there = Files.createDirectories(server.data().resolve("certificates"));
        for (String file : List.of("ca.pem", "ca-key.pem")) {
            Files.copy(folder.resolve(file), there.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    /** Returns where its certificate, {@code ca.pem}, and those that it has issued are. */
    Path folder() {
        return folder;
    }

    /** Issues a certificate, {@code NAME.pem} and {@code NAME-key.pem}. */
    void issue(String name, String alternatives) throws IOException, InterruptedException {
        Files.writeString(folder.resolve(name + ".cnf"), "subjectAltName = " + alternatives + "\nextendedKeyUsage = serverAuth\n");
        openssl("req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", name + "-key.pem", "-out", name + ".csr", "-subj", "/CN=" + name);
        openssl("x509", "-req", "-in", name + ".csr", "-CA", "ca.pem", "-CAkey", "ca-key.pem", "-CAcreateserial", "-days", "10", "-extfile", name + ".cnf", "-out", name + ".pem");
    }

    /** Returns what a client needs that believes this authority and shows a certificate it has issued; null for none. */
    SSLContext client(String name) throws IOException, InterruptedException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        if (name != null) {
            openssl("pkcs12", "-export", "-inkey", name + "-key.pem", "-in", name + ".pem", "-out", name + ".p12", "-passout", "pass:" + new String(PASSWORD));
            try (InputStream in = Files.newInputStream(folder.resolve(name + ".p12"))) {
                keys.load(in, PASSWORD);
            }
        }
        KeyManagerFactory shown = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        shown.init(keys, PASSWORD);
        KeyStore anchors = KeyStore.getInstance("PKCS12");
        anchors.load(null, null);
        try (InputStream in = Files.newInputStream(folder.resolve("ca.pem"))) {
            anchors.setCertificateEntry("ca", java.security.cert.CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory believed = TrustManagerFactory.getInstance("PKIX");
        believed.init(anchors);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(shown.getKeyManagers(), believed.getTrustManagers(), null);
        return context;
    }

    private void openssl(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": " + output);
        }
    }
}
