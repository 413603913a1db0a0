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

/** Messages for users who are away, subscriptions and presence, against the packaged server: through swaps and kill -9. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EventsIT {
    private static final Duration WHILE = Duration.ofSeconds(2);

    @TempDir
    private static Path folder;
    private Server server;
    private EventPhone alice;
    private EventPhone bob;
    private String dialog;

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
        String waiting = server.shell("sip:messages --json bob@example.org");
        assertEquals(2, waiting.split("alice@example.org", -1).length - 1, waiting);
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
        assertTrue(server.shell("sip:messages").contains("No message waits"));
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

    @Test
    @Order(5)
    void aRegistrationIsToldRfc3680() throws Exception {
        String answer = bob.request("SUBSCRIBE", "sip:bob@example.org", "<sip:bob@example.org>", "watch-reg", "Event: reg\nExpires: 600\nContact: " + bob.contact(), "");
        assertStatus(200, answer);
        assertEquals("600", EventPhone.header(answer, "Expires"));
        dialog = EventPhone.header(answer, "To");
        String first = bob.await("NOTIFY");
        bob.answer(first, "200 OK");
        assertEquals(EventPhone.header(answer, "To"), EventPhone.header(first, "From"));
        assertTrue(EventPhone.header(first, "Subscription-State").startsWith("active;expires="), first);
        assertEquals("application/reginfo+xml", EventPhone.header(first, "Content-Type"));
        assertEquals(1, contacts(first), first);
        assertTrue(server.shell("sip:subscriptions bob@example.org").contains("reg"));
        try (EventPhone second = new EventPhone("bob", "secret")) {
            second.register(300);
            String more = bob.await("NOTIFY");
            bob.answer(more, "200 OK");
            assertEquals(2, contacts(more), more);
            second.register(0);
            String less = bob.await("NOTIFY");
            bob.answer(less, "200 OK");
            assertTrue(less.contains("event=\"unregistered\""), less);
        }
    }

    @Test
    @Order(6)
    void theSubscriptionOutlivesASwapAndKillMinusNine() throws Exception {
        Path changed = ChangedJar.of(installed("sip-notifier"), "0.1.0.again", folder.resolve("sip-notifier-2.jar"));
        assertTrue(server.shell("edge:update '" + changed + "'").contains("0.1.0.again"));
        server.kill();
        server.start();
        try (EventPhone third = new EventPhone("bob", "secret")) {
            third.register(300);
            String notify = bob.await("NOTIFY");
            bob.answer(notify, "200 OK");
            assertEquals("watch-reg", EventPhone.header(notify, "Call-ID"));
            assertEquals("4 NOTIFY", EventPhone.header(notify, "CSeq"));
            assertEquals(2, contacts(notify), notify);
            String contact = EventPhone.header(notify, "Contact");
            assertStatus(200, bob.request("SUBSCRIBE", contact.substring(1, contact.length() - 1), dialog, "watch-reg", "Event: reg\nExpires: 0\nContact: " + bob.contact(), ""));
            String last = bob.await("NOTIFY");
            bob.answer(last, "200 OK");
            assertEquals("terminated;reason=timeout", EventPhone.header(last, "Subscription-State"));
            assertStatus(481, bob.request("SUBSCRIBE", contact.substring(1, contact.length() - 1), dialog, "watch-reg", "Event: reg\nContact: " + bob.contact(), ""));
        }
    }

    @Test
    @Order(7)
    void whatIsPublishedIsToldToThoseOfTheDomainRfc3903() throws Exception {
        assertStatus(200, bob.request("SUBSCRIBE", "sip:alice@example.org", "<sip:alice@example.org>", "watch-presence", "Event: presence\nContact: " + bob.contact(), ""));
        String first = bob.await("NOTIFY");
        bob.answer(first, "200 OK");
        assertTrue(first.contains("<basic>closed</basic>"), first);
        String pidf = "<presence xmlns='urn:ietf:params:xml:ns:pidf' entity='pres:alice@example.org'><tuple id='1'><status><basic>open</basic></status>"
                + "<note>In the garden</note></tuple></presence>";
        String published = alice.request("PUBLISH", "sip:alice@example.org", "<sip:alice@example.org>", "p",
                "Event: presence\nContent-Type: application/pidf+xml\nExpires: 600", pidf);
        assertStatus(200, published);
        String garden = bob.await("NOTIFY");
        bob.answer(garden, "200 OK");
        assertTrue(garden.contains("In the garden"), garden);
        assertStatus(412, alice.request("PUBLISH", "sip:alice@example.org", "<sip:alice@example.org>", "p", "Event: presence\nSIP-If-Match: old", ""));
        String tag = EventPhone.header(published, "SIP-ETag");
        assertStatus(200, alice.request("PUBLISH", "sip:alice@example.org", "<sip:alice@example.org>", "p", "Event: presence\nExpires: 0\nSIP-If-Match: " + tag, ""));
        assertTrue(bob.await("NOTIFY").contains("<basic>closed</basic>"));
    }

    @Test
    @Order(8)
    void nobodyWatchesAnothersRegistrations() throws Exception {
        assertStatus(403, bob.request("SUBSCRIBE", "sip:alice@example.org", "<sip:alice@example.org>", "w3", "Event: reg\nContact: " + bob.contact(), ""));
        String bad = bob.request("SUBSCRIBE", "sip:alice@example.org", "<sip:alice@example.org>", "w4", "Event: nonsense\nContact: " + bob.contact(), "");
        assertStatus(489, bad);
        assertEquals("presence, reg", EventPhone.header(bad, "Allow-Events"));
    }

    @Test
    @Order(9)
    void whoAsksTheServerIsChallengedByItAndWhoAsksADeviceByTheProxyRfc6665Section4213Rfc3903Section6() throws Exception {
        String served = alice.bare("SUBSCRIBE", "sip:bob@example.org", "<sip:bob@example.org>", "bare-1", "Event: presence\nContact: " + alice.contact());
        assertStatus(401, served);
        assertTrue(EventPhone.header(served, "WWW-Authenticate").startsWith("Digest realm=\"example.org\""), served);
        assertStatus(401, alice.bare("PUBLISH", "sip:alice@example.org", "<sip:alice@example.org>", "bare-2", "Event: presence"));
        String passed = alice.bare("SUBSCRIBE", "sip:bob@example.org", "<sip:bob@example.org>", "bare-3", "Event: dialog\nContact: " + alice.contact());
        assertStatus(407, passed);
        assertTrue(EventPhone.header(passed, "Proxy-Authenticate").startsWith("Digest realm=\"example.org\""), passed);
        assertStatus(407, alice.bare("MESSAGE", "sip:bob@example.org", "<sip:bob@example.org>", "bare-4", "Content-Type: text/plain"));
    }

    @Test
    @Order(10)
    void oneSenderFillsHalfOfAMailboxAtMost() throws Exception {
        server.shell("user:add carol@example.org secret");
        for (int i = 0; i < 50; i++) {
            assertStatus(202, alice.request("MESSAGE", "sip:carol@example.org", "<sip:carol@example.org>", "fill-" + i, "Content-Type: text/plain", "x"));
        }
        assertStatus(480, alice.request("MESSAGE", "sip:carol@example.org", "<sip:carol@example.org>", "fill-50", "Content-Type: text/plain", "x"));
        assertStatus(202, bob.request("MESSAGE", "sip:carol@example.org", "<sip:carol@example.org>", "fill-51", "Content-Type: text/plain", "x"));
    }

    /** The server may look by itself before the refresh does: then there is nothing left to refresh. */
    @Test
    @Order(11)
    void ofAUserWhoIsRemovedNobodyLearnsAnythingMoreRfc6665Section4214() throws Exception {
        server.shell("user:add dave@example.org secret");
        String answer = bob.request("SUBSCRIBE", "sip:dave@example.org", "<sip:dave@example.org>", "watch-dave", "Event: presence\nContact: " + bob.contact(), "");
        assertStatus(200, answer);
        String first = bob.await("NOTIFY");
        bob.answer(first, "200 OK");
        server.shell("user:remove dave@example.org");
        String contact = EventPhone.header(first, "Contact");
        String refused = bob.request("SUBSCRIBE", contact.substring(1, contact.length() - 1), EventPhone.header(answer, "To"), "watch-dave",
                "Event: presence\nContact: " + bob.contact(), "");
        assertTrue(refused.startsWith("SIP/2.0 404") || refused.startsWith("SIP/2.0 481"), refused);
        String last = bob.await("NOTIFY");
        bob.answer(last, "200 OK");
        assertEquals("watch-dave", EventPhone.header(last, "Call-ID"));
        assertEquals("terminated;reason=noresource", EventPhone.header(last, "Subscription-State"));
        assertEquals("", EventPhone.body(last));
    }

    private static int contacts(String notify) {
        return notify.split("<contact ", -1).length - 1;
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
