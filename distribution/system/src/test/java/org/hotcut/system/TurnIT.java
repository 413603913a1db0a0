package org.hotcut.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.net.ssl.SSLContext;

import org.awaitility.Awaitility;
import org.hotcut.stun.Stun;
import org.hotcut.testkit.ChangedJar;
import org.hotcut.testkit.TurnClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Relayed media of the packaged server: with coturn's client, between softphones that cannot reach each other, under updates and over a crash.
 *
 * <p>After a crash media is there again within a second of readiness; on a machine that has nothing else to do meanwhile, which is looked at ({@link OtherWork}), there is no more loss under updates
 * than without, and no silence longer by more than 40 ms. What is one silence in ten thousand a garbage collection may make too: it is tried again before it counts. {@code -Dhotcut.turn=strict} wants it of a
 * busy machine too, and media again 6 s after the start of the process.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TurnIT {
    private static final Duration SOON = Duration.ofSeconds(120);
    private static final boolean STRICT = "strict".equals(System.getProperty("hotcut.turn"));
    private static final InetSocketAddress TURN = new InetSocketAddress(Peers.HOST, 3478);
    private static final InetSocketAddress TURNS = new InetSocketAddress(Peers.HOST, 5349);
    private static final int UPDATES = 10;
    private static final int TRIES = 5;
    /** Milliseconds: so much longer may a silence be than without updates. */
    private static final long INAUDIBLE = 40;
    /** Of silence without updates: what is sent each 20 ms comes late by no more where nobody else works. */
    private static final long QUIET = 100;
    /** As much when the machine has other work. */
    private static final long SECOND = 1_000;
    /** Of them a tenth over TCP and a tenth over TLS. */
    private static final int ALLOCATIONS = 200;

    @TempDir
    private static Path folder;
    private Server server;
    private SSLContext trust;

    @BeforeAll
    void start() throws Exception {
        Peers.needNamespace();
        // a datagram's answer leaves from the address by which the machine reaches the client: with several, each listener names one
        server = Server.unpack(folder).listenPlain(Peers.HOST, "-lan").replace("org.hotcut.net.listener-turn-udp.cfg", "address = ::", "address = " + Peers.HOST)
                .configure("org.hotcut.net.listener-turn-dtls.cfg", "name = turn-dtls", "protocol = udp", "protocols = turn", "address = " + Peers.HOST, "port = 5349", "dtls = true")
                .replace("org.hotcut.turn.relay.cfg", "addresses = auto", "addresses = " + Peers.HOST)
                .replace("org.hotcut.turn.relay.cfg", "allocations.user = 50", "allocations.user = 1000")
                .replace("org.hotcut.turn.relay.cfg", "channels.to.7fff = false", "channels.to.7fff = true")
                .replace("org.hotcut.turn.server.peers.cfg", "rules =", "rules = allow echo " + Peers.OTHER_HOST + " 1024-65535").start();
        server.shell("domain:add example.org; user:add alice@example.org alice; user:add bob@example.org bob; user:add carol@example.org carol");
        trust = AcmeServer.trust(server.shell("cert:ca"));
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    /** {@code -y}: from allocation to allocation; {@code -s}: Send and Data instead of channels; {@code -M}: mobility; without {@code -c}: EVEN-PORT and a reservation; {@code -S} without {@code -t}: DTLS. */
    @Test
    @Order(1)
    void coturnsClientLosesNothingOverAnyTransport() throws Exception {
        Peers.need("turnutils_uclient");
        Map<String, Uclient> clients = new LinkedHashMap<>();
        Process echo = new ProcessBuilder("turnutils_peer", "-L", Peers.OTHER_HOST, "-p", "3480").redirectErrorStream(true).redirectOutput(folder.resolve("peer.log").toFile()).start();
        try {
            for (String options : List.of("", "-c -s", "-c -M", "-y -c", "-t", "-t -c -s", "-t -S -c", "-t -S -c -s", "-S -c", "-S -c -s", "-T", "-T -S")) {
                clients.put(options, Uclient.start(folder.resolve("uclient" + clients.size() + ".log"), asAlice(options + " -m 2 -n 50")));
            }
            for (Map.Entry<String, Uclient> client : clients.entrySet()) {
                Uclient.Counts counts = client.getValue().counts();
                say("turnutils_uclient " + client.getKey() + ": " + counts);
                assertTrue(counts.sent() >= 100, "turnutils_uclient " + client.getKey() + ": " + counts);
                assertEquals(counts.sentBytes(), counts.receivedBytes(), "turnutils_uclient " + client.getKey() + ": " + counts);
                // what a peer sends over TCP may come in one piece, which counts as one message
                assertTrue(client.getKey().startsWith("-T") || counts.lost() == 0 && counts.received() == counts.sent(), "turnutils_uclient " + client.getKey() + ": " + counts);
            }
        } finally {
            clients.values().forEach(Uclient::close);
            Peers.end(echo);
        }
    }

    @Test
    @Order(2)
    void theAdminSeesEachPacketCounted() throws Exception {
        Peers.need("turnutils_uclient");
        Process echo = new ProcessBuilder("turnutils_peer", "-L", Peers.OTHER_HOST, "-p", "3480").redirectErrorStream(true).redirectOutput(folder.resolve("peer.log").toFile()).start();
        try (Uclient client = Uclient.start(folder.resolve("uclient.log"), asAlice("-h -c -m 1 -n 50"))) {
            Awaitility.await("50 packets each way are counted").atMost(SOON).until(() -> counted("packetsSent").contains(50L) && counted("packetsReceived").contains(50L));
        } finally {
            Peers.end(echo);
            server.shell("turn:kick alice@example.org");
        }
    }

    @Test
    @Order(3)
    void telephonesThatCannotReachEachOtherTalkThroughTheRelay() throws Exception {
        Peers.need("baresip");
        Peers.need("nsenter");
        try (House left = House.build(1); House right = House.build(2);
                Softphone alice = Softphone.start(folder.resolve("alice"), left, 15000, 440);
                Softphone bob = Softphone.start(folder.resolve("bob"), right, 15010, 660)) {
            alice.register(account("alice"));
            bob.register(account("bob"));
            reachable(right.address(), 15011);
            assertTrue(left.reaches(Peers.HOST, 5060), "what is between them is reached");
            assertFalse(left.reaches(right.address(), 15011), "there is no way from one to the other");
            alice.dial("sip:bob@example.org");
            bob.await("CALL_INCOMING", SOON);
            bob.answer();
            alice.await("CALL_ESTABLISHED", SOON);
            bob.await("CALL_ESTABLISHED", SOON);
            Awaitility.await("two allocations relay both ways").atMost(SOON)
                    .until(() -> counted("packetsSent").stream().filter(count -> count > 50).count() == 2 && counted("packetsReceived").stream().filter(count -> count > 50).count() == 2);
            alice.awaitSpeech(Duration.ofSeconds(2));
            bob.awaitSpeech(Duration.ofSeconds(2));
            alice.hangUp();
            bob.await("CALL_CLOSED", SOON);
            alice.awaitTone(660);
            bob.awaitTone(440);
            assertRelayed("alice", alice.packets());
            assertRelayed("bob", bob.packets());
        }
    }

    /** All that the telephone has sent and received was relayed but what it sent before there was a permission, and besides it the little that is not media (RTCP). */
    private void assertRelayed(String user, Softphone.Packets packets) {
        Pattern end = Pattern.compile("Allocation \\S+ of " + user + "@\\S+ .* ended: .*; (\\d+) packets \\(\\d+ bytes\\) to peers, (\\d+) \\(\\d+\\) to the client, (\\d+) dropped");
        MatchResult relayed = Awaitility.await("the allocation of " + user + " has ended").atMost(SOON)
                .until(() -> server.log().stream().map(end::matcher).filter(Matcher::find).map(Matcher::toMatchResult).reduce((before, last) -> last).orElse(null), Objects::nonNull);
        long sent = Long.parseLong(relayed.group(1));
        long received = Long.parseLong(relayed.group(2));
        long dropped = Long.parseLong(relayed.group(3));
        String counts = user + " counts " + packets + ", the server " + sent + " to peers, " + received + " to the client, " + dropped + " dropped";
        say(counts);
        assertTrue(dropped <= 20 && sent + dropped >= packets.sent() && sent <= packets.sent() + packets.sent() / 10 + 20, counts);
        assertTrue(received >= packets.received() && received <= packets.received() + packets.received() / 10 + 20, counts);
    }

    @Test
    @Order(4)
    void tenUpdatesOfTurnServerAreHeardByNobody() throws Exception {
        try (MediaLoad load = MediaLoad.at(Peers.OTHER_HOST)) {
            for (int i = 0; i < ALLOCATIONS; i++) {
                load.add((i % 10 == 8 ? TurnClient.tcp(TURN) : i % 10 == 9 ? TurnClient.tls(TURNS, trust, null) : TurnClient.udp(TURN)).login("alice", "alice"));
            }
            load.speak();
            load.awaitAll(SOON);
            // the first ones are slow: much of it runs for the first time
            server.shell(updates(2));
            load.figures();
            List<Heard> tries = new ArrayList<>();
            do {
                tries.add(updatesAndControl(load));
            } while (!tries.get(tries.size() - 1).isGoodEnough() && tries.size() < TRIES);
            assertTrue(tries.get(tries.size() - 1).isGoodEnough(), "each time: " + tries);
        } finally {
            server.shell("turn:kick alice@example.org");
        }
    }

    /** What was heard under updates, and without. */
    private record Heard(MediaLoad.Figures updated, MediaLoad.Figures control, double otherWork) {
        boolean isGoodEnough() {
            return updated.lost() <= control.lost() && updated.longest() <= control.longest() + INAUDIBLE || !STRICT && !isQuiet();
        }

        private boolean isQuiet() {
            return OtherWork.isNothing(otherWork) && control.lost() == 0 && control.longest() < QUIET;
        }
    }

    private Heard updatesAndControl(MediaLoad load) throws Exception {
        OtherWork other = OtherWork.beside(server);
        long start = System.nanoTime();
        load.speak();
        server.shell(updates(UPDATES));
        MediaLoad.Figures updated = load.figures();
        long length = System.nanoTime() - start;
        load.speak();
        // as long a time with as many commands that do nothing to the bundle
        while (System.nanoTime() - start < 2 * length) {
            server.shell("bundle:list");
        }
        Heard heard = new Heard(updated, load.figures(), other.processors());
        say(UPDATES + " updates under " + ALLOCATIONS + " allocations: " + heard);
        assertTrue(updated.heard() > 0 && heard.control().heard() > 0);
        assertEquals(0, updated.lostByPrograms(), "lost under updates " + updated);
        assertTrue(updated.longest() <= heard.control().longest() + SECOND, "silent under updates " + heard);
        return heard;
    }

    @Test
    @Order(5)
    void whoIsKickedHasNoAllocationAnyMore() throws Exception {
        try (MediaLoad peer = MediaLoad.at(Peers.OTHER_HOST); TurnClient carol = relayed(peer, "carol")) {
            server.shell("turn:kick carol@example.org");
            awaitSilence(carol, "the kick");
            assertEquals(437, carol.request(Stun.REFRESH, request -> request.uint32(Stun.LIFETIME, 600)).errorCode());
        }
    }

    @Test
    @Order(6)
    void aRuleIsInForceForPermissionsThatAreThere() throws Exception {
        try (MediaLoad peer = MediaLoad.at(Peers.OTHER_HOST); TurnClient carol = relayed(peer, "carol")) {
            server.shell("turn:deny closed " + Peers.OTHER_HOST);
            awaitSilence(carol, "turn:deny");
            assertEquals(403, carol.request(Stun.CHANNEL_BIND, request -> request.uint16(Stun.CHANNEL_NUMBER, MediaLoad.CHANNEL).xorAddress(Stun.XOR_PEER_ADDRESS, address(peer)))
                    .errorCode());
            server.shell("turn:forget closed");
            Awaitility.await("it is open again").atMost(SOON).ignoreException(AssertionError.class).until(() -> {
                carol.bind(MediaLoad.CHANNEL, peer.peer());
                return answers(carol);
            });
            carol.refresh(0);
        }
    }

    @Test
    @Order(7)
    void anAccountThatIsRemovedTakesItsAllocationsWithIt() throws Exception {
        try (MediaLoad peer = MediaLoad.at(Peers.OTHER_HOST); TurnClient carol = relayed(peer, "carol")) {
            server.shell("user:remove carol@example.org");
            awaitSilence(carol, "user:remove");
            assertFalse(server.shell("turn:allocations --json").contains("carol"));
        }
    }

    /** As of a crash of the machine's power for the process: nothing of it is told anybody, and the clients do nothing about it. */
    @Test
    @Order(8)
    void afterKillMinusNineMediaFlowsAgainBeforeClientsDoAnything() throws Exception {
        try (MediaLoad load = MediaLoad.at(Peers.OTHER_HOST)) {
            for (int i = 0; i < 20; i++) {
                load.add(TurnClient.udp(TURN).login("alice", "alice"));
            }
            load.speak();
            load.awaitAll(SOON);
            List<Return> tries = new ArrayList<>();
            do {
                tries.add(killAndStart(load));
            } while (!tries.get(tries.size() - 1).isGoodEnough() && tries.size() < TRIES);
            assertTrue(tries.get(tries.size() - 1).isGoodEnough(), "each time: " + tries);
        }
    }

    /** Milliseconds from the start of the process to the answer to OPTIONS, and to media at the last telephone. */
    private record Return(long ready, long media) {
        boolean isGoodEnough() {
            return media <= ready + SECOND && (!STRICT || media <= 6 * SECOND);
        }
    }

    private Return killAndStart(MediaLoad load) throws Exception {
        Awaitility.await("what was allocated is on the disk").pollDelay(Duration.ofSeconds(2)).until(() -> true);
        server.kill();
        load.figures();
        load.speak();
        long start = System.nanoTime();
        server.start();
        long ready = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        Return after = new Return(ready, load.awaitAll(SOON));
        say("after kill -9: OPTIONS answered, media at all: " + after);
        return after;
    }

    private TurnClient relayed(MediaLoad peer, String user) throws IOException {
        TurnClient client = TurnClient.udp(TURN).login(user, user);
        client.allocate();
        client.bind(MediaLoad.CHANNEL, peer.peer());
        Awaitility.await("the peer answers").atMost(SOON).until(() -> answers(client));
        return client;
    }

    private static boolean answers(TurnClient client) throws IOException {
        client.send(MediaLoad.CHANNEL, new byte[100]);
        return client.receive(Duration.ofMillis(500)) != null;
    }

    private static void awaitSilence(TurnClient client, String why) {
        long start = System.nanoTime();
        Awaitility.await("nothing is relayed any more after " + why).atMost(SOON).pollInterval(Duration.ofMillis(20)).until(() -> !answers(client));
        say(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) - 500 + " ms from the end of the command to silence after " + why);
    }

    private static InetSocketAddress address(MediaLoad peer) {
        try {
            return peer.peer();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the commands for updates to jars that differ. */
    private String updates(int count) throws IOException {
        Path jar;
        try (Stream<Path> files = Files.walk(server.home().resolve("system"))) {
            jar = files.filter(file -> file.getFileName().toString().matches("turn-server-.*\\.jar")).findFirst().orElseThrow();
        }
        List<String> commands = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String version = "0.1.0.n" + System.nanoTime();
            commands.add("edge:update '" + ChangedJar.of(jar, version, folder.resolve("turn-server-" + version + ".jar")) + "'");
        }
        return String.join("; ", commands);
    }

    /** Returns a figure of each allocation. */
    private List<Long> counted(String name) throws IOException, InterruptedException {
        return Pattern.compile('"' + name + "\": *(\\d+)").matcher(server.shell("turn:allocations --json")).results().map(each -> Long.valueOf(each.group(1))).toList();
    }

    private static String asAlice(String options) {
        return options + " -u alice -w alice -e " + Peers.OTHER_HOST + " -r 3480 -z 20 -l 172 " + Peers.HOST;
    }

    private static String account(String user) {
        return "<sip:" + user + "@example.org;transport=udp>;auth_pass=" + user + ";regint=600;outbound=\"sip:" + Peers.HOST + ";transport=udp\";medianat=turn;stunserver=\"turn:"
                + Peers.HOST + ":3478\";stunuser=" + user + ";stunpass=" + user;
    }

    /** That nobody is reached must not be for want of somebody. */
    private static void reachable(String host, int port) {
        Awaitility.await(host + " takes connections from here").atMost(SOON).ignoreExceptionsInstanceOf(IOException.class).until(() -> {
            new Socket(host, port).close();
            return true;
        });
    }

    private static void say(String what) {
        System.out.println("turn: " + what);
    }
}
