package org.hotcut.net;

import static org.hotcut.net.NetFixture.at;
import static org.hotcut.net.NetFixture.read;
import static org.hotcut.net.NetFixture.readAll;
import static org.hotcut.net.NetFixture.until;
import static org.hotcut.net.NetFixture.write;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.FlowInfo;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.core.api.net.TlsStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsTest {
    private final NetFixture fixture = new NetFixture();
    private final Certificates certificates = new Certificates();

    @AfterEach
    void close() {
        fixture.close();
    }

    private void install(TlsStore.Credential... credentials) {
        fixture.net.tls().install(List.of(credentials), certificates.authorities());
    }

    private LineTransport echo() {
        LineTransport transport = new LineTransport();
        transport.then = (flow, message) -> fixture.net.send(flow, ("re: " + message + '\n').getBytes(StandardCharsets.UTF_8));
        fixture.bind(transport, "tls");
        return transport;
    }

    private SSLSocket client(InetSocketAddress to, String name, KeyManager... keys) throws IOException {
        return TlsSocket.connect(certificates, to, name, new String[0], keys);
    }

    private static String presented(SSLSocket socket) throws IOException {
        socket.startHandshake();
        return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSubjectX500Principal().getName();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void answersOverTheConnectionItCameBy(String version) throws IOException {
        LineTransport transport = echo();
        install(certificates.credential("EC", "a.test"));
        InetSocketAddress there = fixture.listen(Protocol.TLS);
        try (SSLSocket socket = client(there, null)) {
            socket.setEnabledProtocols(new String[] {version});
            write(socket, "one\ntwo\nthr");
            assertEquals("re: one\nre: two\n", read(socket, 16));
            write(socket, "ee\n");
            assertEquals("re: three\n", read(socket, 10));
            FlowInfo info = fixture.net.list().iterator().next();
            assertEquals(transport.flows.get(0), info.flow());
            assertTrue(info.security().startsWith(version));
            assertTrue(info.peerChain().isEmpty());
            fixture.net.close(info.flow().id(), "test");
            assertEquals("", readAll(socket));
        }
    }

    @Test
    void choosesTheCertificateByName() throws IOException {
        echo();
        install(certificates.credential("EC", "a.test"), certificates.credential("EC", "b.test", "*.c.test"), certificates.credential("RSA", "a.test"));
        InetSocketAddress there = fixture.listen(Protocol.TLS);
        try (SSLSocket none = client(there, null); SSLSocket b = client(there, "b.test"); SSLSocket wild = client(there, "x.C.test"); SSLSocket unknown = client(there, "z.test")) {
            assertEquals("CN=a.test", presented(none));
            assertEquals("CN=b.test", presented(b));
            assertEquals("CN=b.test", presented(wild));
            assertEquals("CN=a.test", presented(unknown));
        }
    }

    @Test
    void opensWhenTheFirstCertificateComes() {
        fixture.net.listeners().put("tls", NetFixture.settings("tls", Protocol.TLS, at("127.0.0.1", 0), NetFixture.LIMITS));
        assertTrue(fixture.net.endpoints().isEmpty());
        assertTrue(fixture.net.status().toString().contains("waits for=a certificate"));
        install(certificates.credential("EC", "a.test"));
        until(() -> fixture.net.endpoints().size() == 1);
    }

    @Test
    void presentsANewCertificateToNewConnectionsAndKeepsTheOldOnes() throws IOException {
        echo();
        install(certificates.credential("EC", "old.test"));
        InetSocketAddress there = fixture.listen(Protocol.TLS);
        try (SSLSocket before = client(there, null)) {
            assertEquals("CN=old.test", presented(before));
            install(certificates.credential("EC", "new.test"));
            try (SSLSocket after = client(there, null)) {
                assertEquals("CN=new.test", presented(after));
            }
            write(before, "x\n");
            assertEquals("re: x\n", read(before, 6));
        }
    }

    @Test
    void finishesEveryHandshakeWhileCertificatesAreReplaced() throws Exception {
        echo();
        List<TlsStore.Credential> both = List.of(certificates.credential("EC", "a.test"), certificates.credential("RSA", "b.test"));
        install(both.get(0));
        InetSocketAddress there = fixture.listen(Protocol.TLS);
        for (int i = 0; i < 8; i++) {
            TlsStore.Credential next = both.get((i + 1) % 2);
            Thread replacing = new Thread(() -> install(next));
            replacing.start();
            try (SSLSocket socket = client(there, null)) {
                write(socket, "x\n");
                assertEquals("re: x\n", read(socket, 6));
            } finally {
                replacing.join();
            }
        }
        assertEquals(0, fixture.drops(Drops.Reason.TLS_FAILED));
    }

    @Test
    void changesNothingWhenAKeyIsNotTheOneOfItsCertificate() throws IOException {
        TlsStore.Credential good = certificates.credential("EC", "a.test");
        TlsStore.Credential other = certificates.credential("EC", "b.test");
        install(good);
        TlsStore.Credential mixed = new TlsStore.Credential(List.of("m.test"), other.key(), good.chain());
        IllegalArgumentException fault = assertThrows(IllegalArgumentException.class, () -> install(mixed));
        assertTrue(fault.getMessage().contains("m.test"));
        assertThrows(IllegalArgumentException.class, () -> install(new TlsStore.Credential(List.of("x"), new byte[] {1}, good.chain())));
        assertThrows(IllegalArgumentException.class, () -> install(new TlsStore.Credential(List.of("x"), good.key(), List.of(new byte[] {1}))));
        try (SSLSocket socket = client(fixture.listen(Protocol.TLS), null)) {
            assertEquals("CN=a.test", presented(socket));
        }
    }

    @Test
    void keepsTheChainOfAClientThatWasAsked() throws IOException {
        LineTransport transport = echo();
        install(certificates.credential("EC", "a.test"));
        // Issued by an authority that the server knows nothing of: possession is all that TLS proves here
        TlsStore.Credential own = new Certificates().credential("EC", "phone.test");
        ServerKeys keys = new ServerKeys(List.of(Credentials.parse(own)));
        InetSocketAddress there = fixture.listen(new ListenerSettings("tls", Protocol.TLS, at("127.0.0.1", 0), null, 0, true, ListenerSettings.PUBLIC, 1 << 20, NetFixture.LIMITS));
        try (SSLSocket socket = client(there, null, new SocketKeys(keys)); SSLSocket without = client(there, null)) {
            write(socket, "x\n");
            assertEquals("re: x\n", read(socket, 6));
            write(without, "y\n");
            assertEquals("re: y\n", read(without, 6));
            assertArrayEquals(own.chain().get(0), info(transport.flows.get(0)).peerChain().get(0));
            assertTrue(info(transport.flows.get(1)).peerChain().isEmpty());
        }
    }

    private InetSocketAddress listen(TlsPolicy policy) {
        return fixture.listen(new ListenerSettings("tls", Protocol.TLS, Spoken.only("tls"), at("127.0.0.1", 0), null, 0, policy, 1 << 20, NetFixture.LIMITS));
    }

    @Test
    void speaksNoVersionBelowItsFloor() throws IOException {
        echo();
        install(certificates.credential("EC", "a.test"));
        InetSocketAddress there = listen(TlsPolicy.of("TLSv1.3", List.of(), TlsPolicy.ClientAuth.NONE, Set.of(), ""));
        try (SSLSocket old = client(there, null); SSLSocket now = client(there, null)) {
            old.setEnabledProtocols(new String[] {"TLSv1.2"});
            assertThrows(SSLException.class, old::startHandshake);
            write(now, "x\n");
            assertEquals("re: x\n", read(now, 6));
            assertEquals("TLSv1.3", now.getSession().getProtocol());
        }
    }

    @Test
    void speaksNothingBelowVersion12ByDefault() {
        assertEquals(List.of("TLSv1.3", "TLSv1.2"), TlsPolicy.DEFAULT.versions());
        for (String old : List.of("TLSv1", "TLSv1.1", "SSLv3", "")) {
            assertThrows(IllegalArgumentException.class, () -> TlsPolicy.of(old, List.of(), TlsPolicy.ClientAuth.NONE, Set.of(), ""));
        }
    }

    @Test
    void usesItsCipherSuitesInItsOrder() throws IOException {
        echo();
        install(certificates.credential("EC", "a.test"));
        String wanted = "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384";
        InetSocketAddress there = listen(TlsPolicy.of("TLSv1.2", List.of(wanted, "TLS_AES_256_GCM_SHA384", "TLS_AES_128_GCM_SHA256"), TlsPolicy.ClientAuth.NONE, Set.of(), ""));
        try (SSLSocket socket = client(there, null); SSLSocket old = client(there, null); SSLSocket other = client(there, null)) {
            socket.setEnabledCipherSuites(new String[] {"TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384"});
            socket.startHandshake();
            assertEquals("TLS_AES_256_GCM_SHA384", socket.getSession().getCipherSuite());
            old.setEnabledProtocols(new String[] {"TLSv1.2"});
            old.startHandshake();
            assertEquals(wanted, old.getSession().getCipherSuite());
            other.setEnabledCipherSuites(new String[] {"TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"});
            assertThrows(SSLException.class, other::startHandshake);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void letsNobodyInWithoutTheCertificateItRequires(String version) throws IOException {
        LineTransport transport = echo();
        install(certificates.credential("EC", "a.test"));
        ServerKeys keys = new ServerKeys(List.of(Credentials.parse(certificates.credential("EC", "phone.test"))));
        InetSocketAddress there = listen(TlsPolicy.of("TLSv1.2", List.of(), TlsPolicy.ClientAuth.REQUIRE, Set.of(), ""));
        try (SSLSocket without = client(there, null); SSLSocket with = client(there, null, new SocketKeys(keys))) {
            without.setEnabledProtocols(new String[] {version});
            assertThrows(IOException.class, () -> {
                write(without, "x\n");
                // with TLS 1.3 the client learns after its handshake that it was refused
                assertEquals("", read(without, 6));
                write(without, "x\n");
                throw new IOException("closed");
            });
            with.setEnabledProtocols(new String[] {version});
            write(with, "y\n");
            assertEquals("re: y\n", read(with, 6));
        }
        assertEquals(List.of("y"), transport.messages);
    }

    private FlowInfo info(Flow flow) {
        return fixture.net.list().stream().filter(info -> info.flow().equals(flow)).findFirst().orElseThrow();
    }

    @Test
    void survivesPeersThatDoNotSpeakTls() throws IOException {
        LineTransport transport = echo();
        install(certificates.credential("EC", "a.test"));
        InetSocketAddress there = fixture.listen(Protocol.TLS);
        try (Socket plain = NetFixture.connect(there)) {
            write(plain, "OPTIONS sip:x SIP/2.0\r\n\r\n");
            readAll(plain);
        }
        until(() -> fixture.drops(Drops.Reason.TLS_FAILED) == 1);
        try (SSLSocket socket = client(there, null)) {
            write(socket, "x\n");
            assertEquals("re: x\n", read(socket, 6));
        }
        assertEquals(List.of("x"), transport.messages);
    }

    @Test
    void readsAConnectionThatCameUpWhileTheTransportWasAway() throws IOException {
        install(certificates.credential("EC", "a.test"));
        InetSocketAddress there = fixture.listen(Protocol.TLS);
        try (SSLSocket socket = client(there, null)) {
            assertEquals("CN=a.test", presented(socket));
            write(socket, "early\n");
            until(fixture::isAnyFlowWaiting);
            LineTransport transport = echo();
            assertEquals("re: early\n", read(socket, 10));
            assertEquals(1, transport.messages.size());
        }
    }

    @Test
    void connectsToAPeerThatProvesItsName() throws IOException {
        LineTransport transport = echo();
        install(certificates.credential("EC", "a.test", "127.0.0.1"));
        InetSocketAddress there = fixture.listen(Protocol.TLS);
        Flow flow = fixture.net.connect(Protocol.TLS, there, "a.test").toCompletableFuture().join();
        assertTrue(fixture.net.send(flow, "ping\n".getBytes(StandardCharsets.UTF_8)));
        until(() -> transport.messages.contains("ping"));
        assertEquals(flow, fixture.net.connect(Protocol.TLS, there, "a.test").toCompletableFuture().join(), "used again");
        Flow byAddress = fixture.net.connect(Protocol.TLS, there, "127.0.0.1").toCompletableFuture().join();
        assertTrue(flow.id() != byAddress.id(), "proven for one name is not proven for another");
    }

    @Test
    void doesNotConnectToAPeerThatProvesAnotherName() {
        echo();
        install(certificates.credential("EC", "a.test"));
        InetSocketAddress there = fixture.listen(Protocol.TLS);
        CompletionException fault = assertThrows(CompletionException.class, () -> fixture.net.connect(Protocol.TLS, there, "b.test").toCompletableFuture().join());
        assertTrue(fault.getCause() instanceof IOException);
        assertTrue(fault.getCause().getMessage().contains("b.test"), fault.getCause().getMessage());
        assertNull(fixture.net.list().stream().filter(FlowInfo::outgoing).findFirst().orElse(null));
    }
}
