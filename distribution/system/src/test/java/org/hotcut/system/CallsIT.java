package org.hotcut.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

/** SIPp against the packaged server over UDP: many users, steady calls, swaps under them, a kill -9 between. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CallsIT {
    private static final int USERS = 20;

    @TempDir
    private static Path folder;
    private Server server;
    private Path users;

    @BeforeAll
    void start() throws Exception {
        Peers.needNamespace();
        Peers.need("sipp");
        server = Server.unpack(folder).start();
        List<String> lines = new ArrayList<>(List.of("SEQUENTIAL"));
        List<String> commands = new ArrayList<>(List.of("domain:add example.org", "access:allow 127.0.0.1"));
        for (int i = 0; i < USERS; i++) {
            commands.add("user:add u" + i + "@example.org secret");
            lines.add("u" + i + ";[authentication username=u" + i + " password=secret];5080");
        }
        server.shell(String.join("; ", commands));
        users = Files.write(folder.resolve("users.csv"), lines);
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    @Order(1)
    void optionsIsAnsweredWithoutCredentials() throws Exception {
        run("options", 5070, 200, "-r", "100");
    }

    @Test
    @Order(2)
    void usersRegisterWithDigest() throws Exception {
        server.shell("access:remove 127.0.0.1");
        run("register", 5071, USERS, "-r", "20", "-inf", users.toString());
        overTcp("u0", 5075);
        server.shell("access:allow 127.0.0.1");
        assertEquals(USERS + 1, count(server.shell("sip:registrations --json"), "\"contact\""));
    }

    @Test
    @Order(3)
    void tenSwapsOfTheProxyUnderFiftyCallsASecondLoseNoCall() throws Exception {
        Path jar = installed("sip-proxy");
        try (Sipp callee = Sipp.start(folder, "callee", 5080);
                Sipp caller = Sipp.start(folder, "caller", 5072, "-r", "50", "-l", "500", "-inf", users.toString(), "-fd", "1")) {
            for (int i = 1; i <= 10; i++) {
                Path changed = ChangedJar.of(jar, "0.1.0.swap" + i, folder.resolve("sip-proxy-" + i + ".jar"));
                String report = server.shell("edge:update '" + changed + "'");
                assertTrue(report.contains("0.1.0.swap" + i), report);
            }
            assertTrue(caller.isCalling(), "calls were placed until the last swap");
            caller.finish();
            assertEquals(0, caller.await(300), caller::errorsOrNothing);
            callee.finish();
            assertEquals(0, callee.await(300), callee::errorsOrNothing);
        }
    }

    @Test
    @Order(4)
    void registrationsAreThereAfterKillMinusNine() throws Exception {
        server.kill();
        server.start();
        String registrations = server.shell("sip:registrations --json");
        assertEquals(USERS, count(registrations, "\"reachable\": true"), registrations);
        assertEquals(1, count(registrations, "\"reachable\": false"), "only the one over TCP: " + registrations);
        try (Sipp callee = Sipp.start(folder, "callee", 5080, "-m", "20");
                Sipp caller = Sipp.start(folder, "caller", 5073, "-m", "20", "-r", "20", "-inf", users.toString())) {
            assertEquals(0, caller.await(300), caller::errorsOrNothing);
            assertEquals(0, callee.await(300), callee::errorsOrNothing);
        }
        assertTrue(server.shell("bundle:list").contains("0.1.0.swap10"), "the update of sip-proxy is still in force");
    }

    /** Registers one more contact by a connection, and goes. */
    private void overTcp(String user, int port) throws IOException, InterruptedException {
        Path file = Files.write(folder.resolve("tcp.csv"), List.of("SEQUENTIAL", user + ";[authentication username=" + user + " password=secret];" + port));
        run("register", port, 1, "-t", "t1", "-inf", file.toString());
    }

    private void run(String scenario, int port, int calls, String... arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("-m", Integer.toString(calls)));
        all.addAll(List.of(arguments));
        try (Sipp sipp = Sipp.start(folder, scenario, port, all.toArray(String[]::new))) {
            assertEquals(0, sipp.await(300), sipp::errorsOrNothing);
        }
    }

    private Path installed(String bundle) throws IOException {
        try (Stream<Path> files = Files.walk(server.home().resolve("system"))) {
            return files.filter(f -> f.getFileName().toString().startsWith(bundle + '-') && f.toString().endsWith(".jar")).findFirst().orElseThrow();
        }
    }

    private static int count(String text, String part) {
        return (text.length() - text.replace(part, "").length()) / part.length();
    }
}
