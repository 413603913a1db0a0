package org.hotcut.net;

import static org.awaitility.Awaitility.await;
import static org.hotcut.net.NetFixture.LIMITS;
import static org.hotcut.net.NetFixture.at;
import static org.hotcut.net.NetFixture.connect;
import static org.hotcut.net.NetFixture.read;
import static org.hotcut.net.NetFixture.readAll;
import static org.hotcut.net.NetFixture.settings;
import static org.hotcut.net.NetFixture.until;
import static org.hotcut.net.NetFixture.write;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.hotcut.core.api.net.FlowInfo;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.core.api.net.RelayStream;
import org.hotcut.core.api.net.StreamBudget;
import org.hotcut.core.api.net.StreamDoor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Connections of peers, joined with those of clients. */
class RelayStreamsTest {
    private static final int MUCH = 8 << 20;
    private static final int LITTLE = 64 << 10;
    private static final int PATIENCE = 20_000;
    /** What is read of a side before it is seen that the budget is used up. */
    private static final int AT_ONCE = 256 << 10;
    private static final StreamBudget ANY = bytes -> 0;

    private final NetFixture fixture = new NetFixture();
    private final Certificates certificates = new Certificates();
    private final LineTransport turn = new LineTransport();
    private final BlockingQueue<RelayStream> accepted = new LinkedBlockingQueue<>();
    private final int loop = fixture.net.packets().packetLoops()[0];

    RelayStreamsTest() {
        fixture.net.bind(turn, Map.of("hotcut.name", "turn", "hotcut.first", "T"));
        fixture.net.tls().install(List.of(certificates.credential("EC", "a.test")), certificates.authorities());
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void whatComesByOneLeavesByTheOther() throws Exception {
        StreamDoor door = door();
        try (Socket client = client(Protocol.TCP); Socket peer = connect(door.local())) {
            RelayStream stream = joined(client, accepted());
            write(client, "from the client, without an end of line");
            assertEquals("from the client", read(peer, 15));
            write(peer, "from the peer");
            assertEquals("from the peer", read(client, 13));
            until(() -> stream.sent() == 39);
            assertEquals(13, stream.received());
            assertEquals(List.of("TURN"), turn.messages);
        }
    }

    @Test
    void aPeerIsNotReadBeforeItIsStarted() throws Exception {
        StreamDoor door = door();
        try (Socket client = client(Protocol.TCP); Socket peer = connect(door.local())) {
            write(peer, "early");
            RelayStream stream = accepted();
            long flow = flow();
            assertTrue(fixture.net.streams().join(flow, stream, ANY).toCompletableFuture().get());
            fixture.net.send(fixture.net.find(flow), "the response".getBytes(StandardCharsets.UTF_8));
            assertEquals("the response", read(client, 12));
            assertEquals(0, stream.received());
            stream.start();
            assertEquals("early", read(client, 5));
        }
    }

    @Test
    void whatCameBehindTheRequestIsThePeers() throws Exception {
        StreamDoor door = door();
        try (Socket client = client(Protocol.TCP); Socket peer = connect(door.local())) {
            write(client, "ANOTHER\nand what is no line");
            until(() -> turn.messages.size() == 2);
            joined(client, accepted());
            assertEquals("and what is no line", read(peer, 19));
        }
    }

    @Test
    void muchPassesEitherWayWithoutLossOverTcp() throws Exception {
        muchPasses(Protocol.TCP);
    }

    @Test
    void muchPassesEitherWayWithoutLossOverTls() throws Exception {
        muchPasses(Protocol.TLS);
    }

    private void muchPasses(Protocol protocol) throws Exception {
        StreamDoor door = door();
        try (Socket client = client(protocol); Socket peer = connect(door.local())) {
            joined(client, accepted());
            byte[] up = random(1);
            byte[] down = random(2);
            CompletableFuture<Void> writesUp = writing(client, up);
            CompletableFuture<Void> writesDown = writing(peer, down);
            CompletableFuture<byte[]> readsDown = reading(client, down.length);
            assertArrayEquals(up, peer.getInputStream().readNBytes(up.length));
            assertArrayEquals(down, readsDown.get());
            writesUp.get();
            writesDown.get();
        }
    }

    @Test
    void whoDoesNotReadIsWaitedForAndNothingIsKept() throws Exception {
        StreamDoor door = door();
        try (Socket client = client(Protocol.TCP); Socket peer = connect(door.local())) {
            client.setSendBufferSize(LITTLE);
            peer.setReceiveBufferSize(LITTLE);
            joined(client, accepted());
            byte[] up = random(3);
            CompletableFuture<Void> writes = writing(client, up, up, up, up);
            until(() -> fixture.net.list().stream().anyMatch(FlowInfo::waiting));
            assertFalse(writes.isDone());
            for (int i = 0; i < 4; i++) {
                assertArrayEquals(up, peer.getInputStream().readNBytes(up.length));
            }
            writes.get();
        }
    }

    @Test
    void aPeerIsReadNoFasterThanTheClientReads() throws Exception {
        StreamDoor door = door();
        try (Socket client = client(Protocol.TCP); Socket peer = connect(door.local())) {
            client.setReceiveBufferSize(LITTLE);
            peer.setSendBufferSize(LITTLE);
            RelayStream stream = joined(client, accepted());
            byte[] down = random(4);
            CompletableFuture<Void> writes = writing(peer, down, down, down, down);
            until(() -> stream.received() > 0);
            assertFalse(writes.isDone());
            for (int i = 0; i < 4; i++) {
                assertArrayEquals(down, client.getInputStream().readNBytes(down.length));
            }
            writes.get();
        }
    }

    @Test
    void whatAClientSendsOverTheBudgetIsReadLaterAndNotLost() throws Exception {
        overTheBudget(Protocol.TCP, true);
    }

    @Test
    void whatAClientSendsOverTheBudgetByTlsIsReadLaterAndNotLost() throws Exception {
        overTheBudget(Protocol.TLS, true);
    }

    @Test
    void whatAPeerSendsOverTheBudgetIsReadLaterAndNotLost() throws Exception {
        overTheBudget(Protocol.TCP, false);
    }

    private void overTheBudget(Protocol protocol, boolean up) throws Exception {
        StreamDoor door = door();
        Filled budget = new Filled(1 << 20);
        try (Socket client = client(protocol); Socket peer = connect(door.local())) {
            RelayStream stream = joined(client, accepted(), budget);
            byte[] much = random(5);
            CompletableFuture<Void> writes = writing(up ? client : peer, much);
            CompletableFuture<byte[]> reads = reading(up ? peer : client, much.length);
            until(() -> budget.left.get() <= 0);
            budget.asked.set(0);
            until(() -> budget.asked.get() > 20);
            long passed = up ? stream.sent() : stream.received();
            assertTrue(passed >= 1 << 20 && passed <= (1 << 20) + AT_ONCE, passed + " bytes passed");
            budget.left.set(Long.MAX_VALUE / 2);
            assertArrayEquals(much, reads.get());
            writes.get();
        }
    }

    @Test
    void bothWaysTogetherPassNoMoreThanTheBudgetHas() throws Exception {
        StreamDoor door = door();
        Filled budget = new Filled(1 << 20);
        try (Socket client = client(Protocol.TCP); Socket peer = connect(door.local())) {
            RelayStream stream = joined(client, accepted(), budget);
            byte[] up = random(6);
            byte[] down = random(7);
            writing(client, up);
            writing(peer, down);
            CompletableFuture<byte[]> readsUp = reading(peer, up.length);
            CompletableFuture<byte[]> readsDown = reading(client, down.length);
            for (long given = 1 << 20; given <= 4 << 20; given += 1 << 20) {
                until(() -> budget.left.get() <= 0);
                budget.asked.set(0);
                until(() -> budget.asked.get() > 20);
                long passed = stream.sent() + stream.received();
                assertTrue(passed >= given && passed <= given + 2 * AT_ONCE, passed + " bytes passed of " + given);
                budget.left.addAndGet(1 << 20);
            }
            budget.left.set(Long.MAX_VALUE / 2);
            assertArrayEquals(up, readsUp.get());
            assertArrayEquals(down, readsDown.get());
        }
    }

    @Test
    void bytesASecondAreNoMoreThanTheBudgetAllows() throws Exception {
        StreamDoor door = door();
        long start = System.nanoTime();
        AtomicLong taken = new AtomicLong();
        StreamBudget millionASecond = bytes -> Math.max(0, taken.addAndGet(bytes) * 1000 - (System.nanoTime() - start));
        try (Socket client = client(Protocol.TCP); Socket peer = connect(door.local())) {
            joined(client, accepted(), millionASecond);
            writing(client, Arrays.copyOf(random(8), 1_000_000));
            assertEquals(1_000_000, peer.getInputStream().readNBytes(1_000_000).length);
            long most = (System.nanoTime() - start) / 1000 + AT_ONCE;
            assertTrue(most >= 1_000_000, "by now there should be " + most + " bytes");
        }
    }

    @Test
    void whoIsNotReadForTheBudgetIsClosedAllTheSame() throws Exception {
        StreamDoor door = door();
        Filled budget = new Filled(0);
        try (Socket client = client(Protocol.TCP); Socket peer = connect(door.local())) {
            RelayStream stream = joined(client, accepted(), budget);
            write(client, "once");
            write(peer, "once");
            until(() -> budget.asked.get() > 3);
            stream.close();
            assertEquals("once", readAll(peer));
            assertEquals("once", readAll(client));
            until(() -> fixture.net.streams().open() == 0);
        }
    }

    @Test
    void whenThePeerClosesTheClientGetsTheRestAndTheEnd() throws Exception {
        StreamDoor door = door();
        try (Socket client = client(Protocol.TLS); Socket peer = connect(door.local())) {
            CompletableFuture<Void> closed = new CompletableFuture<>();
            RelayStream stream = joined(client, accepted());
            stream.whenClosed(() -> closed.complete(null));
            write(peer, "the last words");
            peer.close();
            assertEquals("the last words", readAll(client));
            closed.get();
            until(() -> fixture.net.streams().open() == 0);
        }
    }

    @Test
    void whenTheClientClosesThePeerGetsTheRestAndTheEnd() throws Exception {
        StreamDoor door = door();
        try (Socket client = client(Protocol.TCP); Socket peer = connect(door.local())) {
            joined(client, accepted());
            write(client, "the last words");
            client.close();
            assertEquals("the last words", readAll(peer));
            until(() -> fixture.net.list().isEmpty() && fixture.net.streams().open() == 0);
        }
    }

    @Test
    void whenWeCloseBothEnd() throws Exception {
        StreamDoor door = door();
        try (Socket client = client(Protocol.TCP); Socket peer = connect(door.local())) {
            joined(client, accepted()).close();
            assertEquals("", readAll(peer));
            assertEquals("", readAll(client));
        }
    }

    @Test
    void whoNeverReadsCannotKeepWhatWeClose() throws Exception {
        StreamDoor door = door();
        try (Socket client = client(Protocol.TCP); Socket peer = new Socket()) {
            peer.setReceiveBufferSize(4_096);
            peer.connect(door.local());
            RelayStream stream = joined(client, accepted());
            byte[][] much = new byte[64][];
            Arrays.fill(much, random(3)); // more than all kernels between take
            writing(client, much);
            AtomicLong before = new AtomicLong(-1);
            await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(300)).until(() -> before.getAndSet(stream.sent()) == stream.sent() && stream.sent() > 0);
            stream.close();
            until(() -> fixture.net.streams().open() == 0);
            assertTrue(peer.isConnected());
        }
    }

    @Test
    void whatIsAbortedPassesNothingMore() throws Exception {
        StreamDoor door = door();
        try (Socket client = client(Protocol.TCP); Socket peer = connect(door.local())) {
            RelayStream stream = joined(client, accepted());
            write(client, "before");
            assertEquals("before", read(peer, 6));
            stream.abort();
            assertEquals("", readAll(client));
            assertEquals("", readAll(peer));
            until(() -> fixture.net.streams().open() == 0);
        }
    }

    @Test
    void oneThatIsNotWantedIsClosed() throws Exception {
        StreamDoor door = door();
        try (Socket peer = connect(door.local())) {
            accepted().close();
            assertEquals("", readAll(peer));
        }
    }

    @Test
    void connectionsLeaveFromThePortAtWhichOthersAreTaken() throws Exception {
        StreamDoor door = door();
        try (ServerSocket one = new ServerSocket(0, 5, at("127.0.0.1", 0).getAddress()); ServerSocket two = new ServerSocket(0, 5, at("127.0.0.1", 0).getAddress());
            Socket client = client(Protocol.TCP)) {
            RelayStream first = connected(door, (InetSocketAddress) one.getLocalSocketAddress());
            RelayStream second = connected(door, (InetSocketAddress) two.getLocalSocketAddress());
            try (Socket there = one.accept(); Socket alsoThere = two.accept(); Socket incoming = connect(door.local())) {
                assertEquals(door.local(), there.getRemoteSocketAddress());
                assertEquals(door.local(), alsoThere.getRemoteSocketAddress());
                assertNotNull(accepted());
                assertEquals(incoming.getRemoteSocketAddress(), door.local());
                joined(client, first);
                write(client, "hello");
                assertEquals("hello", read(there, 5));
                second.close();
                assertEquals("", readAll(alsoThere));
            }
        }
    }

    @Test
    void whereNobodyListensNothingIsConnected() throws Exception {
        StreamDoor door = door();
        InetSocketAddress nobody;
        try (ServerSocket gone = new ServerSocket(0, 1, at("127.0.0.1", 0).getAddress())) {
            nobody = (InetSocketAddress) gone.getLocalSocketAddress();
        }
        ExecutionException refused = assertThrows(ExecutionException.class, () -> connected(door, nobody));
        assertInstanceOf(IOException.class, refused.getCause());
        until(() -> fixture.net.streams().open() == 0);
    }

    @Test
    void aDoorThatIsClosedTakesNoMoreAndItsConnectionsLiveOn() throws Exception {
        StreamDoor door = door();
        try (Socket client = client(Protocol.TCP); Socket peer = connect(door.local())) {
            RelayStream stream = accepted();
            InetSocketAddress local = door.local();
            door.close();
            until(() -> refuses(local));
            joined(client, stream);
            write(peer, "still here");
            assertEquals("still here", read(client, 10));
        }
    }

    @Test
    void withItsDoorEndsWhatIsNotConnectedYet() throws Exception {
        List<StreamDoor> doors = new ArrayList<>();
        List<CompletableFuture<RelayStream>> attempts = new ArrayList<>();
        try (ServerSocket full = new ServerSocket(0, 1, at("127.0.0.1", 0).getAddress())) {
            for (int i = 0; i < 8; i++) { // more than the kernel lets wait there
                doors.add(door());
                attempts.add(fixture.net.streams().connect(doors.get(i), (InetSocketAddress) full.getLocalSocketAddress(), 600_000).toCompletableFuture());
            }
            until(() -> attempts.stream().anyMatch(CompletableFuture::isDone));
            doors.forEach(StreamDoor::close);
            until(() -> attempts.stream().allMatch(CompletableFuture::isDone));
            until(() -> fixture.net.streams().open() == attempts.stream().filter(attempt -> !attempt.isCompletedExceptionally()).count());
        }
    }

    @Test
    void aConnectionIsJoinedOnceAndOnlyWhileItIsThere() throws Exception {
        StreamDoor door = door();
        try (Socket client = client(Protocol.TCP); Socket peer = connect(door.local()); Socket other = connect(door.local())) {
            assertTrue(peer.isConnected() && other.isConnected());
            RelayStream stream = accepted();
            RelayStream second = accepted();
            long flow = flow();
            joined(client, stream);
            assertFalse(fixture.net.streams().join(flow, second, ANY).toCompletableFuture().get());
            assertFalse(fixture.net.streams().join(flow, stream, ANY).toCompletableFuture().get());
            assertFalse(fixture.net.streams().join(4711, second, ANY).toCompletableFuture().get());
        }
    }

    @Test
    void aPortCannotBeListenedAtWhereItIsNotOurs() {
        assertThrows(IOException.class, () -> fixture.net.streams().listen(loop, at("198.51.100.77", 0), accepted::add));
    }

    @Test
    void fromTheLoopItselfToo() throws Exception {
        CompletableFuture<StreamDoor> opened = new CompletableFuture<>();
        fixture.net.loops().execute(loop, () -> {
            try {
                opened.complete(door());
            } catch (IOException e) {
                opened.completeExceptionally(e);
            }
        });
        try (Socket peer = connect(opened.get().local())) {
            assertEquals(peer.getLocalPort(), accepted().remote().getPort());
        }
    }

    /** A budget that the test fills. */
    private static final class Filled implements StreamBudget {
        final AtomicLong left;
        /** How often it was asked whether there is something again. */
        final AtomicLong asked = new AtomicLong();

        Filled(long bytes) {
            left = new AtomicLong(bytes);
        }

        @Override
        public long take(int bytes) {
            asked.addAndGet(bytes == 0 ? 1 : 0);
            return left.addAndGet(-bytes) > 0 ? 0 : 1;
        }
    }

    private StreamDoor door() throws IOException {
        return fixture.net.streams().listen(loop, at("127.0.0.1", 0), accepted::add);
    }

    private RelayStream accepted() throws InterruptedException {
        RelayStream stream = accepted.poll(1, TimeUnit.MINUTES);
        assertNotNull(stream);
        return stream;
    }

    private RelayStream connected(StreamDoor door, InetSocketAddress remote) throws Exception {
        return fixture.net.streams().connect(door, remote, PATIENCE).toCompletableFuture().get();
    }

    /** A client that has sent a line. */
    private Socket client(Protocol protocol) throws IOException {
        ListenerSettings like = settings("turn", protocol, at("127.0.0.1", 0), LIMITS);
        InetSocketAddress there = fixture.listen(new ListenerSettings("turn", protocol, new Spoken(List.of("turn"), Map.of()), like.address(), null, 0, like.tls(), 1 << 20, LIMITS));
        Socket socket = protocol == Protocol.TLS ? TlsSocket.connect(certificates, there, null, new String[0]) : connect(there);
        socket.setSoTimeout(60_000);
        write(socket, "TURN\n");
        until(() -> turn.messages.contains("TURN"));
        return socket;
    }

    private long flow() {
        return turn.flows.get(0).id();
    }

    private RelayStream joined(Socket client, RelayStream stream) throws Exception {
        return joined(client, stream, ANY);
    }

    private RelayStream joined(Socket client, RelayStream stream, StreamBudget budget) throws Exception {
        assertTrue(client.isConnected());
        assertTrue(fixture.net.streams().join(flow(), stream, budget).toCompletableFuture().get());
        stream.start();
        return stream;
    }

    private static byte[] random(int seed) {
        byte[] bytes = new byte[MUCH];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static CompletableFuture<Void> writing(Socket socket, byte[]... blocks) {
        return CompletableFuture.runAsync(() -> {
            try {
                for (byte[] block : blocks) {
                    socket.getOutputStream().write(block);
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }, task -> new Thread(task).start());
    }

    private static CompletableFuture<byte[]> reading(Socket socket, int length) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return socket.getInputStream().readNBytes(length);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }, task -> new Thread(task).start());
    }

    private static boolean refuses(InetSocketAddress address) {
        try (Socket socket = connect(address)) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }
}
