package org.hotcut.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

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
    private SSLContext second;

    @BeforeAll
    void start() throws Exception {
        Peers.needNamespace();
        Peers.need("pebble");
        Peers.need("openssl");
        authority = AcmeServer.start(folder.resolve("acme"));
        first = authority.trust();
        server = Server.unpack(folder);
        configure("http-01");
        server.start();
    }

    private void configure(String challenge) throws IOException {
        server.configure("org.hotcut.certificates.cfg", "acme.directory = https://localhost:14000/dir", "acme.agree = true", "acme.contact = admin@example.org",
                "acme.trust = " + authority.certificate(), "acme.challenge = " + challenge, "export = " + folder.resolve("export"));
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
        second = authority.trust();
        renew();
        believe(second, "example.net");
        believe(first, "example.org");
    }

    @Test
    @Order(7)
    void aDomainIsProvenByTlsAloneWhereAWebServerHasPort80() throws Exception {
        server.stop();
        configure("tls-alpn-01");
        server.start();
        try (ServerSocket webServer = new ServerSocket(80)) {
            server.shell("domain:add example.com");
            renew();
            assertTrue(webServer.isBound());
        }
        believe(second, "example.com");
        Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThrows(ConnectException.class, () -> new Socket("127.0.0.1", 443).close()));
    }

    @Test
    @Order(8)
    void theAuthorityAsksOnThePortWhereSipIsSpokenToo() throws Exception {
        server.configure("org.hotcut.net.listener-443.cfg", "name = 443", "protocol = tls", "address = 127.0.0.1", "port = 443", "client.auth = require");
        Awaitility.await().atMost(Duration.ofSeconds(60)).ignoreExceptionsInstanceOf(ConnectException.class).until(() -> {
            new Socket("127.0.0.1", 443).close();
            return true;
        });
        server.shell("domain:add example.edu");
        renew();
        believe(second, "example.edu");
        assertTrue(server.shell("edge:status --json").contains("\"443\""));
        SSLException refused = assertThrows(SSLException.class, () -> ask("example.edu"));
        assertTrue(refused.getMessage().contains("no_application_protocol"), refused.getMessage());
    }

    /** Asks as an authority does. */
    private void ask(String domain) throws IOException {
        try (SSLSocket socket = (SSLSocket) second.getSocketFactory().createSocket("127.0.0.1", 443)) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"acme-tls/1"});
            parameters.setServerNames(List.of(new SNIHostName(domain)));
            socket.setSSLParameters(parameters);
            socket.startHandshake();
        }
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
