package org.hotcut.net;

import static org.hotcut.net.NetFixture.at;
import static org.hotcut.net.NetFixture.read;
import static org.hotcut.net.NetFixture.readAll;
import static org.hotcut.net.NetFixture.until;
import static org.hotcut.net.NetFixture.write;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

import org.hotcut.core.api.net.Protocol;
import org.hotcut.core.api.net.TlsStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An authority that asks by TLS (acme-tls/1) whether a name is ours. */
class Rfc8737Test {
    private static final String ACME = "acme-tls/1";

    private final NetFixture fixture = new NetFixture();
    private final Certificates certificates = new Certificates();
    private final TlsStore.Credential usual = certificates.credential("EC", "a.test");
    private final TlsStore.Credential proof = certificates.credential("EC", "a.test");
    private final LineTransport sip = new LineTransport();

    @BeforeEach
    void open() {
        fixture.net.tls().install(List.of(usual), certificates.authorities());
        sip.then = (flow, message) -> fixture.net.send(flow, ("sip " + message + '\n').getBytes(StandardCharsets.UTF_8));
        fixture.net.bind(sip, Map.of("hotcut.name", "tls", "hotcut.alpn", "sip/2"));
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private InetSocketAddress listen(boolean shared, TlsPolicy.ClientAuth clients) {
        Spoken spoken = shared ? new Spoken(List.of("tls", "wss"), Map.of()) : Spoken.only("tls");
        return fixture.listen(new ListenerSettings("443", Protocol.TLS, spoken, at("127.0.0.1", 0), null, 0, TlsPolicy.of("TLSv1.2", List.of(), clients, Set.of(), ""), 1 << 20,
            NetFixture.LIMITS));
    }

    private InetSocketAddress listen() {
        return listen(false, TlsPolicy.ClientAuth.NONE);
    }

    private SSLSocket client(InetSocketAddress to, String name, String... alpn) throws IOException {
        return TlsSocket.connect(certificates, to, name, alpn);
    }

    private static byte[] presented(SSLSocket socket) throws Exception {
        return socket.getSession().getPeerCertificates()[0].getEncoded();
    }

    private void assertNothingWasRead() {
        until(() -> fixture.net.list().isEmpty());
        assertEquals(List.of(), sip.messages);
        assertEquals(List.of(), sip.rejected);
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.3,false,NONE", "TLSv1.2,false,NONE", "TLSv1.3,true,WANT", "TLSv1.2,true,WANT", "TLSv1.3,false,REQUIRE", "TLSv1.2,true,REQUIRE"})
    void showsTheProofAndCloses(String version, boolean shared, TlsPolicy.ClientAuth clients) throws Exception {
        fixture.net.tls().prove(List.of(proof));
        try (SSLSocket authority = client(listen(shared, clients), "A.test", ACME)) {
            authority.setEnabledProtocols(new String[] {version});
            authority.startHandshake();
            assertArrayEquals(proof.chain().get(0), presented(authority));
            assertEquals(ACME, authority.getApplicationProtocol());
            assertEquals("", readAll(authority));
        }
        assertNothingWasRead();
        assertEquals(Map.of(), fixture.net.drops().status(), "no offence");
    }

    @Test
    void readsNothingOfWhatComesAfterTheHandshake() throws Exception {
        fixture.net.tls().prove(List.of(proof));
        InetSocketAddress there = listen();
        for (int i = 0; i < 20; i++) {
            try (SSLSocket authority = client(there, "a.test", ACME)) {
                authority.startHandshake();
                write(authority, "OPTIONS sip:a.test SIP/2.0\n");
                assertEquals("", readAll(authority));
            } catch (IOException e) {
                // a reset, since we had closed it
            }
        }
        assertNothingWasRead();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void refusesTheQuestionWithoutAChallenge(boolean shared) throws Exception {
        InetSocketAddress there = listen(shared, TlsPolicy.ClientAuth.WANT);
        assertRefused(there, "a.test");
        fixture.net.tls().prove(List.of(proof));
        fixture.net.tls().prove(List.of());
        assertRefused(there, "a.test");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"b.test", "sub.a.test", "127.test"})
    void refusesTheQuestionForAnotherName(String name) throws Exception {
        fixture.net.tls().prove(List.of(proof));
        assertRefused(listen(), name);
    }

    private void assertRefused(InetSocketAddress there, String name) throws Exception {
        for (String version : List.of("TLSv1.3", "TLSv1.2")) {
            long before = fixture.drops(Drops.Reason.TLS_FAILED);
            try (SSLSocket stranger = client(there, name, ACME)) {
                stranger.setEnabledProtocols(new String[] {version});
                assertTrue(assertThrows(SSLException.class, stranger::startHandshake).getMessage().contains("no_application_protocol"));
            }
            until(() -> fixture.drops(Drops.Reason.TLS_FAILED) == before + 1);
        }
        assertNothingWasRead();
    }

    @Test
    void servesEverybodyElseAsAlways() throws Exception {
        fixture.net.tls().prove(List.of(proof));
        for (InetSocketAddress there : List.of(listen(false, TlsPolicy.ClientAuth.NONE), listen(true, TlsPolicy.ClientAuth.WANT))) {
            for (String alpn : List.of("", "sip/2", ACME + " sip/2")) {
                try (SSLSocket phone = client(there, "a.test", alpn.isEmpty() ? new String[0] : alpn.split(" "))) {
                    write(phone, "x\n");
                    assertEquals("sip x\n", read(phone, 6));
                    assertArrayEquals(usual.chain().get(0), presented(phone));
                }
            }
        }
    }

    @Test
    void leavesAQuestionThatIsNotOneToNobody() throws Exception {
        fixture.net.tls().prove(List.of(proof));
        try (SSLSocket odd = client(listen(), "a.test", ACME, "imap")) {
            assertThrows(SSLException.class, odd::startHandshake);
        }
        assertNothingWasRead();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void resumesNoSessionOfAnotherKind(String version) throws Exception {
        fixture.net.tls().prove(List.of(proof));
        InetSocketAddress there = listen();
        SSLContext context = TlsSocket.context(certificates);
        for (int i = 0; i < 2; i++) {
            try (SSLSocket phone = TlsSocket.connect(context, there, "a.test", "sip/2")) {
                phone.setEnabledProtocols(new String[] {version});
                write(phone, "x\n");
                assertEquals("sip x\n", read(phone, 6));
                assertArrayEquals(usual.chain().get(0), presented(phone));
            }
            try (SSLSocket authority = TlsSocket.connect(context, there, "a.test", ACME)) {
                authority.setEnabledProtocols(new String[] {version});
                authority.startHandshake();
                assertArrayEquals(proof.chain().get(0), presented(authority));
                assertEquals("", readAll(authority));
            }
        }
    }

    @Test
    void keepsTheProofsThatWereThereWhenOneIsNotUsable() throws Exception {
        fixture.net.tls().prove(List.of(proof));
        TlsStore.Credential other = certificates.credential("EC", "b.test");
        assertThrows(IllegalArgumentException.class, () -> fixture.net.tls().prove(List.of(new TlsStore.Credential(List.of("b.test"), other.key(), proof.chain()))));
        try (SSLSocket authority = client(listen(), "a.test", ACME)) {
            authority.startHandshake();
            assertArrayEquals(proof.chain().get(0), presented(authority));
        }
    }

    @Test
    void isAnsweredAfterTheUsualCertificateWasReplaced() throws Exception {
        fixture.net.tls().prove(List.of(proof));
        fixture.net.tls().install(List.of(certificates.credential("RSA", "a.test")), certificates.authorities());
        try (SSLSocket authority = client(listen(), "a.test", ACME)) {
            authority.startHandshake();
            assertArrayEquals(proof.chain().get(0), presented(authority));
        }
        assertFalse(fixture.net.list().stream().anyMatch(info -> info.flow().protocol() == Protocol.TLS));
    }
}
