package org.hotcut.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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

/** Messages for users who are away, against the packaged server: through a swap and a kill -9. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EventsIT {
    private static final Duration WHILE = Duration.ofSeconds(2);

    @TempDir
    private static Path folder;
    private Server server;
    private EventPhone alice;
    private EventPhone bob;

    @BeforeAll
    void start() throws Exception {
        Peers.needNamespace();
        server = Server.unpack(folder).start();
        server.shell("domain:add example.org; user:add alice@example.org secret; user:add bob@example.org secret");
        alice = new EventPhone("alice", "secret");
        bob = new EventPhone("bob", "secret");
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
        if (alice != null) {
            alice.close();
            bob.close();
        }
    }

    @Test
    @Order(1)
    void aMessageForAUserWhoIsAwayIsAccepted() throws Exception {
        assertStatus(202, message("first", "Are you there?"));
        assertStatus(404, alice.request("MESSAGE", "sip:nobody@example.org", "<sip:nobody@example.org>", "m-nobody", "Content-Type: text/plain", "x"));
    }

    @Test
    @Order(2)
    void itOutlivesTheSwapOfWhoTookItAndKillMinusNine() throws Exception {
        Path changed = ChangedJar.of(installed("sip-notifier"), "0.1.0.swap", folder.resolve("sip-notifier.jar"));
        assertTrue(server.shell("edge:update '" + changed + "'").contains("0.1.0.swap"));
        assertStatus(202, message("second", "Are you there now?"));
        server.kill();
        server.start();
        bob.register(300);
        String first = bob.await("MESSAGE");
        assertEquals("Are you there?", EventPhone.body(first));
        assertEquals("first", EventPhone.header(first, "Call-ID"));
        assertEquals("text/plain", EventPhone.header(first, "Content-Type"));
        assertEquals("<sip:alice@example.org>;tag=alice", EventPhone.header(first, "From"));
        assertTrue(EventPhone.header(first, "Date").endsWith(" GMT"), first);
        bob.answer(first, "200 OK");
        String second = bob.await("MESSAGE");
        assertEquals("Are you there now?", EventPhone.body(second));
        bob.answer(second, "200 OK");
        assertTrue(bob.hearsNothing(WHILE));
    }

    @Test
    @Order(3)
    void whatWasTakenDoesNotComeAgain() throws Exception {
        server.kill();
        server.start();
        bob.register(300);
        assertTrue(bob.hearsNothing(WHILE));
    }

    @Test
    @Order(4)
    void whoIsThereGetsItAtOnce() throws Exception {
        try (EventPhone carol = new EventPhone("alice", "secret")) {
            Thread answering = new Thread(() -> {
                try {
                    bob.answer(bob.await("MESSAGE"), "200 OK");
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            answering.start();
            assertStatus(200, carol.request("MESSAGE", "sip:bob@example.org", "<sip:bob@example.org>", "now", "Content-Type: text/plain", "now"));
            answering.join();
        }
    }

    private String message(String callId, String text) throws Exception {
        return alice.request("MESSAGE", "sip:bob@example.org", "<sip:bob@example.org>", callId, "Content-Type: text/plain", text);
    }

    private static void assertStatus(int status, String answer) {
        assertTrue(answer.startsWith("SIP/2.0 " + status), answer);
    }

    private Path installed(String bundle) throws Exception {
        try (Stream<Path> files = Files.walk(server.home().resolve("system"))) {
            return files.filter(file -> file.getFileName().toString().matches(bundle + "-[0-9].*\\.jar")).findFirst().orElseThrow();
        }
    }
}
