package org.hotcut.net;

import static org.hotcut.net.NetFixture.at;
import static org.hotcut.net.NetFixture.receive;
import static org.hotcut.net.NetFixture.send;
import static org.hotcut.net.NetFixture.until;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import org.hotcut.core.api.net.PacketHandler;
import org.hotcut.core.api.net.PacketLoops;
import org.hotcut.core.api.net.PacketSocket;
import org.hotcut.core.api.net.Protocol;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PacketLoopsTest {
    private static final PacketHandler ECHO = (socket, packet, from) -> socket.send(packet, from);

    private final NetFixture fixture = new NetFixture();
    private final PacketLoops packets = fixture.net.packets();
    private final int loop = packets.packetLoops()[0];

    @AfterEach
    void close() {
        fixture.close();
    }

    private static DatagramSocket peer(String host) throws IOException {
        return new DatagramSocket(0, at(host, 0).getAddress());
    }

    private static String text(ByteBuffer packet) {
        return StandardCharsets.UTF_8.decode(packet.duplicate()).toString();
    }

    private long figure(String name) {
        return ((Number) ((Map<?, ?>) fixture.net.status().get("packets")).get(name)).longValue();
    }

    /** Runs something on the loop and waits for it. */
    private void onLoop(Runnable task) throws Exception {
        CompletableFuture<Void> done = new CompletableFuture<>();
        fixture.net.loops().execute(loop, () -> {
            try {
                task.run();
                done.complete(null);
            } catch (RuntimeException | Error e) {
                done.completeExceptionally(e);
            }
        });
        done.get(60, TimeUnit.SECONDS);
    }

    private PacketSocket open(InetSocketAddress local, PacketHandler handler) {
        try {
            return packets.open(loop, local, handler);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void loopsOfMediaComeAfterThoseOfSignalling() {
        assertArrayEquals(Sockets.best() == Sockets.EPOLL ? new int[] {2, 3} : new int[] {0, 1}, packets.packetLoops());
        assertThrows(IllegalArgumentException.class, () -> packets.open(fixture.net.loops().count(), at("127.0.0.1", 0), ECHO));
        assertThrows(IllegalArgumentException.class, () -> packets.open(loop - 1, at("127.0.0.1", 0), ECHO));
    }

    @Test
    void theSameLoopsDoBothWhereThereIsNoEpoll() {
        try (NetFixture other = new NetFixture(Sockets.NIO, 2)) {
            assertEquals(2, other.net.loops().count());
            assertArrayEquals(new int[] {0, 1}, other.net.packets().packetLoops());
        }
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1,127.0.0.1", "::1,::1", "::,::1", "::,127.0.0.1", "0.0.0.0,127.0.0.1"})
    void echoes(String local, String client) throws IOException {
        AtomicReference<InetSocketAddress> seen = new AtomicReference<>();
        PacketSocket socket = packets.open(loop, at(local, 0), (here, packet, from) -> {
            seen.set(from);
            here.send(packet, from);
        });
        try (DatagramSocket peer = peer(client)) {
            send(peer, at(client, socket.local().getPort()), "hello");
            assertEquals("hello", receive(peer));
            assertEquals(at(client, peer.getLocalPort()), seen.get());
            assertEquals(InetSocketAddress.class, seen.get().getClass());
            assertEquals(client.indexOf(':') < 0, seen.get().getAddress() instanceof Inet4Address);
        }
        assertNull(socket.endpoint());
        assertEquals(loop, socket.loop());
        assertEquals(Protocol.UDP, socket.protocol());
        assertEquals(1, figure("received"));
        until(() -> figure("sent") == 1);
    }

    @Test
    void aHeaderIsWrittenInPlace() throws IOException {
        PacketSocket socket = packets.open(loop, at("127.0.0.1", 0), (here, packet, from) -> {
            assertTrue(packet.isDirect());
            int start = packet.position() - PacketLoops.HEADROOM;
            for (int i = 0; i < PacketLoops.HEADROOM; i++) {
                packet.put(start + i, (byte) 'h');
            }
            here.send(packet.position(start), from);
        });
        try (DatagramSocket peer = peer("127.0.0.1")) {
            send(peer, socket.local(), "payload");
            assertEquals("h".repeat(PacketLoops.HEADROOM) + "payload", receive(peer));
            send(peer, socket.local(), "other");
            assertEquals("h".repeat(PacketLoops.HEADROOM) + "other", receive(peer));
        }
    }

    @Test
    void takesTheLongestDatagramAndOneThatIsEmpty() throws IOException {
        PacketSocket socket = packets.open(loop, at("127.0.0.1", 0), ECHO);
        try (DatagramSocket peer = peer("127.0.0.1")) {
            peer.setSendBufferSize(1 << 20);
            send(peer, socket.local(), "x".repeat(65_507));
            assertEquals(65_507, receive(peer).length());
            send(peer, socket.local(), "");
            assertEquals("", receive(peer));
        }
        until(() -> figure("sent") == 2);
    }

    @Test
    void readsEverythingInOrderOnItsLoop() throws IOException {
        Set<Integer> loops = ConcurrentHashMap.newKeySet();
        List<String> got = new ArrayList<>();
        PacketSocket socket = packets.open(loop, at("127.0.0.1", 0), (here, packet, from) -> {
            loops.add(fixture.net.loops().current());
            got.add(text(packet));
            here.send(packet, from);
        });
        List<String> sent = IntStream.range(0, 200).mapToObj(i -> "m" + i).toList();
        try (DatagramSocket peer = peer("127.0.0.1")) {
            for (String each : sent.subList(0, 100)) {
                send(peer, socket.local(), each);
            }
            for (String each : sent.subList(0, 100)) {
                assertEquals(each, receive(peer));
            }
            for (String each : sent.subList(100, 200)) {
                send(peer, socket.local(), each);
                assertEquals(each, receive(peer));
            }
        }
        assertEquals(sent, got);
        assertEquals(Set.of(loop), loops);
    }

    @Test
    void manyAreOpenedAndClosedAndNothingIsLeft() throws Exception {
        try (DatagramSocket peer = peer("127.0.0.1")) {
            for (int round = 0; round < 5; round++) {
                List<PacketSocket> open = new ArrayList<>();
                for (int i = 0; i < 200; i++) {
                    int[] of = packets.packetLoops();
                    open.add(packets.open(of[i % of.length], at("127.0.0.1", 0), ECHO));
                }
                assertEquals(200, figure("sockets"));
                send(peer, open.get(round).local(), "x");
                assertEquals("x", receive(peer));
                open.forEach(PacketSocket::close);
                until(() -> figure("sockets") == 0);
            }
        }
    }

    @Test
    void aPortIsFreeAsSoonAsItsSocketIsClosedOnTheLoop() throws Exception {
        onLoop(() -> {
            PacketSocket first = open(at("127.0.0.1", 0), ECHO);
            for (int i = 0; i < 5; i++) {
                first.close();
                first = open(first.local(), ECHO);
            }
            first.close();
            first.close();
        });
        assertEquals(0, figure("sockets"));
    }

    @Test
    void nothingIsHandedOverAfterItWasClosedByItsOwnHandler() throws IOException {
        List<String> got = new ArrayList<>();
        CompletableFuture<Void> gone = new CompletableFuture<>();
        PacketSocket socket = packets.open(loop, at("127.0.0.1", 0), (here, packet, from) -> {
            got.add(text(packet));
            here.close();
            assertFalse(here.send(packet, from));
            gone.complete(null);
        });
        try (DatagramSocket peer = peer("127.0.0.1")) {
            for (int i = 0; i < 10; i++) {
                send(peer, socket.local(), "m" + i);
            }
            gone.join();
        }
        until(() -> figure("sockets") == 0);
        assertEquals(List.of("m0"), got);
    }

    @Test
    void othersWithPacketsWaitingAreReadThoughOneIsClosedMeanwhile() throws Exception {
        Set<Integer> heard = ConcurrentHashMap.newKeySet();
        List<PacketSocket> open = new ArrayList<>();
        List<PacketSocket> victims = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            int number = i;
            open.add(packets.open(loop, at("127.0.0.1", 0), (here, packet, from) -> {
                heard.add(number);
                here.close(); // as a client's Refresh with 0 does, while the selector hands out what else is ready
                if (!victims.isEmpty()) {
                    victims.remove(0).close();
                }
            }));
            victims.add(packets.open(loop, at("127.0.0.1", 0), ECHO));
        }
        onLoop(() -> open.forEach(each -> victims.get(0).send(StandardCharsets.UTF_8.encode("x"), each.local()))); // all are ready when the loop looks next
        until(() -> heard.size() == open.size());
        assertEquals(0, fixture.drops(Drops.Reason.HANDLER_FAILED));
        until(() -> figure("sockets") == 0);
    }

    @Test
    void saysInTheKernelsWordsWhyItDoesNotOpen() throws IOException {
        PacketSocket socket = packets.open(loop, at("127.0.0.1", 0), ECHO);
        BindException taken = assertThrows(BindException.class, () -> packets.open(loop, socket.local(), ECHO));
        assertTrue(taken.getMessage().contains("in use"), taken.getMessage());
        assertThrows(BindException.class, () -> packets.open(loop, at("192.0.2.99", 0), ECHO));
        assertEquals(1, figure("sockets"));
    }

    @Test
    void survivesAHandlerThatThrows() throws IOException {
        PacketSocket socket = packets.open(loop, at("127.0.0.1", 0), (here, packet, from) -> {
            if (text(packet).equals("bad")) {
                throw new StackOverflowError("expected in this test");
            }
            here.send(packet, from);
        });
        try (DatagramSocket peer = peer("127.0.0.1")) {
            send(peer, socket.local(), "bad");
            send(peer, socket.local(), "bad");
            send(peer, socket.local(), "good");
            assertEquals("good", receive(peer));
        }
        assertEquals(2, fixture.drops(Drops.Reason.HANDLER_FAILED));
    }

    @Test
    void whatCannotBeSentIsCounted() throws IOException {
        PacketSocket socket = packets.open(loop, at("127.0.0.1", 0), ECHO);
        assertFalse(socket.send(ByteBuffer.allocate(1), at("::1", 9)), "another address family");
        assertFalse(socket.send(ByteBuffer.allocate(1), at("127.0.0.1", 0)), "no port");
        assertFalse(socket.send(ByteBuffer.allocate(65_530), at("127.0.0.1", 9)), "longer than a datagram");
        assertEquals(3, fixture.drops(Drops.Reason.SEND_FAILED));
        assertEquals(0, figure("sent"));
    }

    @ParameterizedTest
    @EnumSource(Sockets.class)
    void sendsFromAnyThreadAndAnyLoop(Sockets sockets) throws Exception {
        try (NetFixture other = new NetFixture(sockets, 2); DatagramSocket peer = peer("127.0.0.1")) {
            PacketSocket socket = other.net.packets().open(other.net.packets().packetLoops()[1], at("127.0.0.1", 0), ECHO);
            InetSocketAddress to = at("127.0.0.1", peer.getLocalPort());
            assertTrue(socket.send(StandardCharsets.UTF_8.encode("one"), to));
            assertEquals("one", receive(peer));
            for (int i = 0; i < other.net.loops().count(); i++) {
                other.net.loops().execute(i, () -> socket.send(StandardCharsets.UTF_8.encode("more"), to));
                assertEquals("more", receive(peer));
            }
        }
    }

    @Test
    void closesEverythingWithTheNetwork() throws IOException {
        InetSocketAddress there;
        try (NetFixture other = new NetFixture()) {
            PacketSocket socket = other.net.packets().open(other.net.packets().packetLoops()[0], at("127.0.0.1", 0), ECHO);
            there = socket.local();
            assertNotEquals(0, there.getPort());
        }
        until(() -> isFree(there));
    }

    private static boolean isFree(InetSocketAddress there) {
        try (DatagramSocket socket = new DatagramSocket(there)) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
