package org.hotcut.net;

import static org.hotcut.net.NetFixture.at;
import static org.hotcut.net.NetFixture.connect;
import static org.hotcut.net.NetFixture.read;
import static org.hotcut.net.NetFixture.receive;
import static org.hotcut.net.NetFixture.send;
import static org.hotcut.net.NetFixture.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.hotcut.core.api.account.Identity;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.core.api.net.Verdict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lines without TLS, beside a judge who would believe everybody. */
class PlainTest {
    private final NetFixture fixture = new NetFixture();
    private final LineTransport transport = new LineTransport();

    @BeforeEach
    void everybodyWouldBeBelieved() {
        List<Identity> all = List.of(new Identity(Identity.Kind.DOMAIN, "example.edu", "certificate"));
        fixture.judge.verdict = presented -> CompletableFuture.completedStage(Verdict.proven("1", all, Long.MAX_VALUE));
        transport.then = (flow, message) -> fixture.net.send(flow, ("re: " + message + '\n').getBytes(StandardCharsets.UTF_8));
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void aTcpListenerThatIsToldToAskForCertificatesProvesNobody() throws IOException {
        fixture.bind(transport, "tcp");
        InetSocketAddress there = fixture.listen(new ListenerSettings("tcp", Protocol.TCP, at("127.0.0.1", 0), null, 0, true, ListenerSettings.PUBLIC, 1 << 20, NetFixture.LIMITS));
        try (Socket socket = connect(there)) {
            write(socket, "x\n");
            assertEquals("re: x\n", read(socket, 6));
            assertNobody();
        }
    }

    @Test
    void aDatagramProvesNobody() throws IOException {
        fixture.bind(transport, "udp");
        InetSocketAddress there = fixture.listen(Protocol.UDP);
        try (DatagramSocket socket = new DatagramSocket(0, there.getAddress())) {
            send(socket, there, "x\n");
            receive(socket);
            assertNobody();
        }
    }

    private void assertNobody() {
        assertNull(fixture.net.verdict(transport.flows.get(0)));
        assertEquals(List.of(), fixture.judge.asked);
    }
}
