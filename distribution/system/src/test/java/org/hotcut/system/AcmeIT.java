package org.hotcut.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;

import javax.net.ssl.SSLContext;

import org.awaitility.Awaitility;
import org.hotcut.testkit.TlsPeer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The packaged server gets its certificates from an ACME server (RFC 8555), which comes and goes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AcmeIT {
    private static final InetSocketAddress TLS = new InetSocketAddress("127.0.0.1", 5061);

    @TempDir
    private static Path folder;
    private AcmeServer authority;
    private Server server;
    private SSLContext first;

    @BeforeAll
    void start() throws Exception {
        Peers.needNamespace();
        Peers.need("pebble");
        Peers.need("openssl");
        authority = AcmeServer.start(folder.resolve("acme"));
        first = authority.trust();
        server = Server.unpack(folder).configure("org.hotcut.certificates.cfg", "acme.directory = https://localhost:14000/dir", "acme.agree = true",
                "acme.contact = admin@example.org", "acme.trust = " + authority.certificate(), "export = " + folder.resolve("export")).start();
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
        if (authority != null) {
            authority.close();
        }
    }

    @Test
    @Order(1)
    void aDomainGetsACertificateThatClientsOfTheAuthorityBelieve() throws Exception {
        server.shell("domain:add example.org");
        renew();
        believe(first, "example.org");
        assertTrue(folder.resolve("export/example.org/privkey.pem").toFile().exists());
    }

    @Test
    @Order(2)
    void whenTheOrderIsOverNothingListensForTheQuestion() {
        Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThrows(ConnectException.class, () -> new Socket("127.0.0.1", 80).close()));
    }

    @Test
    @Order(3)
    void whatIsNotDueIsNotOrderedAgain() throws Exception {
        X509Certificate before = believe(first, "example.org");
        assertTrue(server.shell("cert:renew").contains("Nothing is due"));
        assertEquals(before, believe(first, "example.org"));
    }

    @Test
    @Order(4)
    void withTheAuthorityGoneCertificatesStayOverARestart() throws Exception {
        authority.crash();
        server.stop();
        server.start();
        believe(first, "example.org");
    }

    @Test
    @Order(5)
    void aFailureIsShownAndHurtsNobodyElse() throws Exception {
        server.shell("domain:add example.net");
        assertThrows(IOException.class, () -> server.shell("cert:renew"));
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> server.shell("cert:list --json").contains("next attempt"));
        believe(first, "example.org");
    }

    @Test
    @Order(6)
    void anAuthorityThatHasForgottenOurAccountGetsItAgain() throws Exception {
        authority.resume();
        renew();
        believe(authority.trust(), "example.net");
        believe(first, "example.org");
    }

    /** Housekeeping may have begun an order by itself: then that one is waited for. */
    private void renew() throws Exception {
        Awaitility.await().atMost(Duration.ofSeconds(300)).pollInterval(Duration.ofSeconds(1)).until(() -> {
            try {
                server.shell("cert:renew");
                return true;
            } catch (IOException e) {
                if (e.getMessage().contains(" runs: ")) {
                    return false;
                }
                throw e;
            }
        });
    }

    private static X509Certificate believe(SSLContext trust, String domain) throws IOException {
        try (TlsPeer peer = TlsPeer.connect(TLS, trust, domain)) {
            return peer.certificate();
        }
    }
}
