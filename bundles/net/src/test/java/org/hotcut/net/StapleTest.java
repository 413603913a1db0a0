package org.hotcut.net;

import static org.hotcut.net.NetFixture.at;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import org.hotcut.core.api.net.Protocol;
import org.hotcut.core.api.net.Verdict;
import org.hotcut.testkit.Authority;
import org.hotcut.testkit.OcspResponder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that brings its authority's word on revocation along (RFC 6066 section 8), as openssl's does. */
class StapleTest {
    private final Authority authority = Authority.root("Test authority", Instant.now());
    private final Authority.Wanted wanted = authority.peer("CN=x").dns("example.net");
    private final X509Certificate certificate = wanted.issue();
    private final NetFixture ours = new NetFixture();
    @TempDir
    Path folder;
    private OcspResponder responder;
    private Process server;

    @BeforeEach
    void begin() throws IOException {
        assumeTrue(OcspResponder.reasonToSkip() == null, OcspResponder.reasonToSkip());
        ours.net.tls().install(List.of(Issued.draft("CN=us").names("DNS:example.org").by(null).credential(List.of("example.org"))), List.of());
        ours.bind("tls");
        responder = new OcspResponder(folder, authority);
        responder.good(certificate);
        Files.writeString(folder.resolve("server.pem"), Authority.pem(certificate) + wanted.keyPem());
    }

    @AfterEach
    void close() {
        ours.close();
        if (responder != null) {
            responder.close();
        }
        if (server != null) {
            server.destroyForcibly();
        }
    }

    /** Returns the port it listens at. */
    private int start(String version, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of("openssl", "s_server", "-accept", "127.0.0.1:0", "-cert", "server.pem", "-key", "server.pem", version));
        command.addAll(List.of(more));
        server = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
        BufferedReader out = server.inputReader();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith("ACCEPT ")) {
                return Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
            }
        }
        throw new IOException("openssl s_server ended");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_3", "-tls1_2"})
    void whatAServerBringsIsJudgedBeforeAnythingIsSent(String version) throws IOException {
        byte[] word = responder.says(certificate);
        Files.write(folder.resolve("staple.der"), word);
        int port = start(version, "-status_file", "staple.der");
        ours.judge.verdict = presented -> CompletableFuture.completedStage(Verdict.refused("1", "it was revoked"));
        assertThrows(CompletionException.class, () -> ours.net.connect(Protocol.TLS, at("127.0.0.1", port), "example.net").toCompletableFuture().join());
        assertEquals(1, ours.judge.asked.get(0).staples().size());
        assertArrayEquals(word, ours.judge.asked.get(0).staples().get(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_3", "-tls1_2"})
    void aServerNeedBringNothing(String version) throws IOException {
        int port = start(version);
        ours.net.connect(Protocol.TLS, at("127.0.0.1", port), "example.net").toCompletableFuture().join();
        assertEquals(List.of(), ours.judge.asked.get(0).staples());
    }
}
