package org.hotcut.net;

import static org.hotcut.net.NetFixture.at;
import static org.hotcut.net.NetFixture.connect;
import static org.hotcut.net.NetFixture.read;
import static org.hotcut.net.NetFixture.readAll;
import static org.hotcut.net.NetFixture.receive;
import static org.hotcut.net.NetFixture.send;
import static org.hotcut.net.NetFixture.until;
import static org.hotcut.net.NetFixture.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.hotcut.core.api.ban.Admission;
import org.hotcut.core.api.ban.Offence;
import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.testkit.RecordingBans;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BansTest {
    private static final InetAddress STRANGER = at("127.0.0.66", 0).getAddress();

    private final NetFixture fixture = new NetFixture();
    private final RecordingBans bans = new RecordingBans();
    private LineTransport transport;

    @BeforeEach
    void echo() {
        fixture.net.bind(bans);
        transport = fixture.bind("tcp", "tls", "udp");
        transport.then = (flow, message) -> fixture.net.send(flow, ("re: " + message + '\n').getBytes(StandardCharsets.UTF_8));
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1,127.0.0.66,127.0.0.1", "::,127.0.0.66,127.0.0.1", "::,::1,127.0.0.1"})
    void datagramsOfBannedSourcesAreDroppedAndCounted(String listen, String banned, String other) throws IOException {
        bans.treat(at(banned, 0).getAddress(), Admission.REFUSED);
        int port = fixture.listen(NetFixture.settings("u", Protocol.UDP, at(listen, 0), NetFixture.LIMITS)).getPort();
        try (DatagramSocket stranger = new DatagramSocket(0, at(banned, 0).getAddress()); DatagramSocket friend = new DatagramSocket(0, at(other, 0).getAddress())) {
            send(stranger, at(banned.equals("::1") ? "::1" : "127.0.0.1", port), "hello");
            until(() -> fixture.drops(Drops.Reason.SOURCE_REFUSED) == 1);
            send(friend, at("127.0.0.1", port), "hi");
            assertEquals("re: hi\n", receive(friend));
            assertEquals(List.of("hi"), transport.messages);
        }
    }

    @Test
    void aNewConnectionOfABannedSourceIsClosedAtOnce() throws IOException {
        InetSocketAddress there = fixture.listen(Protocol.TCP);
        bans.treat(STRANGER, Admission.REFUSED);
        try (Socket stranger = from(STRANGER, there); Socket friend = connect(there)) {
            assertClosed(stranger);
            write(friend, "hi\n");
            assertEquals("re: hi\n", read(friend, 7));
        }
        assertEquals(1, fixture.drops(Drops.Reason.SOURCE_REFUSED));
    }

    @Test
    void aBanClosesConnectionsThatAreOpenAlsoSilentOnes() throws IOException {
        InetSocketAddress there = fixture.listen(Protocol.TCP);
        try (Socket silent = from(STRANGER, there); Socket busy = from(STRANGER, there)) {
            write(busy, "hi\n");
            assertEquals("re: hi\n", read(busy, 7));
            bans.treat(STRANGER, Admission.REFUSED);
            write(busy, "again\n");
            assertClosed(busy);
            assertClosed(silent);
        }
        assertEquals(List.of("hi"), transport.messages);
        until(() -> fixture.net.list().isEmpty());
    }

    @Test
    void aBanEndsHandshakesThatAreUnderWay() throws IOException {
        haveACertificate();
        InetSocketAddress there = fixture.listen(Protocol.TLS);
        try (Socket stranger = from(STRANGER, there)) {
            fixture.net.loops().barrier(1000);
            bans.treat(STRANGER, Admission.REFUSED);
            assertClosed(stranger);
        }
    }

    @Test
    void aSlowedConnectionIsReadOnceASecond() throws IOException {
        InetSocketAddress there = fixture.listen(Protocol.TCP);
        bans.treat(STRANGER, Admission.SLOWED);
        try (Socket stranger = from(STRANGER, there)) {
            long begin = System.nanoTime();
            for (int i = 0; i < 4; i++) {
                write(stranger, "hi\n");
                assertEquals("re: hi\n", read(stranger, 7));
            }
            assertTrue(System.nanoTime() - begin > 1_900_000_000L, "three of them had to wait for the next second");
            bans.treat(STRANGER, Admission.ADMITTED);
            write(stranger, "hi\n");
            assertEquals("re: hi\n", read(stranger, 7));
        }
    }

    @Test
    void aConnectionThatWeOpenedIsNotJudged() throws Exception {
        fixture.listen(Protocol.TCP);
        try (ServerSocket peer = new ServerSocket(0, 1, STRANGER)) {
            bans.treat(STRANGER, Admission.REFUSED);
            Flow flow = fixture.net.connect(Protocol.TCP, new InetSocketAddress(STRANGER, peer.getLocalPort()), null).toCompletableFuture().get();
            try (Socket accepted = peer.accept()) {
                write(accepted, "hi\n");
                assertEquals("re: hi\n", read(accepted, 7));
                assertTrue(fixture.net.isOpen(flow));
            }
        }
    }

    @Test
    void whatNoMessageCanBeMadeOfIsReported() throws IOException {
        try (Socket socket = connect(fixture.listen(Protocol.TCP))) {
            write(socket, "!\n");
            assertEquals("re: malformed\n", readAll(socket));
            assertEquals(List.of(Offence.GARBAGE), bans.offences());
            assertEquals(new InetSocketAddress(socket.getLocalAddress(), socket.getLocalPort()), bans.reports().get(0).peer());
        }
    }

    @Test
    void whoSaysNothingIsReported() throws IOException {
        try (Socket socket = connect(fixture.listen(Protocol.TCP, new Limits(4096, 10, 10, 500, 0, 10_000, 0)))) {
            assertClosed(socket);
            assertEquals(List.of(Offence.GARBAGE), bans.offences());
        }
    }

    @Test
    void whatIsNoHandshakeIsReported() throws IOException {
        haveACertificate();
        try (Socket socket = connect(fixture.listen(Protocol.TLS))) {
            write(socket, "OPTIONS sip:127.0.0.1 SIP/2.0\r\n");
            readAll(socket);
            assertEquals(List.of(Offence.HANDSHAKE), bans.offences());
        }
    }

    @Test
    void whoProvesNothingIsNotKept() throws IOException {
        InetSocketAddress there = fixture.listen(Protocol.TCP);
        try (Socket stranger = connect(there); Socket friend = connect(there)) {
            write(friend, "friend\n");
            assertEquals("re: friend\n", read(friend, 11));
            bans.proven(transport.flows.get(0));
            write(stranger, "stranger\n");
            assertEquals("re: stranger\n", read(stranger, 13));
            assertEquals(there, fixture.listen(Protocol.TCP, new Limits(4096, 10, 10, 30_000, 1_000, 10_000, 0)));
            assertEquals("", readAll(stranger), "it was answered, and that is all");
            write(friend, "still\n");
            assertEquals("re: still\n", read(friend, 10));
            assertEquals(1, fixture.drops(Drops.Reason.UNPROVEN));
            assertEquals(List.of(), bans.offences());
        }
    }

    @Test
    void everybodyIsLetInWhileNobodyDecides() throws IOException {
        bans.treat(STRANGER, Admission.REFUSED);
        fixture.net.unbind(bans);
        try (Socket stranger = from(STRANGER, fixture.listen(Protocol.TCP, new Limits(4096, 10, 10, 30_000, 1, 10_000, 0)))) {
            write(stranger, "hi\n");
            assertEquals("re: hi\n", read(stranger, 7));
            fixture.net.loops().barrier(1000);
            assertEquals(0, fixture.drops(Drops.Reason.UNPROVEN));
        }
    }

    private void haveACertificate() {
        Certificates certificates = new Certificates();
        fixture.net.tls().install(List.of(certificates.credential("EC", "a.test")), certificates.authorities());
    }

    private static Socket from(InetAddress source, InetSocketAddress there) throws IOException {
        Socket socket = new Socket(there.getAddress(), there.getPort(), source, 0);
        socket.setSoTimeout(60_000);
        socket.setTcpNoDelay(true);
        return socket;
    }

    private static void assertClosed(Socket socket) throws IOException {
        try {
            assertEquals(-1, socket.getInputStream().read());
        } catch (SocketException reset) {
            assertThrows(SocketException.class, () -> socket.getInputStream().read());
        }
    }
}
