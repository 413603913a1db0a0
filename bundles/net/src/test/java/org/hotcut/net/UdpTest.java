package org.hotcut.net;

import static org.hotcut.net.NetFixture.at;
import static org.hotcut.net.NetFixture.receive;
import static org.hotcut.net.NetFixture.send;
import static org.hotcut.net.NetFixture.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Protocol;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UdpTest {
    private NetFixture fixture = new NetFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource({"EPOLL,127.0.0.1,127.0.0.1", "EPOLL,::1,::1", "EPOLL,0.0.0.0,127.0.0.1", "EPOLL,::,127.0.0.1", "EPOLL,::,::1",
        "NIO,127.0.0.1,127.0.0.1", "NIO,::1,::1", "NIO,::,127.0.0.1"})
    void answersADatagramOverTheFlowItCameBy(Sockets sockets, String listen, String client) throws IOException {
        try (NetFixture other = new NetFixture(sockets, 2); DatagramSocket peer = new DatagramSocket(0, at(client, 0).getAddress())) {
            LineTransport transport = other.bind("udp");
            transport.then = (flow, message) -> other.net.send(flow, bytes("re: " + message));
            int port = other.listen(NetFixture.settings("u", Protocol.UDP, at(listen, 0), NetFixture.LIMITS)).getPort();
            send(peer, at(client, port), "hello");
            assertEquals("re: hello", receive(peer));
            Flow flow = transport.flows.get(0);
            assertEquals(at(client, peer.getLocalPort()), flow.remote());
            assertEquals(InetSocketAddress.class, flow.remote().getClass());
            assertEquals("u", flow.endpoint());
            assertTrue(flow.id() < 0, "the top bit of a datagram flow is set");
            assertEquals(flow, other.net.udp("u", flow.remote()));
            assertTrue(other.net.isOpen(flow));
        }
    }

    @Test
    void showsAPeerOfADualStackListenerAsIpv4() throws IOException {
        LineTransport transport = fixture.bind("udp");
        int port = fixture.listen(NetFixture.settings("u", Protocol.UDP, at("::", 0), NetFixture.LIMITS)).getPort();
        try (DatagramSocket peer = new DatagramSocket(0, at("127.0.0.1", 0).getAddress())) {
            send(peer, at("127.0.0.1", port), "x");
            until(() -> transport.flows.size() == 1);
            assertTrue(transport.flows.get(0).remote().getAddress() instanceof Inet4Address);
        }
    }

    @Test
    void givesAFlowTheSameIdAfterARestart() {
        int port = fixture.listen(Protocol.UDP).getPort();
        Flow before = fixture.net.udp("udp", at("127.0.0.1", 5));
        fixture.close();
        fixture = new NetFixture();
        fixture.listen(NetFixture.settings("udp", Protocol.UDP, at("127.0.0.1", port), NetFixture.LIMITS));
        assertEquals(before, fixture.net.udp("udp", at("127.0.0.1", 5)));
        assertNotEquals(before, fixture.net.udp("udp", at("127.0.0.1", 6)));
    }

    @Test
    void findsTheFirstListenerThatReachesAPeer() {
        fixture.listen(NetFixture.settings("a6", Protocol.UDP, at("::1", 0), NetFixture.LIMITS));
        fixture.listen(NetFixture.settings("b4", Protocol.UDP, at("127.0.0.1", 0), NetFixture.LIMITS));
        assertEquals("b4", fixture.net.udp(null, at("127.0.0.1", 9)).endpoint());
        assertEquals("a6", fixture.net.udp(null, at("::1", 9)).endpoint());
        assertNull(fixture.net.udp(null, at("192.0.2.1", 9)), "loopback does not reach the world");
        assertNull(fixture.net.udp("a6", at("127.0.0.1", 9)), "another address family");
        assertNull(fixture.net.udp("none", at("127.0.0.1", 9)));
    }

    @Test
    void sendsFromAnyThread() throws Exception {
        fixture.listen(Protocol.UDP);
        try (DatagramSocket peer = new DatagramSocket(0, at("127.0.0.1", 0).getAddress())) {
            Flow flow = fixture.net.udp(null, at("127.0.0.1", peer.getLocalPort()));
            assertTrue(fixture.net.send(flow, bytes("one")));
            assertEquals("one", receive(peer));
            for (int loop = 0; loop < fixture.net.loops().count(); loop++) {
                fixture.net.loops().execute(loop, () -> fixture.net.send(flow, bytes("more")));
                assertEquals("more", receive(peer));
            }
        }
    }

    @Test
    void parksWhileNoTransportIsThereAndHandsOverInOrder() throws IOException {
        InetSocketAddress there = fixture.listen(Protocol.UDP);
        LineTransport before = fixture.bind("udp");
        try (DatagramSocket peer = new DatagramSocket(0, at("127.0.0.1", 0).getAddress())) {
            send(peer, there, "0");
            until(() -> before.messages.size() == 1);
            fixture.net.unbind(before);
            List<String> sent = new ArrayList<>();
            for (int i = 1; i <= 500; i++) {
                send(peer, there, "m" + i);
                sent.add("m" + i);
                if (i % 100 == 0) {
                    int parked = i;
                    until(() -> fixture.parked() == parked); // the socket's buffer may hold no more than a few hundred
                }
            }
            assertEquals(1, before.messages.size());
            LineTransport after = fixture.bind("udp");
            for (int i = 501; i <= 600; i++) {
                send(peer, there, "m" + i);
                sent.add("m" + i);
            }
            until(() -> after.messages.size() == 600);
            assertEquals(sent, after.messages);
            assertEquals(0, fixture.parked());
        }
    }

    @Test
    void countsWhatTheParkingPlaceCannotTake() {
        ParkedDatagrams.Room room = new ParkedDatagrams.Room(3, 100);
        ParkedDatagrams one = new ParkedDatagrams(room);
        ParkedDatagrams two = new ParkedDatagrams(room);
        Flow flow = new Flow(1, "u", Protocol.UDP, at("127.0.0.1", 1), at("127.0.0.1", 2));
        assertTrue(one.add(flow, ByteBuffer.allocate(50)));
        assertFalse(two.add(flow, ByteBuffer.allocate(51)), "bytes");
        assertTrue(two.add(flow, ByteBuffer.allocate(1)));
        assertTrue(two.add(flow, ByteBuffer.allocate(1)));
        assertFalse(two.add(flow, ByteBuffer.allocate(1)), "count");
        one.removeFirst();
        assertTrue(two.add(flow, ByteBuffer.allocate(98)));
        assertEquals(3, room.count());
        assertEquals(3, two.clear());
        assertEquals(0, room.count());
    }

    @Test
    void waitsAtUnbindForACallThatIsInside() throws Exception {
        InetSocketAddress there = fixture.listen(Protocol.UDP);
        LineTransport transport = fixture.bind("udp");
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        List<String> order = new java.util.concurrent.CopyOnWriteArrayList<>();
        transport.then = (flow, message) -> {
            inside.countDown();
            try {
                leave.await(60, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            order.add("left");
        };
        try (DatagramSocket peer = new DatagramSocket(0, at("127.0.0.1", 0).getAddress())) {
            send(peer, there, "x");
            assertTrue(inside.await(60, TimeUnit.SECONDS));
            Thread unbinding = new Thread(() -> {
                fixture.net.unbind(transport);
                order.add("unbound");
            });
            unbinding.start();
            until(() -> unbinding.getState() == Thread.State.TIMED_WAITING);
            assertTrue(order.isEmpty());
            leave.countDown();
            unbinding.join(60_000);
            assertEquals(List.of("left", "unbound"), order);
        }
    }

    @Test
    void canBeUnboundOnALoop() throws Exception {
        LineTransport transport = fixture.bind("udp");
        CompletableFuture<Boolean> passed = new CompletableFuture<>();
        fixture.net.loops().execute(0, () -> {
            fixture.net.unbind(transport);
            passed.complete(fixture.net.loops().barrier(60_000));
        });
        assertTrue(passed.get(120, TimeUnit.SECONDS), "it does not wait for itself");
    }

    @Test
    void givesNewWorkToTheHigherRankingThenToTheNewer() throws IOException {
        InetSocketAddress there = fixture.listen(Protocol.UDP);
        LineTransport older = new LineTransport();
        LineTransport newer = new LineTransport();
        LineTransport higher = new LineTransport();
        fixture.net.bind(higher, java.util.Map.of("hotcut.name", "udp", "service.id", 1L, "service.ranking", 5));
        fixture.net.bind(newer, java.util.Map.of("hotcut.name", "udp", "service.id", 3L));
        fixture.net.bind(older, java.util.Map.of("hotcut.name", "udp", "service.id", 2L));
        try (DatagramSocket peer = new DatagramSocket(0, at("127.0.0.1", 0).getAddress())) {
            send(peer, there, "1");
            until(() -> higher.messages.size() == 1);
            fixture.net.unbind(higher);
            send(peer, there, "2");
            until(() -> newer.messages.size() == 1);
            fixture.net.unbind(newer);
            send(peer, there, "3");
            until(() -> older.messages.size() == 1);
        }
    }

    @Test
    void givesADatagramToTheNextBearerWhenTheOneThatLeavesFails() throws Exception {
        InetSocketAddress there = fixture.listen(Protocol.UDP);
        LineTransport leaving = fixture.bind("udp");
        LineTransport next = new LineTransport();
        leaving.then = (flow, message) -> {
            // A call that is still inside when it is fenced: unbind on this very loop does not wait for it
            fixture.net.unbind(leaving);
            fixture.bind(next, "udp");
            throw new IllegalStateException("my services are gone");
        };
        try (DatagramSocket peer = new DatagramSocket(0, at("127.0.0.1", 0).getAddress())) {
            send(peer, there, "1");
            send(peer, there, "2");
            until(() -> next.messages.size() == 2);
            assertEquals(List.of("1", "2"), next.messages);
            assertEquals(0, fixture.drops(Drops.Reason.TRANSPORT_FAILED));
        }
    }

    @Test
    void survivesATransportThatThrows() throws IOException {
        InetSocketAddress there = fixture.listen(Protocol.UDP);
        LineTransport transport = fixture.bind("udp");
        transport.then = (flow, message) -> {
            if (message.equals("bad")) {
                throw new IllegalStateException("expected in this test");
            }
        };
        try (DatagramSocket peer = new DatagramSocket(0, at("127.0.0.1", 0).getAddress())) {
            send(peer, there, "bad");
            send(peer, there, "good");
            until(() -> transport.messages.contains("good"));
            assertEquals(1, fixture.drops(Drops.Reason.TRANSPORT_FAILED));
        }
    }

    @Test
    void dropsAndCountsDatagramsThatAreTooLong() throws IOException {
        InetSocketAddress there = fixture.listen(Protocol.UDP);
        LineTransport transport = fixture.bind("udp");
        try (DatagramSocket peer = new DatagramSocket(0, at("127.0.0.1", 0).getAddress())) {
            send(peer, there, "x".repeat(4097));
            send(peer, there, "y".repeat(4096));
            until(() -> transport.messages.size() == 1);
            assertEquals(1, fixture.drops(Drops.Reason.DATAGRAM_TOO_LONG));
        }
    }

    @Test
    void takesTheLongestDatagramThereIs() throws IOException {
        Limits limits = new Limits(65_536, 10, 10, 1000, 0, 1000, 0);
        InetSocketAddress there = fixture.listen(Protocol.UDP, limits);
        LineTransport transport = fixture.bind("udp");
        try (DatagramSocket peer = new DatagramSocket(0, at("127.0.0.1", 0).getAddress())) {
            peer.setSendBufferSize(1 << 20);
            send(peer, there, "x".repeat(65_507));
            until(() -> transport.messages.size() == 1);
            assertEquals(65_507, transport.messages.get(0).length());
        }
    }
}
