package org.hotcut.net;

import static org.hotcut.net.NetFixture.at;
import static org.hotcut.net.NetFixture.connect;
import static org.hotcut.net.NetFixture.read;
import static org.hotcut.net.NetFixture.readAll;
import static org.hotcut.net.NetFixture.settings;
import static org.hotcut.net.NetFixture.until;
import static org.hotcut.net.NetFixture.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import org.hotcut.core.api.net.Protocol;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ListenersTest {
    private final NetFixture fixture = new NetFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    private void echo() {
        LineTransport transport = new LineTransport();
        transport.then = (flow, message) -> fixture.net.send(flow, (message + '\n').getBytes(StandardCharsets.UTF_8));
        fixture.bind(transport, "tcp");
    }

    private static void talk(Socket socket) throws IOException {
        write(socket, "x\n");
        assertEquals("x\n", read(socket, 2));
    }

    @Test
    void changesLimitsAndAdvertisedAddressUnderConnections() throws IOException {
        echo();
        InetSocketAddress there = fixture.listen(Protocol.TCP);
        try (Socket socket = connect(there)) {
            talk(socket);
            fixture.net.listeners().put("tcp", new ListenerSettings("tcp", Protocol.TCP, at("127.0.0.1", 0), "edge.test", 15_060, false, ListenerSettings.PUBLIC, 1 << 20,
                new Limits(1024, 5, 5, 1000, 0, 1000, 0)));
            talk(socket);
            assertEquals(there, fixture.endpoint("tcp").local());
            assertEquals("edge.test", fixture.endpoint("tcp").advertised());
            assertEquals(15_060, fixture.endpoint("tcp").port());
            write(socket, "y".repeat(2000) + '\n');
            assertEquals("malformed\n", readAll(socket));
        }
    }

    @Test
    void movesToAnotherAddressAndKeepsItsConnections() throws IOException {
        echo();
        InetSocketAddress before = fixture.listen(settings("tcp", Protocol.TCP, at("127.0.0.1", 0), NetFixture.LIMITS));
        try (Socket socket = connect(before)) {
            talk(socket);
            InetSocketAddress after = fixture.listen(settings("tcp", Protocol.TCP, at("127.0.0.2", 0), NetFixture.LIMITS));
            assertNotEquals(before, after);
            talk(socket);
            try (Socket other = connect(after)) {
                talk(other);
            }
        }
    }

    @Test
    void closesARemovedListenerWithItsConnectionsOnly() throws IOException {
        echo();
        InetSocketAddress one = fixture.listen(settings("one", Protocol.TCP, at("127.0.0.1", 0), NetFixture.LIMITS));
        InetSocketAddress two = fixture.listen(settings("two", Protocol.TCP, at("127.0.0.1", 0), NetFixture.LIMITS));
        try (Socket first = connect(one); Socket second = connect(two)) {
            talk(first);
            talk(second);
            fixture.net.listeners().remove("one");
            assertEquals("", readAll(first));
            talk(second);
            assertEquals(1, fixture.net.endpoints().size());
        }
    }

    @Test
    void comesUpWhenThePortIsFreed() throws IOException {
        try (ServerSocket tcp = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1")); DatagramSocket udp = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
            fixture.net.listeners().put("t", settings("t", Protocol.TCP, at("127.0.0.1", tcp.getLocalPort()), NetFixture.LIMITS));
            fixture.net.listeners().put("u", settings("u", Protocol.UDP, at("127.0.0.1", udp.getLocalPort()), NetFixture.LIMITS));
            assertTrue(fixture.net.endpoints().isEmpty());
            assertTrue(fixture.net.status().toString().contains("ss -lntp 'sport = :" + tcp.getLocalPort()), fixture.net.status().toString());
        }
        until(() -> fixture.net.endpoints().size() == 2);
    }

    @Test
    void waitsForAnAddressThatTheMachineDoesNotHave() {
        fixture.net.listeners().put("t", settings("t", Protocol.TCP, at("192.0.2.99", 0), NetFixture.LIMITS));
        fixture.net.listeners().put("u", settings("u", Protocol.UDP, at("2001:db8::99", 0), NetFixture.LIMITS));
        assertTrue(fixture.net.endpoints().isEmpty());
        assertTrue(fixture.net.status().toString().contains("the address 192.0.2.99"), fixture.net.status().toString());
        assertTrue(fixture.net.status().toString().contains("the address 2001:db8::99"), fixture.net.status().toString());
    }

    @Test
    void doesNotShareAPortWithAnotherServerOfTheSameUser() {
        InetSocketAddress there = fixture.listen(Protocol.UDP);
        try (NetFixture second = new NetFixture()) {
            second.net.listeners().put("udp", settings("udp", Protocol.UDP, there, NetFixture.LIMITS));
            assertTrue(second.net.endpoints().isEmpty());
        }
    }

    @Test
    void leavesANameToTheConfigurationThatHasIt() {
        InetSocketAddress there = fixture.listen(Protocol.UDP);
        fixture.net.listeners().put("another owner", settings("udp", Protocol.UDP, at("127.0.0.1", 0), NetFixture.LIMITS));
        assertEquals(there, fixture.endpoint("udp").local());
        fixture.net.listeners().remove("udp");
        until(() -> fixture.net.endpoints().size() == 1);
    }

    @Test
    void tellsTheRemedyForWhatTheKernelRefuses() {
        ListenerSettings low = settings("u", Protocol.UDP, at("127.0.0.1", 53), NetFixture.LIMITS);
        assertTrue(BindFault.explain(low, new BindException("Address already in use")).contains("ss -lnup"));
        assertTrue(BindFault.explain(low, new IOException("bind(..) failed with error(-13): Permission denied")).contains("ip_unprivileged_port_start=53"));
        assertTrue(BindFault.explain(low, new BindException("Cannot assign requested address")).contains("127.0.0.1"));
    }
}
