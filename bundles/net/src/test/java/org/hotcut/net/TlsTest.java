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
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CompletionException;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

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
        try {
            KeyStore anchors = KeyStore.getInstance("PKCS12");
            anchors.load(null, null);
            anchors.setCertificateEntry("ca", certificates.authority);
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(anchors);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, trust.getTrustManagers(), null);
            SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(to.getAddress(), to.getPort());
            socket.setSoTimeout(10_000);
            if (name != null) {
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setServerNames(List.of(new SNIHostName(name)));
                socket.setSSLParameters(parameters);
            }
            return socket;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
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

    @Test
    void doesNotConnectToAPeerOfAnUnknownAuthority() {
        echo();
        TlsStore.Credential foreign = new Certificates().credential("EC", "a.test");
        install(foreign);
        InetSocketAddress there = fixture.listen(Protocol.TLS);
        assertThrows(CompletionException.class, () -> fixture.net.connect(Protocol.TLS, there, "a.test").toCompletableFuture().join());
    }
}
