package org.hotcut.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.jar.Attributes;
import java.util.stream.Stream;

import org.hotcut.testkit.ChangedJar;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** What {@code edge:update} puts in force stays: after a restart, after an unrelated feature, with an emptied cache; until {@code edge:rollback}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class UpgradesIT {
    private static final String NEW = "0.1.0.system";

    @TempDir
    private static Path folder;
    private Server server;
    private Path jar;
    private Path features;
    private String delivered;

    @BeforeAll
    void start() throws Exception {
        Peers.needNamespace();
        server = Server.unpack(folder).start();
        try (Stream<Path> files = Files.walk(server.home().resolve("system"))) {
            jar = files.filter(file -> file.getFileName().toString().matches("sip-proxy-.*\\.jar")).findFirst().orElseThrow();
        }
        delivered = version();
        features = Files.writeString(folder.resolve("unrelated.xml"), "<features name='unrelated' xmlns='http://karaf.apache.org/xmlns/features/v1.6.0'>"
                + "<feature name='one' version='1.0.0'><config name='org.example.one'>a=b</config></feature>"
                + "<feature name='two' version='1.0.0'><config name='org.example.two'>a=b</config></feature>"
                + "<feature name='three' version='1.0.0'><config name='org.example.three'>a=b</config></feature></features>");
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    @Order(1)
    void anUpdateStaysAfterAnUnrelatedFeatureIsInstalled() throws Exception {
        String report = server.shell("edge:update '" + ChangedJar.of(jar, NEW, folder.resolve("new.jar")) + "'");
        assertTrue(report.contains(NEW) && report.contains("It stays so after a restart and after the installation of features"), report);
        install("one");
        assertTrue(version().contains(NEW), version());
        assertTrue(server.answersOptions());
    }

    @Test
    @Order(2)
    void itStaysAfterARestartAndAFeatureAfterThat() throws Exception {
        restart();
        assertTrue(version().contains(NEW), version());
        install("two");
        assertTrue(version().contains(NEW), version());
        assertTrue(server.answersOptions());
    }

    @Test
    @Order(3)
    void itStaysWhenTheCacheOfTheFrameworkWasLost() throws Exception {
        server.stop();
        try (Stream<Path> files = Files.walk(server.data().resolve("cache"))) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        server.start();
        assertTrue(version().contains(NEW), version());
    }

    @Test
    @Order(4)
    void whatDoesNotResolveIsRefusedAndTheServerGoesOnAnswering() throws Exception {
        Attributes headers = new Attributes();
        headers.putValue("Import-Package", "org.example.missing");
        String report = refused("edge:update '" + ChangedJar.of(jar, "0.2.0", folder.resolve("unresolvable.jar"), headers) + "'");
        assertTrue(report.contains("org.example.missing"), report);
        assertTrue(version().contains(NEW), version());
        assertTrue(server.answersOptions());
    }

    @Test
    @Order(5)
    void whatDoesNotComeUpIsReplacedByTheOldOneWithTheReason() throws Exception {
        Attributes headers = new Attributes();
        headers.putValue("Bundle-Activator", "org.example.NoSuchClass");
        String report = refused("edge:update '" + ChangedJar.of(jar, "0.2.1", folder.resolve("faulty.jar"), headers) + "'");
        assertTrue(report.contains("org.example.NoSuchClass"), report);
        assertTrue(version().contains(NEW), version());
        assertTrue(server.answersOptions());
    }

    @Test
    @Order(6)
    void aRollBackStaysToo() throws Exception {
        server.shell("edge:rollback sip-proxy");
        assertEquals(delivered, version());
        install("three");
        assertEquals(delivered, version());
        restart();
        assertEquals(delivered, version());
        assertFalse(Files.exists(server.data().resolve("upgrades/org.hotcut.sip.proxy")));
    }

    private void install(String feature) throws IOException, InterruptedException {
        server.shell("feature:repo-add " + features.toUri() + "; feature:install " + feature);
    }

    private void restart() throws IOException {
        server.stop();
        server.start();
    }

    private String version() throws IOException, InterruptedException {
        return server.shell("bundle:list -t 0 -s").lines().filter(line -> line.contains("org.hotcut.sip.proxy")).findFirst().orElseThrow().strip();
    }

    /** Runs a command that fails, and returns what it printed. */
    private String refused(String command) throws InterruptedException {
        try {
            return server.shell(command);
        } catch (IOException e) {
            return e.getMessage();
        }
    }
}
