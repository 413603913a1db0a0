package org.hotcut.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.awaitility.Awaitility;
import org.hotcut.testkit.TurnFuzzer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Bad messages of SIP made of good ones, by datagrams and by streams cut anywhere, from a stranger and from a trusted source; and of STUN and TURN, many of them signed by somebody who has an account.
 * The seed is printed; {@code hotcut.fuzz.seed} runs the same again, {@code hotcut.fuzz.seconds} for longer. Those of TURN come while the transactions of SIP end, which takes a minute.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FuzzIT {
    private static final InetSocketAddress SERVER = new InetSocketAddress("127.0.0.1", 5060);
    private static final InetSocketAddress TURN = new InetSocketAddress("127.0.0.1", 3478);
    private static final int SECONDS = Integer.getInteger("hotcut.fuzz.seconds", 30);
    private static final int TURN_SECONDS = Integer.getInteger("hotcut.fuzz.seconds", 10);
    private static final long SEED = Long.getLong("hotcut.fuzz.seed", System.nanoTime());
    private static final int WARM_UP_SECONDS = 3;
    private static final int TURN_WARM_UP_SECONDS = 5;
    /** A transaction ends 32 s after its last message (RFC 3261 timers B, F, H, J), one after the other for a call; looking up a name may come before. */
    private static final Duration ALL_TIMERS = Duration.ofSeconds(150);
    /** A reservation of TURN ends after 30 s, what was learned of a source a little later. */
    private static final Duration ALL_ROWS = Duration.ofSeconds(180);
    /** Less than 70 bytes for each message sent. */
    private static final long SLACK_BYTES = 2 << 20;
    private static final long LOG_BYTES = 1 << 20;

    @TempDir
    private static Path folder;
    private final List<Answerer> users = new ArrayList<>();
    private Server server;

    @BeforeAll
    void start() throws Exception {
        Peers.needNamespace();
        server = Server.unpack(folder).configure("org.hotcut.identity.cfg", "trusted = 127.0.1.0/24")
                .replace("org.hotcut.turn.server.peers.cfg", "rules =", "rules = allow fuzz " + Peers.OTHER_HOST + " 1024-65535").start();
        server.shell("domain:add example.org; user:add yes@example.org secret; user:add no@example.org secret; user:add silent@example.org secret; user:add fuzz@example.org secret");
        register("yes", new Answerer("127.0.1.11", 0, "200 OK"));
        register("no", new Answerer("127.0.1.12", 0, "486 Busy Here"));
        register("silent", new Answerer("127.0.1.13", 0, null));
    }

    @AfterAll
    void stop() {
        users.forEach(Answerer::close);
        if (server != null) {
            server.close();
        }
    }

    @Test
    void badMessagesLeaveNoTrace() throws Exception {
        System.out.println("fuzzing for " + SECONDS + " s, and TURN for " + TURN_SECONDS + " s, with -Dhotcut.fuzz.seed=" + SEED);
        fuzz(~SEED, WARM_UP_SECONDS);
        fuzzTurn(~SEED, TURN_WARM_UP_SECONDS);
        assertTrue(server.transactions() > 0);
        long before = server.heapAfterCollection();
        try (Prober prober = new Prober(SERVER, server::threads)) {
            fuzz(SEED, SECONDS);
            assertEquals(List.of(), prober.complaints());
        }
        for (Answerer user : users) {
            assertNotNull(user.take(), "some messages are good enough to be forwarded");
        }
        try (TurnProber prober = new TurnProber(TURN, InetAddress.getByName("127.0.9.1"), server::threads)) {
            fuzzTurn(SEED, TURN_SECONDS);
            assertEquals(List.of(), prober.complaints());
        }
        Awaitility.await("all transactions end").atMost(ALL_TIMERS).pollInterval(Duration.ofSeconds(2)).until(() -> server.transactions() == 0);
        long after = Awaitility.await("memory is what it was before: " + before).atMost(ALL_ROWS).pollInterval(Duration.ofSeconds(5))
                .until(server::heapAfterCollection, now -> now < before + SLACK_BYTES);
        System.out.println("heap before " + before + ", after " + after);
        noExceptionReachedTheLog(server);
    }

    private void fuzz(long seed, int seconds) throws IOException {
        try (Fuzzer fuzzer = new Fuzzer(seed, SERVER)) {
            fuzzer.run(Duration.ofSeconds(seconds));
            System.out.println(fuzzer);
        }
    }

    private void fuzzTurn(long seed, int seconds) throws IOException {
        List<InetAddress> sources = List.of(InetAddress.getByName("127.0.1.1"), InetAddress.getByName("127.0.2.1"), InetAddress.getByName("127.0.2.2"));
        try (TurnFuzzer fuzzer = new TurnFuzzer(seed, new TurnFuzzer.Target(TURN, "fuzz@example.org", "secret", sources, InetAddress.getByName(Peers.OTHER_HOST)))) {
            fuzzer.run(Duration.ofSeconds(seconds));
            System.out.println(fuzzer);
            assertTrue(fuzzer.allocations() > 0 && fuzzer.isPeerReached(), "some messages are good enough to be relayed");
        }
    }

    /** What a server has logged is short and says nothing of an error of ours. */
    static void noExceptionReachedTheLog(Server server) throws IOException {
        Path log = server.data().resolve("log/hotcut.log");
        List<String> bad = Files.readAllLines(log).stream()
                .filter(line -> line.contains(" ERROR ") || line.startsWith("\tat ") || line.startsWith("Caused by") || line.matches(".*\\b[A-Z]\\w+(Exception|Error)\\b.*")).toList();
        assertEquals(List.of(), bad);
        assertTrue(Files.size(log) < LOG_BYTES, "the log has " + Files.size(log) + " bytes");
        assertFalse(server.output().contains("Exception"), server.output());
    }

    private void register(String user, Answerer answerer) throws IOException {
        users.add(answerer);
        answerer.send("REGISTER sip:example.org SIP/2.0\r\nVia: SIP/2.0/UDP " + answerer.address() + ";branch=z9hG4bK" + user + "\r\nMax-Forwards: 70\r\nFrom: <sip:" + user + "@example.org>;tag=r\r\nTo: <sip:"
                + user + "@example.org>\r\nCall-ID: " + user + "\r\nCSeq: 1 REGISTER\r\nContact: <sip:" + user + '@' + answerer.address() + ">\r\nContent-Length: 0\r\n\r\n", SERVER);
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> answerer.takeResponse() != null);
    }
}
