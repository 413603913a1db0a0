package org.hotcut.system;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.awaitility.Awaitility;
import org.hotcut.sip.message.Message;
import org.hotcut.testkit.Sip;
import org.hotcut.testkit.TcpPeer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Telephones that sleep, against the packaged server (RFC 8599): called, woken by push, back by another connection, connected. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PushIT {
    private static final InetSocketAddress SERVER = new InetSocketAddress("127.0.0.1", 5060);

    @TempDir
    private static Path folder;
    private Server server;
    private int serial;
    private int registrations;

    @BeforeAll
    void start() throws Exception {
        Peers.needNamespace();
        server = Server.unpack(folder).start();
        server.shell("domain:add example.org; user:add alice@example.org secret; user:add bob@example.org secret; access:allow 127.0.0.1");
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    @Order(1)
    void aTelephoneThatSleepsIsWokenAndGetsTheCallWhenItIsBack() throws Exception {
        sleeps();
        try (TcpPeer caller = TcpPeer.connect(SERVER)) {
            caller.send(invite(caller));
            caller.await("SIP/2.0 100");
            awaitPushes(1);
            try (TcpPeer back = TcpPeer.connect(SERVER)) {
                String again = register(back, "log", "the-token");
                assertTrue(again.startsWith("SIP/2.0 200"), again);
                Message invite = Sip.message(Sip.bytes(back.await("INVITE ")));
                String contact = "Contact: <sip:bob@127.0.0.1:" + back.port() + ";transport=tcp>";
                back.send(Sip.response(invite, 180, contact).encode());
                caller.await("SIP/2.0 180");
                back.send(Sip.response(invite, 200, contact).encode());
                caller.await("SIP/2.0 200");
            }
        }
        assertTrue(server.shell("edge:status --json").contains("\"sent\": 1"));
    }

    @Test
    @Order(2)
    void aCallerWhoHangsUpWhileATelephoneIsWokenIsNotConnected() throws Exception {
        sleeps();
        try (TcpPeer caller = TcpPeer.connect(SERVER); TcpPeer back = TcpPeer.connect(SERVER)) {
            String invite = invite(caller);
            caller.send(invite);
            caller.await("SIP/2.0 100");
            awaitPushes(2);
            caller.send(invite.replace("INVITE", "CANCEL").replaceFirst("Contact: [^\n]*\n", ""));
            caller.await("SIP/2.0 487");
            String again = register(back, "log", "the-token");
            assertTrue(again.startsWith("SIP/2.0 200"), again);
            assertTrue(back.silent(Duration.ofMillis(500)));
        }
    }

    @Test
    @Order(3)
    void aTelephoneThatDoesNotComeIsTemporarilyUnavailable() throws Exception {
        sleeps();
        server.configure("org.hotcut.sip.proxy.cfg", "maxTargets = 10", "nextSeconds = 20", "pushSeconds = 1", "pushReachable = true");
        Awaitility.await().atMost(Duration.ofSeconds(120)).pollInterval(Duration.ofSeconds(1)).until(() -> {
            try (TcpPeer caller = TcpPeer.connect(SERVER)) {
                String invite = invite(caller);
                caller.send(invite);
                caller.await("SIP/2.0 100");
                String answer = caller.silent(Duration.ofSeconds(3)) ? "" : caller.await("SIP/2.0 ");
                caller.send(invite.replace("INVITE", "CANCEL").replaceFirst("Contact: [^\n]*\n", ""));
                return answer.startsWith("SIP/2.0 480");
            }
        });
    }

    @Test
    @Order(4)
    void aPushServiceThatNobodyServesIsRefused() throws Exception {
        try (TcpPeer phone = TcpPeer.connect(SERVER)) {
            String answer = register(phone, "nobody", "the-token");
            assertTrue(answer.startsWith("SIP/2.0 555 Push Notification Service Not Supported"), answer);
        }
    }

    /** Registers, is told which push service wakes it, and closes its connection. */
    private void sleeps() throws Exception {
        try (TcpPeer before = TcpPeer.connect(SERVER)) {
            String ok = register(before, "log", "the-token");
            assertTrue(ok.startsWith("SIP/2.0 200"), ok);
            assertTrue(ok.contains("Feature-Caps: *;+sip.pns=\"log\""), ok);
        }
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> server.shell("sip:registrations --json").contains("\"reachable\": false"));
    }

    private void awaitPushes(long count) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> pushes() == count);
    }

    private String invite(TcpPeer caller) {
        return request("INVITE", "sip:bob@example.org", caller, 1, "Contact: <sip:alice@127.0.0.1:" + caller.port() + ";transport=tcp>");
    }

    private long pushes() throws IOException {
        Path log = server.data().resolve("log/hotcut.log");
        List<String> lines = Files.exists(log) ? Files.readAllLines(log) : List.of();
        return lines.stream().filter(line -> line.contains("push to a device of bob@example.org for INVITE: provider log, prid the-token")).count();
    }

    private String register(TcpPeer phone, String provider, String device) throws IOException {
        phone.send(request("REGISTER", "sip:example.org", phone, ++registrations, "Expires: 600", "Contact: <sip:bob@127.0.0.1:" + phone.port() + ";transport=tcp;pn-provider=" + provider
                + ";pn-prid=" + device + ">;+sip.instance=\"<urn:uuid:00000000-0000-1000-8000-00000000b0b0>\""));
        return phone.await("SIP/2.0 ");
    }

    private String request(String method, String uri, TcpPeer peer, int cseq, String... headers) {
        serial++;
        String user = method.equals("REGISTER") ? "bob" : "alice";
        return method + ' ' + uri + " SIP/2.0\nVia: SIP/2.0/TCP 127.0.0.1:" + peer.port() + ";branch=z9hG4bKpush" + serial + "\nMax-Forwards: 70\nFrom: <sip:" + user
                + "@example.org>;tag=" + serial + "\nTo: <sip:bob@example.org>\nCall-ID: " + (method.equals("REGISTER") ? "registration" : "call-" + serial) + "\nCSeq: " + cseq + ' ' + method
                + '\n' + String.join("\n", headers) + "\nContent-Length: 0\n\n";
    }
}
