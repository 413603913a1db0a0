package org.hotcut.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** What a person sees who starts the server: where it listens, and at the first start what to do next. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FirstStartIT {
    private static final Duration SOON = Duration.ofSeconds(120);
    private static final Duration UP_WITHIN = Duration.ofSeconds(5);
    private static final String UP = "Hotcut is up: it listens on ";

    @TempDir
    private static Path folder;
    private Server server;
    private String before = "";

    @BeforeAll
    void unpack() throws Exception {
        Peers.needNamespace();
        server = Server.unpack(folder);
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    @Order(1)
    void theFirstStartSaysWhereItListensAndWhatToDoNext() throws Exception {
        server.start();
        String said = said("edge:welcome");
        for (String part : List.of("udp 127.0.0.1:5060", "tcp [::1]:5060", "tls [::]:5061", "udp [::]:3478", "tcp [::]:3478", "tls [::]:5349", "domain:add example.org", "user:add alice@example.org", "cert:ca",
                "sip:" + Peers.HOST + ":5061;transport=tls", "edge:check")) {
            assertTrue(said.contains(part), said);
        }
        assertFalse(said.contains("NOT on"), said);
        assertTrue(server.shell("edge:welcome").contains("domain:add example.org"));
    }

    @Test
    @Order(2)
    void outsideAreSipOverTlsAndTurnAndNothingElse() throws Exception {
        Process sockets = new ProcessBuilder("ss", "-Hlntu").start();
        List<String> open = new String(sockets.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().map(line -> line.split(" +")[4])
                .filter(address -> !address.startsWith("127.") && !address.startsWith("[::1]") && !address.startsWith("[::ffff:127.")).distinct().sorted().toList();
        assertEquals(List.of("*:3478", "*:5061", "*:5349"), open);
    }

    @Test
    @Order(3)
    void theSecondStartIsQuickAndSaysOnlyWhereItListens() throws Exception {
        server.shell("domain:add example.org");
        again();
        server.start();
        String said = said(UP);
        // not the time on the wall: other tests may keep the machine busy
        Duration worked = ProcessHandle.of(server.pid()).flatMap(process -> process.info().totalCpuDuration()).orElseThrow();
        assertFalse(said.contains("domain:add"), said);
        assertTrue(worked.compareTo(UP_WITHIN.multipliedBy(3)) < 0, "on three processors a second start would take more than " + UP_WITHIN + ": it worked for " + worked);
    }

    @Test
    @Order(4)
    void aPortThatAnotherProgramHasIsNamedWithTheRemedy() throws Exception {
        again();
        try (ServerSocket other = new ServerSocket(5061, 1, InetAddress.getByName("::"))) {
            server.start();
            String said = said("NOT on tls [::]:5061");
            assertTrue(said.contains("another program uses") && said.contains("sport = :" + other.getLocalPort()), said);
        }
        Awaitility.await("the listener opens when the port is free").atMost(SOON).until(() -> server.shell("edge:status").contains("tls [::]:5061"));
    }

    /** Ends the server; from now on only what it says later counts. */
    private void again() throws IOException {
        server.stop();
        before = server.output();
    }

    private String said(String awaited) throws IOException {
        Awaitility.await("the server says " + awaited).atMost(SOON).until(() -> server.output().substring(before.length()).contains(awaited));
        return server.output().substring(before.length());
    }
}
