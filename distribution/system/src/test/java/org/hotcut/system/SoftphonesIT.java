package org.hotcut.system;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two real softphones call each other through the packaged server, and each hears the other's tone. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SoftphonesIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    private static Path folder;
    private Server server;
    private int run;

    @BeforeAll
    void start() throws Exception {
        Peers.needNamespace();
        Peers.need("baresip");
        server = Server.unpack(folder).listenPlain(Peers.HOST, "-lan").listenPlain(Peers.HOST6, "-lan6").start();
        server.shell("domain:add example.org");
        server.shell("user:add alice@example.org wonderland");
        server.shell("user:add bob@example.org builder");
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @ParameterizedTest(name = "{0} calls {1} over {2}")
    @CsvSource({"tls, tls, 4", "udp, udp, 4", "tcp, tcp, 4", "tls, udp, 4", "udp, tcp, 4", "tcp, tls, 4", "tls, tls, 6", "udp, tls, 6"})
    void callAndHearEachOther(String caller, String callee, int version) throws Exception {
        String address = version == 4 ? Peers.HOST : Peers.HOST6;
        Path calls = Files.createDirectories(folder.resolve("call" + ++run));
        Path ca = calls.resolve("ca.pem");
        Files.writeString(ca, server.shell("cert:ca"));
        try (Softphone alice = Softphone.start(calls.resolve("alice"), address, 14000 + 10 * run, 440, ca);
                Softphone bob = Softphone.start(calls.resolve("bob"), address, 14005 + 10 * run, 660, ca)) {
            alice.register(account("alice", "wonderland", caller, address));
            bob.register(account("bob", "builder", callee, address));

            say("alice dials sip:bob@example.org");
            alice.dial("sip:bob@example.org");
            bob.await("CALL_INCOMING", SOON);
            alice.await("CALL_RINGING", SOON);
            bob.answer();
            alice.await("CALL_ESTABLISHED", SOON);
            bob.await("CALL_ESTABLISHED", SOON);
            alice.awaitSpeech(Duration.ofSeconds(2));
            bob.awaitSpeech(Duration.ofSeconds(2));

            say("alice hangs up");
            alice.hangUp();
            bob.await("CALL_CLOSED", SOON);
            alice.awaitTone(660);
            bob.awaitTone(440);
        }
        Awaitility.await("no transaction is left over").atMost(Duration.ofSeconds(120)).pollInterval(Duration.ofSeconds(2))
                .until(() -> server.shell("sip:transactions --json").trim().equals("[]"));
    }

    @Test
    void aCallerWhoGivesUpAndACalleeWhoDeclinesEndTheRinging() throws Exception {
        Path calls = Files.createDirectories(folder.resolve("ringing"));
        Path ca = calls.resolve("ca.pem");
        Files.writeString(ca, server.shell("cert:ca"));
        try (Softphone alice = Softphone.start(calls.resolve("alice"), Peers.HOST, 13000, 440, ca);
                Softphone bob = Softphone.start(calls.resolve("bob"), Peers.HOST, 13005, 660, ca)) {
            alice.register(account("alice", "wonderland", "tls", Peers.HOST));
            bob.register(account("bob", "builder", "udp", Peers.HOST));

            say("alice dials bob and gives up while it rings");
            alice.dial("sip:bob@example.org");
            bob.await("CALL_INCOMING", SOON);
            alice.await("CALL_RINGING", SOON);
            alice.hangUp();
            bob.await("CALL_CLOSED", SOON);

            say("alice dials again and bob declines");
            alice.forget();
            bob.forget();
            alice.dial("sip:bob@example.org");
            bob.await("CALL_INCOMING", SOON);
            bob.hangUp();
            alice.await("CALL_CLOSED", SOON);
        }
    }

    private static String account(String user, String password, String transport, String address) {
        String host = address.indexOf(':') < 0 ? address : '[' + address + ']';
        String account = "<sip:" + user + "@example.org;transport=" + transport + ">;auth_pass=" + password + ";regint=600;outbound=\"sip:" + host
                + ';' + "transport=" + transport + '"';
        say(user + " registers: " + account);
        return account;
    }

    /** What the test does, so that a reader can do it by hand. */
    private static void say(String step) {
        System.out.println("softphones: " + step);
    }
}
