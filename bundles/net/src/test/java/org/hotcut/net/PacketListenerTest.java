package org.hotcut.net;

import static org.hotcut.net.NetFixture.LIMITS;
import static org.hotcut.net.NetFixture.at;
import static org.hotcut.net.NetFixture.receive;
import static org.hotcut.net.NetFixture.send;
import static org.hotcut.net.NetFixture.settings;
import static org.hotcut.net.NetFixture.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.hotcut.core.api.ban.Admission;
import org.hotcut.core.api.net.PacketHandler;
import org.hotcut.core.api.net.PacketSocket;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.testkit.RecordingBans;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PacketListenerTest {
    private final NetFixture fixture = new NetFixture();
    private long serviceIds;

    @AfterEach
    void close() {
        fixture.close();
    }

    /** Echoes, and remembers what came to which loop. */
    private final class Echo implements PacketHandler {
        final List<String> packets = new CopyOnWriteArrayList<>();
        final Map<InetSocketAddress, Set<Integer>> loops = new ConcurrentHashMap<>();
        final Set<PacketSocket> opened = ConcurrentHashMap.newKeySet();
        volatile PacketSocket socket;

        @Override
        public void opened(PacketSocket here) {
            opened.add(here);
        }

        @Override
        public void packet(PacketSocket here, ByteBuffer packet, InetSocketAddress from) {
            packets.add(StandardCharsets.UTF_8.decode(packet.duplicate()).toString());
            loops.computeIfAbsent(from, key -> new TreeSet<>()).add(fixture.net.loops().current());
            socket = here;
            here.send(packet, from);
        }
    }

    private static ListenerSettings turn(InetSocketAddress address) {
        return new ListenerSettings("turn-udp", Protocol.UDP, Spoken.only("turn"), address, null, 0, settings("x", Protocol.UDP, address, LIMITS).tls(), 1 << 20, LIMITS);
    }

    private InetSocketAddress listen() {
        return fixture.listen(turn(at("127.0.0.1", 0)));
    }

    private void bind(PacketHandler handler) {
        fixture.net.bind(handler, Map.of("hotcut.name", "turn", "service.id", ++serviceIds));
    }

    private Echo echo() {
        Echo echo = new Echo();
        bind(echo);
        return echo;
    }

    private static DatagramSocket peer(String host) throws IOException {
        return new DatagramSocket(0, at(host, 0).getAddress());
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1,127.0.0.1", "::1,::1", "::,::1", "::,127.0.0.1", "0.0.0.0,127.0.0.1"})
    void handsOverWhatComes(String local, String client) throws IOException {
        Echo echo = echo();
        InetSocketAddress there = at(client, fixture.listen(turn(at(local, 0))).getPort());
        try (DatagramSocket peer = peer(client)) {
            send(peer, there, "hello");
            assertEquals("hello", receive(peer));
            assertEquals(Set.of(at(client, peer.getLocalPort())), echo.loops.keySet());
            assertEquals("turn-udp", echo.socket.endpoint());
            assertEquals(there.getPort(), echo.socket.local().getPort());
            echo.socket.close();
            send(peer, there, "still there");
            assertEquals("still there", receive(peer));
        }
    }

    @Test
    void whoTakesPacketsIsToldOfEachSocketThoughNothingHasCome() {
        Set<PacketSocket> opened = ConcurrentHashMap.newKeySet();
        bind(new PacketHandler() {
            @Override
            public void packet(PacketSocket socket, ByteBuffer packet, InetSocketAddress from) {
                throw new IllegalStateException("nothing was sent");
            }

            @Override
            public void opened(PacketSocket socket) {
                assertEquals(socket.loop(), fixture.net.loops().current());
                opened.add(socket);
            }
        });
        InetSocketAddress there = listen();
        until(() -> !opened.isEmpty() && opened.stream().allMatch(socket -> socket.local().getPort() == there.getPort()));
    }

    @Test
    void spreadsClientsOverTheLoopsOfMediaAndKeepsEachOnOne() throws IOException {
        Echo echo = echo();
        InetSocketAddress there = listen();
        List<DatagramSocket> peers = new ArrayList<>();
        try {
            for (int i = 0; i < 64; i++) {
                peers.add(peer("127.0.0.1"));
            }
            for (int round = 0; round < 3; round++) {
                for (DatagramSocket peer : peers) {
                    send(peer, there, "x");
                    assertEquals("x", receive(peer));
                }
            }
        } finally {
            peers.forEach(DatagramSocket::close);
        }
        assertTrue(echo.loops.values().stream().allMatch(loops -> loops.size() == 1), echo.loops.toString());
        Set<Integer> used = echo.loops.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
        Set<Integer> all = IntStream.of(fixture.net.packets().packetLoops()).boxed().collect(Collectors.toSet());
        assertTrue(all.containsAll(used), used.toString());
        if (System.getProperty("os.name").startsWith("Linux")) {
            assertEquals(all, used);
        }
    }

    @Test
    void whatCameWhileNobodyWasThereIsHandedOverInOrder() throws IOException {
        InetSocketAddress there = listen();
        try (DatagramSocket peer = peer("127.0.0.1")) {
            send(peer, there, "1");
            send(peer, there, "2");
            Echo first = echo();
            until(() -> first.packets.size() == 2);
            fixture.net.unbind(first);
            send(peer, there, "3");
            send(peer, there, "4");
            assertTrue(fixture.net.status().get("transports absent").toString().contains("turn"));
            Echo second = echo();
            until(() -> second.packets.size() == 2);
            assertEquals(List.of("1", "2"), first.packets);
            assertEquals(List.of("3", "4"), second.packets);
        }
    }

    @Test
    void nobodyIsInsideAHandlerThatHasLeft() throws Exception {
        InetSocketAddress there = listen();
        CountDownLatch inside = new CountDownLatch(1);
        AtomicBoolean out = new AtomicBoolean();
        PacketHandler slow = (socket, packet, from) -> {
            inside.countDown();
            long end = System.nanoTime() + 100_000_000L;
            while (System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            out.set(true);
        };
        bind(slow);
        try (DatagramSocket peer = peer("127.0.0.1")) {
            send(peer, there, "x");
            assertTrue(inside.await(60, TimeUnit.SECONDS));
            fixture.net.unbind(slow);
            assertTrue(out.get());
        }
    }

    @Test
    void aNewHandlerTakesOverFromAnOlderOne() throws IOException {
        InetSocketAddress there = listen();
        Echo older = echo();
        until(() -> older.opened.size() == (int) fixture.net.listeners().status().get(0).get("sockets"));
        Echo newer = echo();
        until(() -> Set.copyOf(newer.opened).equals(Set.copyOf(older.opened)));
        try (DatagramSocket peer = peer("127.0.0.1")) {
            send(peer, there, "1");
            assertEquals("1", receive(peer));
            fixture.net.unbind(newer);
            send(peer, there, "2");
            assertEquals("2", receive(peer));
        }
        assertEquals(List.of("1"), newer.packets);
        assertEquals(List.of("2"), older.packets);
    }

    @Test
    void survivesAHandlerThatThrows() throws IOException {
        InetSocketAddress there = listen();
        bind((socket, packet, from) -> {
            if (packet.remaining() == 3) {
                throw new IllegalStateException("expected in this test");
            }
            socket.send(packet, from);
        });
        try (DatagramSocket peer = peer("127.0.0.1")) {
            send(peer, there, "bad");
            send(peer, there, "good");
            assertEquals("good", receive(peer));
        }
        assertEquals(1, fixture.drops(Drops.Reason.HANDLER_FAILED));
    }

    @Test
    void dropsAndCountsWhatIsTooLong() throws IOException {
        InetSocketAddress there = listen();
        Echo echo = echo();
        try (DatagramSocket peer = peer("127.0.0.1")) {
            send(peer, there, "x".repeat(LIMITS.maxMessage() + 1));
            send(peer, there, "y".repeat(LIMITS.maxMessage()));
            assertEquals("y".repeat(LIMITS.maxMessage()), receive(peer));
        }
        assertEquals(1, echo.packets.size());
        assertEquals(1, fixture.drops(Drops.Reason.DATAGRAM_TOO_LONG));
    }

    @Test
    void requestsOfABannedSourceAreRefusedAndNobodyIsAskedAboutData() throws IOException {
        RecordingBans bans = new RecordingBans();
        fixture.net.bind(bans);
        bans.treat(InetAddress.getByName("127.0.0.1"), Admission.REFUSED);
        InetSocketAddress there = listen();
        Echo echo = echo();
        String request = "\u0000\u0001";
        String data = "@\u0000";
        try (DatagramSocket peer = peer("127.0.0.1")) {
            send(peer, there, request);
            send(peer, there, data);
            assertEquals(data, receive(peer));
        }
        assertEquals(List.of(data), echo.packets);
        assertEquals(1, fixture.drops(Drops.Reason.SOURCE_REFUSED));
    }

    @Test
    void opensAgainAtTheSamePlace() throws IOException {
        Echo echo = echo();
        InetSocketAddress there = listen();
        try (DatagramSocket peer = peer("127.0.0.1")) {
            for (int i = 0; i < 5; i++) {
                fixture.net.listeners().remove("turn-udp");
                assertTrue(fixture.net.listening().isEmpty());
                assertEquals(there, fixture.listen(turn(there)));
                send(peer, there, "x" + i);
                assertEquals("x" + i, receive(peer));
            }
        }
        assertEquals(5, echo.packets.size());
    }

    @Test
    void movesToAnotherAddress() throws IOException {
        echo();
        InetSocketAddress before = listen();
        InetSocketAddress after = fixture.listen(turn(at("127.0.0.2", 0)));
        assertNotEquals(before, after);
        try (DatagramSocket peer = peer("127.0.0.1")) {
            send(peer, after, "x");
            assertEquals("x", receive(peer));
        }
        new DatagramSocket(before).close();
    }

    @Test
    void becomesAListenerForSipAndBack() throws IOException {
        echo();
        LineTransport sip = fixture.bind("udp");
        sip.then = (flow, message) -> fixture.net.send(flow, ("sip " + message).getBytes(StandardCharsets.UTF_8));
        InetSocketAddress there = listen();
        try (DatagramSocket peer = peer("127.0.0.1")) {
            fixture.listen(settings("turn-udp", Protocol.UDP, there, LIMITS));
            send(peer, there, "x");
            assertEquals("sip x", receive(peer));
            fixture.net.listeners().put("turn-udp", turn(there));
            send(peer, there, "x");
            assertEquals("x", receive(peer));
        }
    }

    @Test
    void isNotOfferedToSip() {
        fixture.net.listeners().put("turn-udp", turn(at("127.0.0.1", 0)));
        assertTrue(fixture.net.endpoints().isEmpty());
        assertEquals(List.of("turn-udp"), fixture.net.listening().stream().map(each -> each.name()).toList());
        assertNull(fixture.net.udp(null, at("127.0.0.1", 9)));
        assertNull(fixture.net.udp("turn-udp", at("127.0.0.1", 9)));
    }

    @Test
    void doesNotShareAPortWithAnotherServerOfTheSameUser() {
        InetSocketAddress there = listen();
        try (NetFixture second = new NetFixture()) {
            second.net.listeners().put("turn-udp", turn(there));
            assertTrue(second.net.listening().isEmpty());
            assertTrue(second.net.status().toString().contains("ss -lnup"), second.net.status().toString());
        }
    }

    @Test
    void tellsItsSocketsAndWhatItSpeaks() {
        listen();
        String status = fixture.net.status().toString();
        assertTrue(status.contains("speaks=[turn]"), status);
        assertTrue(status.contains("packets={sockets=" + fixture.net.packets().packetLoops().length), status);
        assertTrue(status.contains("media loops=2"), status);
    }
}
