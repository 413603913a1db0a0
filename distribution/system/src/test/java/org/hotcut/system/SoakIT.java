package org.hotcut.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code -Dhotcut.soak=calls}: the heap after a million calls is what it was after the first hundred thousand. Other numbers by {@code hotcut.soak.first} and
 * {@code hotcut.soak.calls}, calls a second by {@code hotcut.soak.rate}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@EnabledIfSystemProperty(named = "hotcut.soak", matches = "calls", disabledReason = "it takes half an hour (-Dhotcut.soak=calls)")
class SoakIT {
    private static final int FIRST = Integer.getInteger("hotcut.soak.first", 100_000);
    private static final int ALL = Integer.getInteger("hotcut.soak.calls", 1_000_000);
    private static final int RATE = Integer.getInteger("hotcut.soak.rate", 600);
    private static final Duration ALL_TIMERS = Duration.ofSeconds(150);
    private static final double TOLERANCE = 0.05;
    /** Of so many calls one may fail: SIPp aborts when it gets a 180 twice, as after an INVITE that it sent again because the machine stood still for half a second. */
    private static final int FAULTLESS = 10_000;

    @TempDir
    private static Path folder;
    private Server server;
    private Path user;
    private int port = 5090;

    @BeforeAll
    void start() throws Exception {
        Peers.needNamespace();
        Peers.need("sipp");
        server = Server.unpack(folder).start();
        server.shell("domain:add example.org; user:add u0@example.org secret; access:allow 127.0.0.1");
        user = Files.write(folder.resolve("user.csv"), List.of("SEQUENTIAL", "u0;;5080"));
        try (Sipp register = Sipp.start(folder, "enrol", 5071, "-m", "1", "-inf", user.toString())) {
            assertEquals(0, register.await(60), register::errorsOrNothing);
        }
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void theHeapAfterAMillionCallsIsWhatItWasAfterAHundredThousand() throws Exception {
        long first = heapAfter(warmedUp());
        long all = heapAfter(ALL - FIRST);
        System.out.println("heap after " + FIRST + " calls " + first + " bytes, after " + ALL + " calls " + all + " bytes");
        assertTrue(Math.abs(all - first) <= first * TOLERANCE, first + " bytes after " + FIRST + " calls, " + all + " after " + ALL);
        assertEquals(List.of(), server.complaints().stream().filter(line -> line.contains(" ERROR ")).toList());
    }

    /** The JVM is cold at first: at the full rate the peers' timers would end calls. Returns how many of the first calls are still to be placed. */
    private int warmedUp() throws IOException, InterruptedException {
        int placed = 0;
        for (int share = 16; share > 1; share /= 2) {
            int calls = Math.min(RATE / share * 10, FIRST / 8);
            place(calls, RATE / share);
            placed += calls;
        }
        return FIRST - placed;
    }

    private long heapAfter(int calls) throws IOException, InterruptedException {
        place(calls, RATE);
        Awaitility.await("all transactions end").atMost(ALL_TIMERS).pollInterval(Duration.ofSeconds(5)).until(() -> server.transactions() == 0);
        return server.heapAfterCollection();
    }

    private void place(int calls, int rate) throws IOException, InterruptedException {
        int seconds = calls / rate * 2 + 120;
        String timeout = seconds + "s";
        try (Sipp callee = Sipp.start(folder, "callee", 5080, "-timeout", timeout);
                Sipp caller = Sipp.start(folder, "caller", ++port, "-m", Integer.toString(calls), "-r", Integer.toString(rate), "-inf", user.toString(), "-fd", "10", "-timeout", timeout)) {
            check(caller, caller.await(seconds), calls);
            callee.finish();
            check(callee, callee.await(60), calls);
        }
    }

    private static void check(Sipp side, int code, int calls) throws IOException {
        assertTrue(code == 0 || code == 1 && side.aborted() <= calls / FAULTLESS, side::errorsOrNothing);
    }
}
