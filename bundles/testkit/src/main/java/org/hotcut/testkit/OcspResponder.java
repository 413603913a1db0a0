package org.hotcut.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/** Says for an authority what it has taken back (RFC 6960): {@code openssl ocsp} answers, reached over HTTP on loopback. */
public final class OcspResponder implements AutoCloseable {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final int PATIENCE_SECONDS = 120;

    private final Path folder;
    private final HttpServer server;
    private final String url;
    private final List<String> index = new ArrayList<>();
    private volatile int asked;

    /** Starts; it knows of no certificate yet. */
    public OcspResponder(Path folder, Authority authority) throws IOException {
        this.folder = folder;
        Files.writeString(folder.resolve("ca.pem"), authority.pem());
        Files.writeString(folder.resolve("ca-key.pem"), authority.keyPem());
        // one name may have many certificates
        Files.writeString(folder.resolve("index.txt.attr"), "unique_subject = no\n");
        Files.writeString(folder.resolve("index.txt"), "");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        url = "http://127.0.0.1:" + server.getAddress().getPort() + '/';
    }

    /** Returns why there can be none here, or null. */
    public static String reasonToSkip() {
        boolean isThere = Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":")).anyMatch(folder -> Files.isExecutable(Path.of(folder, "openssl")));
        return isThere ? null : "there is no openssl";
    }

    /** Returns where it is asked. */
    public String url() {
        return url;
    }

    /** Returns how often it was asked. */
    public int asked() {
        return asked;
    }

    /** Notes a certificate that is good. */
    public void good(X509Certificate certificate) throws IOException {
        note("V", "", certificate);
    }

    /** Notes one that was taken back a minute ago. */
    public void revoked(X509Certificate certificate) throws IOException {
        note("R", TIME.format(Instant.now().minus(Duration.ofMinutes(1))) + ",keyCompromise", certificate);
    }

    private synchronized void note(String state, String revoked, X509Certificate certificate) throws IOException {
        index.add(String.join("\t", state, TIME.format(certificate.getNotAfter().toInstant()), revoked, hex(certificate.getSerialNumber()), "unknown", "/CN=x"));
        Files.writeString(folder.resolve("index.txt"), String.join("\n", index) + '\n');
    }

    private static String hex(BigInteger serial) {
        String digits = serial.toString(16).toUpperCase(Locale.ROOT);
        return digits.length() % 2 == 0 ? digits : '0' + digits;
    }

    /** Returns what it says of a certificate, DER, as a server staples it. */
    public synchronized byte[] says(X509Certificate certificate) throws IOException {
        Path about = folder.resolve("about.pem");
        Files.writeString(about, Authority.pem(certificate));
        return run("-issuer", folder.resolve("ca.pem").toString(), "-cert", about.toString(), "-no_nonce");
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        asked++;
        byte[] posted = exchange.getRequestBody().readAllBytes();
        Path request = folder.resolve("request.der");
        Files.write(request, posted.length > 0 ? posted : Base64.getMimeDecoder().decode(exchange.getRequestURI().getPath().substring(1)));
        byte[] response = run("-reqin", request.toString());
        exchange.getResponseHeaders().add("Content-Type", "application/ocsp-response");
        exchange.sendResponseHeaders(200, response.length);
        exchange.getResponseBody().write(response);
        exchange.close();
    }

    private byte[] run(String... about) throws IOException {
        Path response = folder.resolve("response.der");
        List<String> command = new ArrayList<>(List.of("openssl", "ocsp", "-index", "index.txt", "-CA", "ca.pem", "-rsigner", "ca.pem", "-rkey", "ca-key.pem", "-ndays", "1",
            "-noverify", "-respout", response.toString()));
        command.addAll(List.of(about));
        Path log = folder.resolve("openssl.log");
        Process process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException("openssl could not answer: " + Files.readString(log));
            }
            return Files.readAllBytes(response);
        } catch (InterruptedException e) {
            throw new UncheckedIOException(new IOException(e));
        } finally {
            process.destroyForcibly();
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
