package org.hotcut.system;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Pairs of real softphones call each other through the packaged server, and each hears the other's tone. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SoftphonesIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    private static Path folder;
    /** So that they do not keep each other from speaking in time. */
    private static final int AT_A_TIME = 4;
    private Server server;
    private Path ca;

    @BeforeAll
    void start() throws Exception {
        Peers.needNamespace();
        Peers.need("baresip");
        server = Server.unpack(folder).listenPlain(Peers.HOST, "-lan").listenPlain(Peers.HOST6, "-lan6").start();
        List<String> commands = new ArrayList<>(List.of("domain:add example.org"));
        for (int i = 0; i <= Pair.ALL.size(); i++) {
            commands.add("user:add alice" + i + "@example.org wonderland; user:add bob" + i + "@example.org builder");
        }
        server.shell(String.join("; ", commands));
        ca = Files.writeString(folder.resolve("ca.pem"), server.shell("cert:ca"));
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    /** Who calls by which transport whom, by which. */
    private record Pair(String caller, String callee, int version) {
        static final List<Pair> ALL = List.of(new Pair("tls", "tls", 4), new Pair("udp", "udp", 4), new Pair("tcp", "tcp", 4), new Pair("tls", "udp", 4),
                new Pair("udp", "tcp", 4), new Pair("tcp", "tls", 4), new Pair("tls", "tls", 6), new Pair("udp", "tls", 6));
    }

    @Test
    void callAndHearEachOtherByEachTransport() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME);
        try {
            Map<Pair, Future<?>> calls = new LinkedHashMap<>();
            for (Pair pair : Pair.ALL) {
                calls.put(pair, threads.submit(() -> callAndHearEachOther(pair, 1 + Pair.ALL.indexOf(pair))));
            }
            assertAll(calls.entrySet().stream().map(call -> () -> assertDoesNotThrow(() -> call.getValue().get(), call.getKey().toString())));
        } finally {
            threads.shutdownNow();
        }
        Awaitility.await("no transaction is left over").atMost(Duration.ofSeconds(120)).pollInterval(Duration.ofSeconds(1))
                .until(() -> server.shell("sip:transactions --json").trim().equals("[]"));
    }

    private Void callAndHearEachOther(Pair pair, int number) throws Exception {
        String address = pair.version() == 4 ? Peers.HOST : Peers.HOST6;
        Path call = Files.createDirectories(folder.resolve("call" + number));
        try (Softphone alice = Softphone.start(call.resolve("alice"), address, 14000 + 10 * number, 440, ca);
                Softphone bob = Softphone.start(call.resolve("bob"), address, 14005 + 10 * number, 660, ca)) {
            alice.register(account("alice" + number, "wonderland", pair.caller(), address));
            bob.register(account("bob" + number, "builder", pair.callee(), address));

            say("alice" + number + " dials sip:bob" + number + "@example.org");
            alice.dial("sip:bob" + number + "@example.org");
            bob.await("CALL_INCOMING", SOON);
            alice.await("CALL_RINGING", SOON);
            bob.answer();
            alice.await("CALL_ESTABLISHED", SOON);
            bob.await("CALL_ESTABLISHED", SOON);
            alice.awaitSpeech(Duration.ofSeconds(2));
            bob.awaitSpeech(Duration.ofSeconds(2));

            say("alice" + number + " hangs up");
            alice.hangUp();
            bob.await("CALL_CLOSED", SOON);
            alice.awaitTone(660);
            bob.awaitTone(440);
        }
        return null;
    }

    @Test
    void aCallerWhoGivesUpAndACalleeWhoDeclinesEndTheRinging() throws Exception {
        Path calls = Files.createDirectories(folder.resolve("ringing"));
        try (Softphone alice = Softphone.start(calls.resolve("alice"), Peers.HOST, 13000, 440, ca);
                Softphone bob = Softphone.start(calls.resolve("bob"), Peers.HOST, 13005, 660, ca)) {
            alice.register(account("alice0", "wonderland", "tls", Peers.HOST));
            bob.register(account("bob0", "builder", "udp", Peers.HOST));

            say("alice dials bob and gives up while it rings");
            alice.dial("sip:bob0@example.org");
            bob.await("CALL_INCOMING", SOON);
            alice.await("CALL_RINGING", SOON);
            alice.hangUp();
            bob.await("CALL_CLOSED", SOON);

            say("alice dials again and bob declines");
            alice.forget();
            bob.forget();
            alice.dial("sip:bob0@example.org");
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
