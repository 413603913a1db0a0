package org.hotcut.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** What a person sees who starts the server: the first steps, at the first start; a sentence with the remedy where something is in the way. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FirstStartIT {
    private static final Duration SOON = Duration.ofSeconds(30);
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
        for (String part : List.of("udp 127.0.0.1:5060", "tcp [::1]:5060", "tls [::]:5061", "domain:add example.org", "user:add alice@example.org", "cert:ca",
                "sip:" + Peers.HOST + ":5061;transport=tls", "edge:check")) {
            assertTrue(said.contains(part), said);
        }
        assertFalse(said.contains("NOT on"), said);
        assertTrue(server.shell("edge:welcome").contains("domain:add example.org"));
    }

    @Test
    @Order(2)
    void nothingOutsideIsPlainAndTheConsoleIsForThisMachineOnly() throws Exception {
        Process sockets = new ProcessBuilder("ss", "-Hlntu").start();
        List<String> open = new String(sockets.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().map(line -> line.split(" +")[4])
                .filter(address -> !address.startsWith("127.") && !address.startsWith("[::1]") && !address.startsWith("[::ffff:127.")).toList();
        assertEquals(List.of("*:5061"), open);
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
        assertTrue(worked.compareTo(UP_WITHIN.multipliedBy(2)) < 0, "on two processors a second start would take more than " + UP_WITHIN + ": it worked for " + worked);
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
        again();
    }

    @Test
    @Order(5)
    void aConsoleOnAJavaThatHasNoneIsRefusedInASentence() throws Exception {
        Path java = Files.createDirectories(folder.resolve("late/bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\necho 'openjdk version \"25.0.1\" 2025-10-21' >&2\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        // util-linux' script gives it a terminal
        Peers.need("script");
        String said = hotcut("exec script -qec \"'" + server.home().resolve("bin/hotcut") + "' console\" /dev/null", "JAVA_HOME", folder.resolve("late").toString());
        assertTrue(said.contains("the console does not run on Java 25: use `hotcut server`"), said);
    }

    @Test
    @Order(6)
    void aLowLimitOfOpenFilesIsSaidWithTheRemedy() throws Exception {
        String launcher = "exec '" + server.home().resolve("bin/hotcut") + "' ";
        try {
            String said = hotcut("ulimit -n 1024; " + launcher + "start", "HOTCUT_DATA", server.data().toString());
            assertTrue(said.contains("only 1024 files may be open") && said.contains("ulimit -n 65536"), said);
            assertTrue(said.contains(UP), said);
        } finally {
            String said = hotcut(launcher + "stop", "HOTCUT_DATA", server.data().toString());
            assertTrue(said.contains("has stopped"), said);
        }
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

    private String hotcut(String script, String variable, String value) throws IOException, InterruptedException {
        Path output = Files.createTempFile(folder, "output", ".txt");
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", script).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put(variable, value);
        Process process = builder.start();
        try {
            process.waitFor(90, TimeUnit.SECONDS);
            return Files.readString(output);
        } finally {
            Peers.end(process);
        }
    }
}
