package org.hotcut.net;

import static org.hotcut.net.NetFixture.at;
import static org.hotcut.net.NetFixture.read;
import static org.hotcut.net.NetFixture.until;
import static org.hotcut.net.NetFixture.write;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.Security;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import org.hotcut.core.api.net.FlowInfo;
import org.hotcut.core.api.net.PeerCertificate;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.testkit.EngineSocket;
import org.hotcut.testkit.FakeKeys;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A telephone of 2005 (TLS 1.0, SHA-1, 1024 bits) at a listener for such, and at the one beside it. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class OldDevicesTest {
    private final NetFixture fixture = new NetFixture();
    private final Certificates certificates = new Certificates();
    private final Issued maker = Issued.draft("CN=Maker").rsa(1024).hash("SHA1").authority().by(null);
    private final Issued phone = Issued.draft("CN=00085D000001").rsa(1024).hash("SHA1").by(maker);
    private InetSocketAddress old;
    private InetSocketAddress modern;

    @BeforeEach
    void twoListeners() {
        LineTransport transport = new LineTransport();
        transport.then = (flow, message) -> fixture.net.send(flow, ("re: " + message + '\n').getBytes(StandardCharsets.UTF_8));
        fixture.bind(transport, "tls");
        fixture.net.bind(new FakeKeys());
        fixture.net.tls().install(List.of(certificates.credential("EC", "a.test"), certificates.credential("EC", "b.test"), certificates.credential("RSA", "a.test")),
            certificates.authorities());
        old = listen("old", TlsPolicy.of(true, true, "TLSv1", List.of(), TlsPolicy.ClientAuth.WANT, Set.of(), "phones"));
        modern = listen("tls", TlsPolicy.of("TLSv1.2", List.of(), TlsPolicy.ClientAuth.WANT, Set.of(), "phones"));
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private InetSocketAddress listen(String name, TlsPolicy policy) {
        return fixture.listen(new ListenerSettings(name, Protocol.TLS, Spoken.only("tls"), at("127.0.0.1", 0), null, 0, policy, 1 << 20, NetFixture.LIMITS));
    }

    private Socket connect(InetSocketAddress to, String version, String... ciphers) throws IOException {
        ServerKeys.Key key = Credentials.parse(phone.credential(List.of("phone"), maker));
        SslContext client = SslContextBuilder.forClient().sslProvider(SslProvider.OPENSSL).protocols(version).trustManager(InsecureTrustManagerFactory.INSTANCE)
            .ciphers(Arrays.asList(ciphers), SupportedCipherSuiteFilter.INSTANCE).keyManager(key.secret(), key.chain()).endpointIdentificationAlgorithm(null).build();
        return EngineSocket.over(NetFixture.connect(to), client.newEngine(ByteBufAllocator.DEFAULT, "a.test", to.getPort()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLS_RSA_WITH_AES_128_CBC_SHA", "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA"})
    void isInAtTheListenerForOldDevices(String cipher) throws IOException {
        try (Socket socket = connect(old, "TLSv1", cipher)) {
            write(socket, "one\n");
            assertEquals("re: one\n", read(socket, 8));
            FlowInfo flow = fixture.net.list().iterator().next();
            assertEquals("TLSv1 " + cipher, flow.security());
            PeerCertificate asked = fixture.judge.asked.get(0);
            assertTrue(asked.old());
            assertEquals("old phones", asked.listener() + ' ' + asked.trust());
            assertArrayEquals(phone.der(), asked.chain().get(0));
            assertArrayEquals(maker.der(), asked.chain().get(1));
        }
    }

    @Test
    void isNotInAtTheOneBesideIt() throws IOException {
        assertThrows(IOException.class, () -> connect(modern, "TLSv1", "TLS_RSA_WITH_AES_128_CBC_SHA", "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA"));
        assertThrows(IOException.class, () -> connect(modern, "TLSv1.1", "TLS_RSA_WITH_AES_128_CBC_SHA", "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA"));
        until(() -> fixture.drops(Drops.Reason.TLS_FAILED) == 2);
        assertEquals(List.of(), fixture.judge.asked);
    }

    @Test
    void isJudgedByTheRulesOfTodayAtTheOneBesideIt() throws IOException {
        try (Socket socket = connect(modern, "TLSv1.2", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256")) {
            write(socket, "one\n");
            assertEquals("re: one\n", read(socket, 8));
            assertFalse(fixture.judge.asked.get(0).old());
        }
    }

    @Test
    void aModernClientSpeaksTheNewestVersionThere() throws IOException {
        SSLContext client = TlsSocket.context(certificates);
        try (SSLSocket socket = TlsSocket.connect(client, old, "a.test")) {
            write(socket, "one\n");
            assertEquals("re: one\n", read(socket, 8));
            assertEquals("TLSv1.3", socket.getSession().getProtocol());
            assertEquals(List.of(), fixture.judge.asked);
        }
    }

    @Test
    void nothingIsLoosenedForTheWholeMachine() throws IOException {
        String tls = Security.getProperty("jdk.tls.disabledAlgorithms");
        String chains = Security.getProperty("jdk.certpath.disabledAlgorithms");
        int providers = Security.getProviders().length;
        connect(old, "TLSv1", "TLS_RSA_WITH_AES_128_CBC_SHA").close();
        assertEquals(tls, Security.getProperty("jdk.tls.disabledAlgorithms"));
        assertEquals(chains, Security.getProperty("jdk.certpath.disabledAlgorithms"));
        assertEquals(providers, Security.getProviders().length);
    }

    @Test
    void whomWeCallNeverSeesThatListener() {
        assertEquals("tls", fixture.net.connect(Protocol.TLS, modern, "a.test").toCompletableFuture().join().endpoint());
    }
}
