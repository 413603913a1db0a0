package org.hotcut.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.awaitility.Awaitility;
import org.hotcut.testkit.DtlsFuzzer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What is no DTLS, or not all of it, at a port of TURN. The seed is printed; {@code hotcut.fuzz.seed} runs the same again, {@code hotcut.fuzz.seconds} for longer than a few seconds. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DtlsFuzzIT {
    private static final InetSocketAddress SERVER = new InetSocketAddress("127.0.0.1", 3478);
    private static final InetSocketAddress DTLS = new InetSocketAddress("127.0.0.1", 5349);
    private static final int SECONDS = Integer.getInteger("hotcut.fuzz.seconds", 10);
    private static final long SEED = Long.getLong("hotcut.fuzz.seed", System.nanoTime());
    private static final int WARM_UP_SECONDS = 5;
    /** Sessions end, and what was learned of sources is forgotten. */
    private static final Duration ALL_TIMERS = Duration.ofSeconds(180);
    private static final long SLACK_BYTES = 2 << 20;

    @TempDir
    private static Path folder;
    private Server server;

    @BeforeAll
    void start() throws Exception {
        Peers.needNamespace();
        server = Server.unpack(folder);
        server.configure("org.hotcut.net.listener-turn-dtls.cfg", "name = turn-dtls", "protocol = udp", "protocols = turn", "address = 127.0.0.1", "port = 5349", "dtls = true",
                "idle.seconds = 5");
        server.start();
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void badDtlsLeavesNoTrace() throws Exception {
        System.out.println("fuzzing DTLS for " + SECONDS + " s with -Dhotcut.fuzz.seed=" + SEED);
        fuzzDtls(~SEED, WARM_UP_SECONDS);
        long before = server.heapAfterCollection();
        try (TurnProber prober = new TurnProber(SERVER, DTLS, InetAddress.getByName("127.0.9.2"), server::threads)) {
            fuzzDtls(SEED, SECONDS);
            assertEquals(List.of(), prober.complaints());
        }
        Awaitility.await("no handshake and no session is left").atMost(ALL_TIMERS).pollInterval(Duration.ofSeconds(1))
                .until(() -> server.shell("edge:status --json").replaceAll("\\s", ""), status -> status.contains("\"DTLShandshakes\":0") && status.contains("\"DTLSsessions\":0"));
        Awaitility.await("memory is what it was before: " + before).atMost(ALL_TIMERS).pollInterval(Duration.ofSeconds(2)).until(server::heapAfterCollection, after -> after < before + SLACK_BYTES);
        FuzzIT.noExceptionReachedTheLog(server);
    }

    private void fuzzDtls(long seed, int seconds) throws IOException {
        List<InetAddress> sources = new ArrayList<>();
        for (int i = 1; i <= 40; i++) {
            sources.add(InetAddress.getByName("127.0.3." + i));
        }
        try (DtlsFuzzer fuzzer = new DtlsFuzzer(seed, DTLS, sources)) {
            fuzzer.run(Duration.ofSeconds(seconds));
            System.out.println(fuzzer);
            assertTrue(fuzzer.sessions() > 0 && fuzzer.verified() > 0, "some of it is good enough");
        }
    }
}
