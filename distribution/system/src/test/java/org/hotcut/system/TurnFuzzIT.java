package org.hotcut.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.awaitility.Awaitility;
import org.hotcut.testkit.TurnFuzzer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Bad messages of STUN and TURN, by datagrams and by streams cut anywhere, many of them signed by somebody who has an account. The seed is printed; {@code hotcut.fuzz.seed} runs
 * the same again, {@code hotcut.fuzz.seconds} for longer than a few seconds.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TurnFuzzIT {
    private static final InetSocketAddress SERVER = new InetSocketAddress("127.0.0.1", 3478);
    private static final int SECONDS = Integer.getInteger("hotcut.fuzz.seconds", 10);
    private static final long SEED = Long.getLong("hotcut.fuzz.seed", System.nanoTime());
    private static final int WARM_UP_SECONDS = 5;
    /** A reservation ends after 30 s, what was learned of a source a little later. */
    private static final Duration ALL_TIMERS = Duration.ofSeconds(180);
    private static final long SLACK_BYTES = 2 << 20;

    @TempDir
    private static Path folder;
    private Server server;

    @BeforeAll
    void start() throws Exception {
        Peers.needNamespace();
        server = Server.unpack(folder);
        server.replace("org.hotcut.turn.server.peers.cfg", "rules =", "rules = allow fuzz " + Peers.OTHER_HOST + " 1024-65535");
        server.start();
        server.shell("domain:add example.org; user:add fuzz@example.org secret");
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void badMessagesLeaveNoTrace() throws Exception {
        System.out.println("fuzzing TURN for " + SECONDS + " s with -Dhotcut.fuzz.seed=" + SEED);
        fuzz(~SEED, WARM_UP_SECONDS);
        long before = server.heapAfterCollection();
        try (TurnProber prober = new TurnProber(SERVER, InetAddress.getByName("127.0.9.1"), server::threads)) {
            fuzz(SEED, SECONDS);
            assertEquals(List.of(), prober.complaints());
        }
        Awaitility.await("memory is what it was before: " + before).atMost(ALL_TIMERS).pollInterval(Duration.ofSeconds(10)).until(server::heapAfterCollection, after -> after < before + SLACK_BYTES);
        FuzzIT.noExceptionReachedTheLog(server);
    }

    private void fuzz(long seed, int seconds) throws IOException {
        List<InetAddress> sources = List.of(InetAddress.getByName("127.0.1.1"), InetAddress.getByName("127.0.2.1"), InetAddress.getByName("127.0.2.2"));
        try (TurnFuzzer fuzzer = new TurnFuzzer(seed, new TurnFuzzer.Target(SERVER, "fuzz@example.org", "secret", sources, InetAddress.getByName(Peers.OTHER_HOST)))) {
            fuzzer.run(Duration.ofSeconds(seconds));
            System.out.println(fuzzer);
            assertTrue(fuzzer.allocations() > 0 && fuzzer.isPeerReached(), "some messages are good enough to be relayed");
        }
    }
}
