package org.hotcut.net;

import static org.hotcut.net.NetFixture.at;
import static org.hotcut.net.NetFixture.read;
import static org.hotcut.net.NetFixture.write;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

import org.hotcut.core.api.Keys;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.core.api.net.TlsStore;
import org.hotcut.testkit.EngineSocket;
import org.hotcut.testkit.FakeKeys;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Session tickets of a listener with BoringSSL: what they outlive, and what they do not. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class TicketsTest {
    private final Certificates certificates = new Certificates();
    private final TlsStore.Credential phone = certificates.credential("EC", "phone.test");
    private final Keys keys = new FakeKeys();
    private SSLContext client;
    private NetFixture fixture;
    private InetSocketAddress there;

    @BeforeEach
    void aClientThatRemembers() throws IOException {
        client = TlsSocket.context(certificates, new ServerKeys(List.of(Credentials.parse(phone))));
        start(keys);
    }

    private void start(Keys with) {
        fixture = new NetFixture();
        LineTransport transport = new LineTransport();
        transport.then = (flow, message) -> fixture.net.send(flow, ("re: " + message + '\n').getBytes(StandardCharsets.UTF_8));
        fixture.bind(transport, "tls");
        fixture.net.bind(with);
        install();
        listen(TlsPolicy.ClientAuth.REQUIRE);
    }

    private void install() {
        fixture.net.tls().install(List.of(certificates.credential("EC", "a.test")), certificates.authorities());
    }

    private void listen(TlsPolicy.ClientAuth clients) {
        TlsPolicy policy = TlsPolicy.of(true, false, "TLSv1.2", List.of(), clients, Set.of(), "phones");
        there = fixture.listen(new ListenerSettings("tls", Protocol.TLS, Spoken.only("tls"), at("127.0.0.1", 0), null, 0, policy, 1 << 20, NetFixture.LIMITS));
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private void restart(Keys with) {
        fixture.close();
        start(with);
    }

    /** Connects as the same client to the same server by name and port, wherever it listens now. */
    private void visit(SSLContext context, String version) throws IOException {
        // an engine believes what it is told of the port, by which sessions are found again; a socket does not
        SSLEngine engine = context.createSSLEngine("a.test", 5061);
        engine.setEnabledProtocols(new String[] {version});
        try (Socket socket = EngineSocket.over(NetFixture.connect(there), engine)) {
            write(socket, "x\n");
            if (!read(socket, 6).equals("re: x\n")) {
                throw new IOException("closed");
            }
        }
    }

    private void visit(String version) throws IOException {
        visit(client, version);
    }

    private void assertJudged(int times) {
        assertEquals(times, fixture.judge.asked.size());
        assertArrayEquals(phone.chain().get(0), fixture.judge.asked.get(times - 1).chain().get(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void outliveAnotherCertificateAndTheClientIsJudgedAnew(String version) throws IOException {
        visit(version);
        assertEquals(0, fixture.net.tls().resumed("tls"));
        install();
        visit(version);
        assertEquals(1, fixture.net.tls().resumed("tls"));
        assertJudged(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void outliveARestartAndTheClientIsJudgedAnew(String version) throws IOException {
        visit(version);
        restart(keys);
        visit(version);
        assertEquals(1, fixture.net.tls().resumed("tls"));
        assertJudged(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void thatAreTooOldLeadToAFullHandshake(String version) throws IOException {
        visit(version);
        for (int i = 0; i < 5; i++) {
            keys.rotate(TicketKeys.PURPOSE);
        }
        restart(keys);
        visit(version);
        assertEquals(0, fixture.net.tls().resumed("tls"));
        assertJudged(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void ofAnotherServerLeadToAFullHandshake(String version) throws IOException {
        visit(version);
        FakeKeys others = new FakeKeys();
        restart(new Keys() {
            @Override
            public Key current(String purpose) {
                return others.current("another " + purpose);
            }

            @Override
            public Key find(String purpose, int id) {
                return others.find("another " + purpose, id);
            }

            @Override
            public Key rotate(String purpose) {
                return others.rotate("another " + purpose);
            }
        });
        visit(version);
        assertEquals(0, fixture.net.tls().resumed("tls"));
        assertJudged(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void givenWithoutACertificateSpareNobodyTheQuestion(String version) throws IOException {
        fixture.net.listeners().remove("tls");
        listen(TlsPolicy.ClientAuth.NONE);
        SSLContext nobody = TlsSocket.context(certificates);
        visit(nobody, version);
        visit(nobody, version);
        assertTrue(fixture.net.tls().resumed("tls") > 0, "was not resumed: the test shows nothing");
        fixture.net.listeners().remove("tls");
        listen(TlsPolicy.ClientAuth.REQUIRE);
        assertThrows(IOException.class, () -> visit(nobody, version));
        assertEquals(List.of(), fixture.judge.asked);
    }

    /** Who has not asked the kernel to send at once sends nothing new before the last was acknowledged (RFC 896), for which another kernel would take 40 ms (RFC 1122 section 4.2.3.2). */
    @Test
    void keepNobodyWaitingWhoWaitsForAcknowledgements() throws IOException {
        fixture.net.listeners().remove("tls");
        listen(TlsPolicy.ClientAuth.NONE);
        long more = Long.MAX_VALUE;
        for (int round = 0; round < 6 && more > 15_000_000; round++) {
            long[] patient = new long[20];
            long[] impatient = new long[20];
            for (int i = 0; i < patient.length; i++) {
                patient[i] = nanosOfAnExchange(false);
                impatient[i] = nanosOfAnExchange(true);
            }
            Arrays.sort(patient);
            Arrays.sort(impatient);
            more = patient[5] - impatient[5];
        }
        assertTrue(more <= 15_000_000, "always later by " + more + " ns");
    }

    private long nanosOfAnExchange(boolean atOnce) throws IOException {
        SSLEngine engine = TlsSocket.context(certificates).createSSLEngine("a.test", 5061);
        engine.setEnabledProtocols(new String[] {"TLSv1.3"});
        Socket plain = NetFixture.connect(there);
        plain.setTcpNoDelay(atOnce);
        try (Socket socket = EngineSocket.over(plain, engine)) {
            long began = System.nanoTime();
            write(socket, "x\n");
            assertEquals("re: x\n", read(socket, 6));
            return System.nanoTime() - began;
        }
    }

    @Test
    void waitForTheKeysOfTheServer() {
        NetFixture without = new NetFixture();
        try {
            without.net.tls().install(List.of(certificates.credential("EC", "a.test")), certificates.authorities());
            TlsPolicy policy = TlsPolicy.of(true, false, "TLSv1.2", List.of(), TlsPolicy.ClientAuth.NONE, Set.of(), "phones");
            without.net.listeners().put("tls", new ListenerSettings("tls", Protocol.TLS, Spoken.only("tls"), at("127.0.0.1", 0), null, 0, policy, 1 << 20, NetFixture.LIMITS));
            assertTrue(without.net.status().toString().contains("waits for=the keys of the server"));
            without.net.bind(keys);
            NetFixture.until(() -> without.net.endpoints().size() == 1);
        } finally {
            without.close();
        }
    }
}
