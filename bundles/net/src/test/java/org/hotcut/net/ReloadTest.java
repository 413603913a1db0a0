package org.hotcut.net;

import static org.hotcut.net.NetFixture.read;
import static org.hotcut.net.NetFixture.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

import io.netty.handler.ssl.OpenSsl;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.core.api.net.TlsStore.Credential;
import org.hotcut.testkit.FakeKeys;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Certificates are replaced a thousand times while clients shake hands. */
class ReloadTest {
    private static final int RELOADS = 1_000;
    private static final int CLIENTS = 2;
    private static final int HANDSHAKES = 200;

    private final NetFixture fixture = new NetFixture();
    private final Certificates certificates = new Certificates();
    private final ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);

    @AfterEach
    void close() {
        threads.shutdownNow();
        fixture.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void noHandshakeFailsAndOldConnectionsStay(boolean boringSsl) throws Exception {
        assumeTrue(!boringSsl || OpenSsl.isAvailable(), "no BoringSSL for this machine");
        LineTransport transport = new LineTransport();
        transport.then = (flow, message) -> fixture.net.send(flow, ("re: " + message + '\n').getBytes(StandardCharsets.UTF_8));
        fixture.bind(transport, "tls");
        fixture.net.bind(new FakeKeys());
        List<Credential> both = List.of(certificates.credential("EC", "a.test"), certificates.credential("EC", "b.test"));
        fixture.net.tls().install(List.of(both.get(0)), certificates.authorities());
        TlsPolicy policy = TlsPolicy.of(boringSsl, false, "TLSv1.2", List.of(), TlsPolicy.ClientAuth.NONE, Set.of(), ListenerSettings.PUBLIC);
        InetSocketAddress there = fixture.listen(new ListenerSettings("tls", Protocol.TLS, Spoken.only("tls"), NetFixture.at("127.0.0.1", 0), null, 0, policy, 1 << 20,
            NetFixture.LIMITS));
        try (SSLSocket old = connect(there)) {
            assertEquals("CN=a.test", exchange(old));
            AtomicBoolean over = new AtomicBoolean();
            AtomicInteger handshakes = new AtomicInteger();
            Set<String> seen = ConcurrentHashMap.newKeySet();
            CompletableFuture<Void> clients = CompletableFuture.allOf(IntStream.range(0, CLIENTS)
                .mapToObj(i -> CompletableFuture.runAsync(() -> shakeHands(there, over, handshakes, seen), threads)).toArray(CompletableFuture[]::new));
            for (int i = 1; i <= RELOADS || handshakes.get() < HANDSHAKES && !clients.isDone(); i++) {
                fixture.net.tls().install(List.of(both.get(i % 2)), certificates.authorities());
            }
            over.set(true);
            clients.join();
            assertEquals(Set.of("CN=a.test", "CN=b.test"), seen);
            assertEquals("CN=a.test", exchange(old));
        }
    }

    private void shakeHands(InetSocketAddress there, AtomicBoolean over, AtomicInteger done, Set<String> seen) {
        while (!over.get()) {
            try (SSLSocket socket = connect(there)) {
                seen.add(exchange(socket));
                done.incrementAndGet();
            } catch (Exception e) {
                throw new IllegalStateException("handshake " + done.get() + " failed", e);
            }
        }
    }

    private static String exchange(SSLSocket socket) throws Exception {
        write(socket, "x\n");
        assertEquals("re: x\n", read(socket, 6));
        return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSubjectX500Principal().getName();
    }

    private SSLSocket connect(InetSocketAddress to) throws Exception {
        KeyStore anchors = KeyStore.getInstance("PKCS12");
        anchors.load(null, null);
        anchors.setCertificateEntry("ca", certificates.authority);
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(anchors);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(to.getAddress(), to.getPort());
        socket.setSoTimeout(60_000);
        return socket;
    }
}
