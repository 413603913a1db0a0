package org.hotcut.net;

import static org.hotcut.net.NetFixture.LIMITS;
import static org.hotcut.net.NetFixture.at;
import static org.hotcut.net.NetFixture.receive;
import static org.hotcut.net.NetFixture.until;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.net.DatagramPacket;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.bouncycastle.tls.ProtocolVersion;
import org.hotcut.core.api.net.Endpoint;
import org.hotcut.core.api.net.PacketHandler;
import org.hotcut.core.api.net.PacketSocket;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.core.api.net.TlsStore.Credential;
import org.hotcut.testkit.DtlsClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 7350 at a listener of TURN, by Bouncy Castle's client. */
class DtlsTest {
    private final NetFixture fixture = new NetFixture();
    private final Certificates certificates = new Certificates();
    private final Echo echo = new Echo();
    private InetSocketAddress there;

    /** Echoes, and remembers. */
    private static final class Echo implements PacketHandler {
        final List<String> packets = new CopyOnWriteArrayList<>();
        final List<PacketSocket> sockets = new CopyOnWriteArrayList<>();
        final List<PacketSocket> opened = new CopyOnWriteArrayList<>();
        final List<InetSocketAddress> closed = new CopyOnWriteArrayList<>();

        @Override
        public void packet(PacketSocket here, ByteBuffer packet, InetSocketAddress from) {
            packets.add(here.protocol() + " " + StandardCharsets.UTF_8.decode(packet.duplicate()));
            sockets.add(here);
            assertTrue(packet.isDirect() && packet.position() >= 40);
            here.send(packet, from);
        }

        @Override
        public void opened(PacketSocket socket) {
            opened.add(socket);
        }

        @Override
        public void closed(PacketSocket socket, InetSocketAddress client) {
            assertEquals(Protocol.DTLS, socket.protocol());
            closed.add(client);
        }
    }

    @BeforeEach
    void listen() {
        fixture.net.tls().install(List.of(certificates.credential("EC", "a.test"), certificates.credential("RSA", "a.test"), certificates.credential("EC", "b.test")), List.of());
        fixture.net.bind(echo, Map.of("hotcut.name", "turn", "service.id", 1L));
        listen(true, "127.0.0.1", LIMITS);
    }

    private void listen(boolean dtls, String address, Limits limits) {
        there = fixture.listen(new ListenerSettings("turn-udp", Protocol.UDP, Spoken.only("turn"), at(address, 0), null, 0, TlsPolicy.DEFAULT, dtls, 1 << 20, limits));
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private DtlsClient client() throws IOException {
        return new DtlsClient(there);
    }

    private int sessions() {
        return (int) fixture.net.listeners().status().get(0).get("DTLS sessions");
    }

    /** Returns the next that comes, or null when the server has closed the session. */
    private static String hear(DtlsClient client) throws IOException {
        byte[] bytes = client.receive(60_000);
        assertTrue(bytes != null || client.isOver(), "nothing came");
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    private void assertEchoes(DtlsClient client, String text) throws IOException {
        client.send(text.getBytes(StandardCharsets.UTF_8));
        assertEquals(text, hear(client));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void whatIsDecryptedIsHandedOverAndWhatIsSentIsEncrypted(String address) throws IOException {
        listen(true, address, LIMITS);
        try (DtlsClient client = client().shakeHands()) {
            assertEchoes(client, "hello");
            assertEquals(List.of("DTLS hello"), echo.packets);
            PacketSocket socket = echo.sockets.get(0);
            assertEquals("turn-udp " + there.getPort(), socket.endpoint() + ' ' + socket.local().getPort());
            assertTrue(echo.opened.contains(socket), "told of before anything came");
            until(() -> sessions() == 1);
            assertEquals(List.of(Protocol.UDP, Protocol.DTLS), fixture.net.listening().stream().map(Endpoint::protocol).toList());
            assertTrue(socket.send(ByteBuffer.wrap("and more".getBytes(StandardCharsets.UTF_8)), at(address, client.local().getPort())), "from any thread");
            assertEquals("and more", hear(client));
            assertFalse(socket.send(ByteBuffer.allocate(0), client.local()), "not that it would be of any use");
            assertEchoes(client, "still there");
            assertTrue(client.sent().stream().noneMatch(datagram -> new String(datagram, StandardCharsets.ISO_8859_1).contains("hello")));
        }
    }

    @Test
    void datagramsInTheClearOfTheSamePortAreApart() throws IOException {
        try (DtlsClient client = client().shakeHands()) {
            client.throwIn(new byte[] {0x40, 'x'});
            assertEquals("@x", receive(client.socket()));
            assertEchoes(client, "y");
            assertEquals(List.of("UDP @x", "DTLS y"), echo.packets);
        }
    }

    @ParameterizedTest
    @CsvSource({"a.test,0", "b.test,2", ",0"})
    void presentsTheCertificateOfTheNameThatIsAskedFor(String name, int index) throws IOException {
        List<Credential> all = List.of(certificates.credential("EC", "a.test"), certificates.credential("RSA", "a.test"), certificates.credential("EC", "b.test"));
        fixture.net.tls().install(all, List.of());
        try (DtlsClient client = client()) {
            client.serverName(name);
            client.shakeHands();
            assertArrayEquals(all.get(index).chain().get(0), client.presented());
        }
    }

    @Test
    void anRsaCertificateDoesToo() throws IOException {
        Credential rsa = certificates.credential("RSA", "a.test");
        fixture.net.tls().install(List.of(rsa), List.of());
        try (DtlsClient client = client().shakeHands()) {
            assertArrayEquals(rsa.chain().get(0), client.presented());
            assertEchoes(client, "x");
        }
    }

    @Test
    void olderVersionsAreRefused() throws IOException {
        try (DtlsClient client = client()) {
            client.versions(ProtocolVersion.DTLSv10);
            assertThrows(IOException.class, client::shakeHands);
        }
        until(() -> fixture.drops(Drops.Reason.TLS_FAILED) == 1);
        assertEquals(0, sessions());
    }

    @Test
    void whoShowsNoCookieCostsNothing() throws IOException {
        byte[] hello;
        byte[] helloOfAnother;
        try (DtlsClient client = client().shakeHands()) {
            hello = client.hello(false);
            helloOfAnother = client.hello(true);
            client.leave();
        }
        until(() -> sessions() == 0);
        for (int i = 0; i < 50; i++) {
            try (DtlsClient stranger = client()) {
                for (int k = 0; k < 20; k++) {
                    stranger.throwIn(k % 2 == 0 ? hello : helloOfAnother);
                    DatagramPacket answer = new DatagramPacket(new byte[2048], 2048);
                    stranger.socket().setSoTimeout(60_000);
                    stranger.socket().receive(answer);
                    assertTrue(answer.getLength() < hello.length, "an answer that is longer");
                    assertEquals(3, answer.getData()[13], "no HelloVerifyRequest");
                }
            }
        }
        assertEquals(0, sessions());
        assertEquals(0, fixture.net.dtls().count());
    }

    @Test
    void whoFallsSilentInTheHandshakeIsForgotten() throws IOException {
        try (DtlsClient client = client()) {
            client.silent();
            client.timeout(3_000);
            assertThrows(IOException.class, client::shakeHands);
            until(() -> fixture.drops(Drops.Reason.TLS_FAILED) == 1);
            assertEquals(0, sessions());
        }
    }

    @Test
    void whereSilentPeersHaveAllPlacesAnotherIsServed() throws IOException {
        DtlsPlaces.Bounds patient = new DtlsPlaces.Bounds(4, 2, 300, 3_600_000);
        try (NetFixture small = new NetFixture(Sockets.best(), 2, patient); DtlsClient honest = crowd(small, patient)) {
            assertEchoes(honest.shakeHands(), "x");
            until(() -> small.drops(Drops.Reason.HANDSHAKE_CROWDED_OUT) > 0);
            small.net.listeners().remove("turn-udp");
            until(() -> small.net.dtls().count() == 0);
        }
    }

    /** Has silent peers take all places, and returns a client that has none. */
    private DtlsClient crowd(NetFixture small, DtlsPlaces.Bounds bounds) throws IOException {
        small.net.tls().install(List.of(certificates.credential("EC", "a.test")), List.of());
        small.net.bind(echo, Map.of("hotcut.name", "turn", "service.id", 1L));
        there = small.listen(new ListenerSettings("turn-udp", Protocol.UDP, Spoken.only("turn"), at("127.0.0.1", 0), null, 0, TlsPolicy.DEFAULT, true, 1 << 20, LIMITS));
        for (int i = 0; i < bounds.places(); i++) {
            int taken = i;
            try (DtlsClient silent = new DtlsClient(there, at("127.0.1." + (1 + i % 2), 0).getAddress())) {
                silent.silent();
                silent.timeout(500);
                // its first ones may be lost on a slow machine
                until(() -> {
                    assertThrows(IOException.class, silent::shakeHands);
                    return small.net.dtls().count() > taken;
                });
            }
        }
        return new DtlsClient(there, at("127.0.2.1", 0).getAddress());
    }

    @Test
    void manyClientsShakeHandsAtOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        Set<Integer> ports = ConcurrentHashMap.newKeySet(); // the kernel may give one twice, as the port of a client that has gone
        try {
            List<CompletableFuture<Void>> all = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                String text = "client " + i;
                all.add(CompletableFuture.runAsync(() -> {
                    try (DtlsClient client = client().shakeHands()) {
                        ports.add(client.local().getPort());
                        for (int k = 0; k < 10; k++) {
                            assertEchoes(client, text + ' ' + k);
                        }
                    } catch (IOException e) {
                        throw new IllegalStateException(text, e);
                    }
                }, threads));
            }
            CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();
            assertEquals(240, echo.packets.size());
            until(() -> sessions() == ports.size());
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void copiesAndWhatIsGarbledAreDropped() throws IOException {
        try (DtlsClient client = client().shakeHands()) {
            assertEchoes(client, "1");
            byte[] record = client.sent().get(client.sent().size() - 1);
            client.throwIn(record);
            byte[] garbled = record.clone();
            garbled[10]++; // another number: it is no copy
            garbled[record.length - 1] ^= 1;
            client.throwIn(garbled);
            byte[] longer = Arrays.copyOf(record, record.length + 40);
            client.throwIn(longer);
            client.throwIn(new byte[] {23, (byte) 254, (byte) 253, 0, 1});
            client.throwIn(new byte[] {23});
            assertEchoes(client, "2");
            assertEquals(List.of("DTLS 1", "DTLS 2"), echo.packets);
            until(() -> sessions() == 1);
        }
    }

    private static byte[] forged(int type, int epoch, int number, byte... content) {
        return ByteBuffer.allocate(13 + content.length).put((byte) type).putShort((short) 0xfefd).putShort((short) epoch).putShort((short) 1).putInt(number)
            .putShort((short) content.length).put(content).array();
    }

    /** RFC 6347 section 4.1.2.7: anybody can send them in the name of a client. */
    @Test
    void noForgedRecordEndsASession() throws IOException {
        try (DtlsClient client = client().shakeHands()) {
            int number = 0;
            for (int type : new int[] {20, 21, 22, 23, 24, 25}) {
                for (int epoch = 0; epoch < 3; epoch++) {
                    for (int length = 0; length < 30; length++) {
                        client.throwIn(forged(type, epoch, number++, new byte[length]));
                    }
                    client.throwIn(forged(type, epoch, number++, (byte) 2, (byte) 40)); // a fatal alert
                    client.throwIn(forged(type, epoch, number++, (byte) 1, (byte) 0)); // a good-bye
                    for (int version : new int[] {0, 0x0303, 0xfefc, 0xfefe, 0xffff}) {
                        byte[] record = forged(type, epoch, number++, new byte[40]);
                        ByteBuffer.wrap(record).putShort(1, (short) version);
                        client.throwIn(record);
                        client.throwIn(ByteBuffer.allocate(2 * record.length).put(forged(type, epoch, number++, new byte[40])).put(record).array());
                    }
                }
                assertEchoes(client, "after " + type);
            }
            assertEquals(6, echo.packets.size());
            assertEquals(1, sessions());
        }
    }

    @Test
    void manyForgedRecordsInADatagramLeaveNothingBehind() throws IOException {
        byte[] forged = forged(23, 1, 7, new byte[70]);
        ByteBuffer many = ByteBuffer.allocate(forged.length * 45);
        while (many.hasRemaining()) {
            many.put(forged);
        }
        try (DtlsClient client = client().shakeHands()) {
            for (int i = 0; i < 100; i++) {
                client.throwIn(many.array());
                assertEchoes(client, "" + i);
            }
        }
    }

    @Test
    void whatIsOfNoSessionIsDropped() throws IOException {
        byte[] record;
        try (DtlsClient client = client().shakeHands()) {
            assertEchoes(client, "1");
            record = client.sent().get(client.sent().size() - 1);
            long before = fixture.drops(Drops.Reason.NO_SESSION);
            try (DtlsClient other = client()) {
                other.throwIn(record);
                until(() -> fixture.drops(Drops.Reason.NO_SESSION) > before);
            }
        }
        assertEquals(List.of("DTLS 1"), echo.packets);
    }

    @Test
    void whoSaysGoodByeIsGone() throws IOException {
        try (DtlsClient client = client().shakeHands()) {
            assertEchoes(client, "x");
            client.leave();
            until(() -> sessions() == 0);
            until(() -> echo.closed.size() == 1);
            assertTrue(!echo.sockets.get(0).send(ByteBuffer.wrap(new byte[1]), at("127.0.0.1", client.local().getPort())));
        }
    }

    @Test
    void whoSaysNothingForLongIsToldGoodBye() throws IOException {
        listen(true, "127.0.0.1", new Limits(4096, 100, 50, 30_000, 0, 10_000, 1_000));
        try (DtlsClient client = client().shakeHands()) {
            assertNull(hear(client));
            until(() -> sessions() == 0);
        }
    }

    @Test
    void whenTheListenerClosesClientsAreToldGoodBye() throws IOException {
        try (DtlsClient client = client().shakeHands()) {
            assertEchoes(client, "x");
            fixture.net.listeners().remove("turn-udp");
            assertNull(hear(client));
        }
    }

    @Test
    void whoBeginsAnewFromTheSamePortHasANewSessionAndTheOldOneStaysTillThen() throws IOException {
        try (DtlsClient client = client().shakeHands()) {
            assertEchoes(client, "1");
            client.throwIn(client.hello(true)); // and nothing after it
            until(() -> sessions() == 2);
            assertEchoes(client, "2");
            until(() -> sessions() == 1);
            assertEchoes(client, "3");
            client.shakeHands();
            assertEchoes(client, "4");
            until(() -> sessions() == 1);
            assertEquals(List.of(at("127.0.0.1", client.local().getPort())), echo.closed, "told of the one before");
        }
    }

    @Test
    void noSourceHasMoreSessionsThanItMay() throws IOException {
        listen(true, "127.0.0.1", new Limits(4096, 100, 2, 30_000, 0, 10_000, 0));
        try (DtlsClient one = client().shakeHands(); DtlsClient two = client().shakeHands(); DtlsClient three = client()) {
            three.timeout(3_000);
            assertThrows(IOException.class, three::shakeHands);
            assertTrue(fixture.drops(Drops.Reason.TOO_MANY_OF_SOURCE) > 0);
            one.leave();
            until(() -> sessions() == 1);
            assertEchoes(two, "x");
            try (DtlsClient four = client().shakeHands()) {
                assertEchoes(four, "y");
            }
        }
    }

    @Test
    void noRoomIsMadeForAMessageThatOnlyClaimsToBeLong() throws IOException {
        try (DtlsClient client = client()) {
            client.silent();
            client.timeout(2_000);
            assertThrows(IOException.class, client::shakeHands);
            for (int number = 2; number < 16; number++) {
                byte[] fragment = new byte[13 + 12];
                ByteBuffer.wrap(fragment).put((byte) 22).putShort((short) 0xfefd).putShort((short) 0).putShort((short) 0).putInt(number).putShort((short) 12)
                    .put((byte) 16).put((byte) -1).putShort((short) -1).putShort((short) number);
                client.throwIn(fragment);
            }
            until(() -> sessions() == 0);
            assertLittleWasAllocated();
        }
    }

    @Test
    void norForAnEncryptedOne() throws IOException {
        try (DtlsClient client = client()) {
            client.tampering(new DtlsClient.Tampering() {
                @Override
                public short encrypted(short type, byte[] clear, int from, int count) {
                    if (type == 22) {
                        Arrays.fill(clear, from + 1, from + 4, (byte) -1); // its length
                    }
                    return type;
                }
            });
            client.timeout(3_000);
            assertThrows(IOException.class, client::shakeHands);
            until(() -> sessions() == 0);
            assertLittleWasAllocated();
        }
    }

    /** 16 MB can be claimed of a message. */
    private static void assertLittleWasAllocated() {
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long allocated = 0;
        for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (thread != null && thread.getThreadName().startsWith("hotcut-net-dtls-")) {
                allocated += Math.max(0, threads.getThreadAllocatedBytes(thread.getThreadId()));
            }
        }
        assertTrue(allocated > 0 && allocated < 15 << 20, allocated + " bytes");
    }

    @Test
    void whereItIsNotWantedItIsADatagramLikeOthers() throws IOException {
        listen(false, "127.0.0.1", LIMITS);
        try (DtlsClient client = client()) {
            client.throwIn(new byte[] {22, 'x'});
            assertEquals("\u0016x", receive(client.socket()));
        }
    }

    @Test
    void withoutACertificateNobodyIsAnswered() throws IOException {
        try (NetFixture bare = new NetFixture()) {
            bare.net.bind(echo, Map.of("hotcut.name", "turn", "service.id", 1L));
            there = bare.listen(new ListenerSettings("turn-udp", Protocol.UDP, Spoken.only("turn"), at("127.0.0.1", 0), null, 0, TlsPolicy.DEFAULT, true, 1 << 20, LIMITS));
            try (DtlsClient client = client()) {
                client.timeout(1_500);
                assertThrows(IOException.class, client::shakeHands);
                // the last one was sent when the time was over: answered by a cookie for it, the client's next handshake would take that for its own
                until(() -> bare.drops(Drops.Reason.NO_SESSION) == client.sent().size());
                bare.net.tls().install(List.of(certificates.credential("EC", "a.test")), List.of());
                client.timeout(60_000);
                assertEchoes(client.shakeHands(), "x");
            }
        }
    }
}
