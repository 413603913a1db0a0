package org.hotcut.net;

import static org.hotcut.net.NetFixture.at;
import static org.hotcut.net.NetFixture.connect;
import static org.hotcut.net.NetFixture.read;
import static org.hotcut.net.NetFixture.readAll;
import static org.hotcut.net.NetFixture.until;
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
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

import org.hotcut.core.api.net.Endpoint;
import org.hotcut.core.api.net.FlowInfo;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.core.api.net.TlsStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SharedPortTest {
    private static final String SIP = "[A-Z]+ sip:";
    private static final String HTTP = "[A-Z]+ (/|\\*)";

    private final NetFixture fixture = new NetFixture();
    private final Certificates certificates = new Certificates();
    private final LineTransport sip = new LineTransport();
    private final LineTransport web = new LineTransport();

    @BeforeEach
    void open() {
        fixture.net.tls().install(List.of(certificates.credential("EC", "a.test")), certificates.authorities());
        sip.then = (flow, message) -> fixture.net.send(flow, ("sip " + message + '\n').getBytes(StandardCharsets.UTF_8));
        web.then = (flow, message) -> fixture.net.send(flow, ("web " + message + '\n').getBytes(StandardCharsets.UTF_8));
        bind(sip, "tls", "sip/2", SIP);
        bind(web, "wss", "http/1.1", HTTP);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private void bind(LineTransport transport, String name, String alpn, String first) {
        fixture.net.bind(transport, Map.of("hotcut.name", name, "hotcut.alpn", alpn, "hotcut.first", first));
    }

    private InetSocketAddress listen(TlsPolicy.ClientAuth clients, Limits limits) {
        TlsPolicy policy = TlsPolicy.of("TLSv1.2", List.of(), clients, Set.of("devices.test"), "");
        return fixture.listen(new ListenerSettings("443", Protocol.TLS, new Spoken(List.of("tls", "wss"), Map.of("web.test", "wss")), at("127.0.0.1", 0), null, 0, policy,
            1 << 20, limits));
    }

    private InetSocketAddress listen() {
        return listen(TlsPolicy.ClientAuth.NONE, NetFixture.LIMITS);
    }

    private static Limits impatient(long millis) {
        return new Limits(4096, 100, 50, millis, 0, 10_000, 0);
    }

    private SSLSocket client(InetSocketAddress to, String name, String alpn, KeyManager... keys) throws IOException {
        return TlsSocket.connect(certificates, to, name, alpn == null ? new String[0] : alpn.split(" "), keys);
    }

    private FlowInfo flow(Protocol protocol) {
        return fixture.net.list().stream().filter(info -> info.flow().protocol() == protocol).findFirst().orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({"sip/2,sip,sip/2", "h2 http/1.1,web,http/1.1", "http/1.1 sip/2,sip,sip/2"})
    void goesByWhatTheClientNamesInTheHandshake(String alpn, String answers, String chosen) throws IOException {
        try (SSLSocket socket = client(listen(), null, alpn)) {
            write(socket, "x\n");
            assertEquals(answers + " x\n", read(socket, 6));
            assertEquals(chosen, socket.getApplicationProtocol());
            assertEquals(answers.equals("sip") ? Protocol.TLS : Protocol.WSS, fixture.net.list().iterator().next().flow().protocol());
        }
    }

    @Test
    void goesByTheServerNameOfAClientThatNamesNoProtocol() throws IOException {
        InetSocketAddress there = listen();
        try (SSLSocket named = client(there, "WEB.test", null); SSLSocket both = client(there, "web.test", "sip/2")) {
            write(named, "x\n");
            assertEquals("web x\n", read(named, 6));
            write(both, "x\n");
            assertEquals("sip x\n", read(both, 6));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void goesByTheServerNameOfAResumedSessionToo(String version) throws IOException {
        InetSocketAddress there = listen();
        SSLContext context = TlsSocket.context(certificates);
        for (int i = 0; i < 2; i++) {
            try (SSLSocket socket = TlsSocket.connect(context, there, "web.test")) {
                socket.setEnabledProtocols(new String[] {version});
                write(socket, "x\n");
                assertEquals("web x\n", read(socket, 6));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void requiresACertificateOfWhoResumesASessionWithoutOne(String version) throws IOException {
        InetSocketAddress there = listen(TlsPolicy.ClientAuth.REQUIRE, NetFixture.LIMITS);
        SSLContext context = TlsSocket.context(certificates);
        try (SSLSocket browser = TlsSocket.connect(context, there, "a.test", "http/1.1")) {
            browser.setEnabledProtocols(new String[] {version});
            write(browser, "x\n");
            assertEquals("web x\n", read(browser, 6));
        }
        try (SSLSocket phone = TlsSocket.connect(context, there, "a.test", "sip/2")) {
            phone.setEnabledProtocols(new String[] {version});
            assertThrows(IOException.class, () -> {
                write(phone, "x\n");
                assertEquals("", read(phone, 6));
                throw new IOException("closed");
            });
        }
        assertTrue(sip.messages.isEmpty());
    }

    /** A browser's session says nothing of a certificate: whoever resumes it as a telephone is asked, and a telephone's is nothing that a browser's connection gets. */
    @ParameterizedTest
    @CsvSource({"TLSv1.3,http/1.1,sip/2", "TLSv1.2,http/1.1,sip/2", "TLSv1.3,sip/2,http/1.1", "TLSv1.2,sip/2,http/1.1"})
    void asksAnewWhoResumesASessionInWhichNobodyWasAskedAndTheOtherWayRound(String version, String first, String second) throws IOException {
        InetSocketAddress there = listen(TlsPolicy.ClientAuth.WANT, NetFixture.LIMITS);
        SSLContext context = TlsSocket.context(certificates, new SocketKeys(new ServerKeys(List.of(Credentials.parse(certificates.credential("EC", "phone.test"))))));
        for (String alpn : List.of(first, second, second)) {
            int judged = fixture.judge.asked.size();
            try (SSLSocket socket = TlsSocket.connect(context, there, "a.test", alpn)) {
                socket.setEnabledProtocols(new String[] {version});
                write(socket, "x\n");
                read(socket, 6);
                boolean isPhone = alpn.equals("sip/2");
                assertEquals(isPhone, !fixture.net.list().iterator().next().peerChain().isEmpty());
                assertEquals(isPhone ? judged + 1 : judged, fixture.judge.asked.size());
            }
            until(() -> fixture.net.list().isEmpty());
        }
    }

    @ParameterizedTest
    @CsvSource({"OPTIONS sip:a,sip", "OPTIONS *,web", "GET /,web", "?,sip"})
    void goesByTheFirstBytesOfAClientThatNamesNothing(String first, String answers) throws IOException {
        InetSocketAddress there = listen();
        try (SSLSocket socket = client(there, null, null); SSLSocket slow = client(there, null, null)) {
            write(socket, first + '\n');
            assertEquals(answers + ' ' + first + '\n', read(socket, first.length() + 5));
            for (char c : (first + '\n').toCharArray()) {
                write(slow, String.valueOf(c));
            }
            assertEquals(answers + ' ' + first + '\n', read(slow, first.length() + 5));
        }
    }

    @Test
    void refusesAClientThatNamesOnlyWhatIsNotSpoken() throws IOException {
        try (SSLSocket socket = client(listen(), null, "imap")) {
            assertThrows(SSLException.class, socket::startHandshake);
        }
        until(() -> fixture.drops(Drops.Reason.TLS_FAILED) == 1);
        try (SSLSocket socket = client(fixture.listen(Protocol.TLS), null, "imap")) {
            write(socket, "x\n");
            assertEquals("sip x\n", read(socket, 6), "alone on a port, SIP need not be named");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void asksForACertificateOnlyWhomItConcerns(String version) throws IOException {
        TlsStore.Credential own = certificates.credential("EC", "phone.test");
        SocketKeys keys = new SocketKeys(new ServerKeys(List.of(Credentials.parse(own))));
        InetSocketAddress there = listen(TlsPolicy.ClientAuth.WANT, NetFixture.LIMITS);
        try (SSLSocket phone = client(there, null, "sip/2", keys); SSLSocket browser = client(there, null, "http/1.1", keys);
             SSLSocket device = client(there, "Devices.test", null, keys)) {
            for (SSLSocket socket : List.of(phone, browser, device)) {
                socket.setEnabledProtocols(new String[] {version});
                write(socket, "x\n");
                read(socket, 6);
            }
            List<FlowInfo> flows = fixture.net.list().stream().sorted(Comparator.comparing(info -> info.flow().id())).toList();
            assertArrayEquals(own.chain().get(0), flows.get(0).peerChain().get(0));
            assertTrue(flow(Protocol.WSS).peerChain().isEmpty());
            assertEquals(2, flows.stream().filter(info -> !info.peerChain().isEmpty()).count());
        }
    }

    @Test
    void letsNobodyInWithoutTheCertificateItRequires() throws IOException {
        InetSocketAddress there = listen(TlsPolicy.ClientAuth.REQUIRE, NetFixture.LIMITS);
        try (SSLSocket phone = client(there, null, "sip/2"); SSLSocket browser = client(there, null, "http/1.1")) {
            assertThrows(IOException.class, () -> {
                write(phone, "x\n");
                assertEquals("", read(phone, 6));
                throw new IOException("closed");
            });
            write(browser, "x\n");
            assertEquals("web x\n", read(browser, 6));
        }
        assertTrue(sip.messages.isEmpty());
    }

    @Test
    void closesWhoStaysSilentAfterTheHandshake() throws IOException {
        try (SSLSocket socket = client(listen(TlsPolicy.ClientAuth.NONE, impatient(4_000)), null, null)) {
            write(socket, "OPT");
            assertEquals("", readAll(socket));
        }
        assertEquals(1, fixture.drops(Drops.Reason.SILENT));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 60})
    void closesWhoStaysSilentBeforeTheEndOfTheHandshake(int sent) throws IOException {
        byte[] hello = ClientHelloTest.hello("a.test", "sip/2");
        try (Socket socket = connect(listen(TlsPolicy.ClientAuth.WANT, impatient(300)))) {
            socket.getOutputStream().write(Arrays.copyOf(hello, sent));
            readAll(socket);
        } catch (IOException e) {
            // closed before this thread had written
        }
        until(() -> fixture.drops(Drops.Reason.TLS_FAILED) == 1);
    }

    @Test
    void survivesThoseWhoSpeakNoTlsWhereItLooksAtTheClientHello() throws IOException {
        InetSocketAddress there = listen(TlsPolicy.ClientAuth.WANT, NetFixture.LIMITS);
        byte[] endless = new byte[20_000];
        for (int i = 0; i < endless.length; i += 6) {
            System.arraycopy(new byte[] {22, 3, 1, 0, 1, 1}, 0, endless, i, Math.min(6, endless.length - i));
        }
        for (byte[] garbage : List.of("OPTIONS sip:x SIP/2.0\r\n\r\n".getBytes(StandardCharsets.UTF_8), endless)) {
            try (Socket socket = connect(there)) {
                socket.getOutputStream().write(garbage);
                readAll(socket);
            } catch (IOException e) {
                // reset, since it has not read all
            }
        }
        until(() -> fixture.drops(Drops.Reason.TLS_FAILED) == 2);
        try (SSLSocket socket = client(there, null, "sip/2")) {
            write(socket, "x\n");
            assertEquals("sip x\n", read(socket, 6));
        }
    }

    @Test
    void knowsATransportThatIsAwayAndWaitsForIt() throws IOException {
        InetSocketAddress there = listen();
        fixture.net.unbind(web);
        try (SSLSocket named = client(there, null, "http/1.1"); SSLSocket unnamed = client(there, null, null)) {
            write(named, "x\n");
            write(unnamed, "GET /\n");
            until(() -> fixture.net.list().size() == 2 && fixture.net.list().stream().allMatch(FlowInfo::waiting));
            bind(web, "wss", "http/1.1", HTTP);
            assertEquals("web x\n", read(named, 6));
            assertEquals("web GET /\n", read(unnamed, 10));
        }
    }

    @Test
    void showsOneEndpointForEachProtocolOfSip() {
        InetSocketAddress there = listen();
        assertEquals(List.of(Protocol.TLS, Protocol.WSS), fixture.net.endpoints().stream().map(Endpoint::protocol).toList());
        assertTrue(fixture.net.endpoints().stream().allMatch(endpoint -> endpoint.local().equals(there)));
        fixture.net.listeners().put("http", new ListenerSettings("http", Protocol.TCP, Spoken.only("http"), at("127.0.0.1", 0), null, 0, TlsPolicy.DEFAULT, 1 << 20,
            NetFixture.LIMITS));
        assertEquals(2, fixture.net.endpoints().size(), "no SIP is spoken there");
        assertTrue(fixture.net.status().toString().contains("speaks=[tls, wss]"));
    }

    @Test
    void servesATransportThatIsNotSipOverTcp() throws IOException {
        bind(web, "http", "http/1.1", HTTP);
        fixture.net.listeners().put("http", new ListenerSettings("http", Protocol.TCP, Spoken.only("http"), at("127.0.0.1", 0), null, 0, TlsPolicy.DEFAULT, 1 << 20,
            NetFixture.LIMITS));
        InetSocketAddress there = fixture.net.listeners().find("http").endpoint().local();
        try (Socket socket = connect(there)) {
            write(socket, "x\n");
            assertEquals("web x\n", read(socket, 6));
            assertEquals(Protocol.TCP, web.flows.get(0).protocol());
        }
    }
}
