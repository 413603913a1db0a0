package org.hotcut.system;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import org.awaitility.Awaitility;

/** Debian's pebble, an ACME server for tests, and the name service it asks: every name leads to loopback. */
final class AcmeServer implements AutoCloseable {
    private final Path folder;
    private final Process names;
    private Process pebble;

    private AcmeServer(Path folder, Process names) {
        this.folder = folder;
        this.names = names;
    }

    /** Makes a certificate for it and starts it at https://localhost:14000/dir. */
    static AcmeServer start(Path folder) throws Exception {
        Files.createDirectories(folder);
        run(folder, "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", "key.pem", "-out", "cert.pem", "-days", "2", "-subj",
                "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1");
        Files.writeString(folder.resolve("pebble.json"), """
            {"pebble": {"listenAddress": "127.0.0.1:14000", "managementListenAddress": "127.0.0.1:15000", "certificate": "cert.pem", "privateKey": "key.pem",
             "httpPort": 80, "tlsPort": 443, "ocspResponderURL": "", "externalAccountBindingRequired": false}}
            """);
        Process names = launch(folder, "names.log", "pebble-challtestsrv", "-defaultIPv4", "127.0.0.1", "-defaultIPv6", "", "-dns01", "127.0.0.1:8053", "-http01", "", "-https01", "",
                "-tlsalpn01", "", "-management", "127.0.0.1:8055");
        AcmeServer server = new AcmeServer(folder, names);
        try {
            server.resume();
            return server;
        } catch (Exception e) {
            server.close();
            throw e;
        }
    }

    /** Starts it anew: it knows nobody, and its authority is another one. */
    void resume() throws Exception {
        pebble = launch(folder, "pebble.log", "pebble", "-config", "pebble.json", "-dnsserver", "127.0.0.1:8053");
        Awaitility.await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> !root().isEmpty());
    }

    void crash() throws InterruptedException {
        pebble.destroyForcibly().waitFor();
    }

    /** Returns what its own certificate must be believed by, PEM. */
    Path certificate() {
        return folder.resolve("cert.pem");
    }

    /** Returns trust in nobody but its authority. */
    SSLContext trust() throws Exception {
        return trust(root());
    }

    private String root() throws Exception {
        HttpClient client = HttpClient.newBuilder().sslContext(trust(Files.readString(certificate()))).build();
        return client.send(HttpRequest.newBuilder(URI.create("https://localhost:15000/roots/0")).build(), HttpResponse.BodyHandlers.ofString()).body();
    }

    /** Returns trust in nobody but this authority. */
    static SSLContext trust(String pem) throws IOException, GeneralSecurityException {
        KeyStore anchors = KeyStore.getInstance(KeyStore.getDefaultType());
        anchors.load(null, null);
        anchors.setCertificateEntry("root", CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem.getBytes())));
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(anchors);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }

    private static void run(Path folder, String... command) throws IOException, InterruptedException {
        if (launch(folder, "openssl.log", command).waitFor() != 0) {
            throw new IOException("failed: " + List.of(command) + ": " + Files.readString(folder.resolve("openssl.log")));
        }
    }

    private static Process launch(Path folder, String log, String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve(log).toFile()));
        builder.environment().put("PEBBLE_VA_NOSLEEP", "1");
        return builder.start();
    }

    @Override
    public void close() {
        Peers.end(names);
        if (pebble != null) {
            Peers.end(pebble);
        }
    }
}
