package org.hotcut.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands in the way of a start is said in one sentence, with the remedy. */
class LauncherIT {
    private static final Duration STARTED = Duration.ofSeconds(300);

    @TempDir
    private Path folder;

    @BeforeEach
    void namespace() {
        Peers.needNamespace();
    }

    @Test
    void theConsoleIsRefusedOnAJdkThatCannotRunIt() throws Exception {
        Path java = Files.createDirectories(folder.resolve("jdk/bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\necho 'openjdk version \"25.0.1\" 2025-10-21' >&2\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        Server server = Server.unpack(folder);
        // script gives it a terminal, without which there is no console anyway
        ProcessBuilder console = new ProcessBuilder("script", "-qec", "'" + server.home().resolve("bin/hotcut") + "' console", "/dev/null").redirectErrorStream(true);
        console.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
        console.environment().put("HOTCUT_DATA", server.data().toString());
        Process process = console.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
        assertEquals("hotcut: the console does not run on Java 25: use `hotcut server`, or set JAVA_HOME to a JDK or JRE from 17 to 23.", said);
        assertEquals(1, process.waitFor());
    }

    @Test
    void aLowLimitOfOpenFilesIsNamed() throws Exception {
        try (Server server = Server.unpack(folder)) {
            server.launch("sh", "-c", "ulimit -n 1024; exec '" + server.home().resolve("bin/hotcut") + "' server");
            Awaitility.await().atMost(STARTED).until(() -> server.output().contains("only 1024 files may be open"));
            assertTrue(server.output().contains("ulimit -n"), server.output());
        }
    }

    @Test
    void aPortInUseIsNamedOnceAndTakenWhenItIsFree() throws Exception {
        try (Server server = Server.unpack(folder)) {
            try (DatagramSocket other = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 5060))) {
                server.launch(server.home().resolve("bin/hotcut").toString(), "server");
                List<String> said = complaintsAbout(server, "5060");
                assertEquals(1, said.size(), said::toString);
                assertTrue(said.get(0).contains("ss -"), said::toString);
                assertTrue(other.isBound());
            }
            Awaitility.await().atMost(STARTED).until(server::answersOptions);
            assertEquals(1, complaintsAbout(server, "5060").size());
        }
    }

    @Test
    void anOrdinaryUserRunsItAndIsToldWhatAPortBelow1024Needs() throws Exception {
        Assumptions.assumeTrue(System.getProperty("user.name").equals("root"), "only root can be somebody else");
        try (Server server = Server.unpack(folder).configure("org.hotcut.net.listener-low.cfg", "name = low", "protocol = tcp", "address = 127.0.0.1", "port = 443")
                .ownedBy("nobody")) {
            server.start();
            List<String> said = complaintsAbout(server, "443");
            assertEquals(1, said.size(), said::toString);
            assertTrue(said.get(0).contains("net.ipv4.ip_unprivileged_port_start"), said::toString);
        }
    }

    private static List<String> complaintsAbout(Server server, String port) {
        return Awaitility.await().atMost(STARTED).ignoreExceptionsInstanceOf(IOException.class).until(
                () -> server.complaints().stream().filter(line -> line.contains("ERROR") && line.contains(port)).collect(Collectors.toList()), lines -> !lines.isEmpty());
    }
}
