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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Telephones that sleep, against the packaged server (RFC 8599): called, woken by push, back by another connection, connected. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PushIT {
    private static final InetSocketAddress SERVER = new InetSocketAddress("127.0.0.1", 5060);

    @TempDir
    private static Path folder;
    private Server server;
    private int serial;

    @BeforeAll
    void start() throws Exception {
        Peers.needNamespace();
        server = Server.unpack(folder).start();
        server.shell("domain:add example.org");
        server.shell("user:add alice@example.org secret; user:add bob@example.org secret");
        server.shell("access:allow 127.0.0.1");
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void aTelephoneThatSleepsIsWokenAndGetsTheCallWhenItIsBack() throws Exception {
        try (TcpPeer before = TcpPeer.connect(SERVER)) {
            String ok = register(before, "log", "the-token", 1);
            assertTrue(ok.startsWith("SIP/2.0 200"), ok);
            assertTrue(ok.contains("Feature-Caps: *;+sip.pns=\"log\""), ok);
        }
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> server.shell("sip:registrations --json").contains("\"reachable\": false"));
        try (TcpPeer caller = TcpPeer.connect(SERVER)) {
            caller.send(request("INVITE", "sip:bob@example.org", caller, 1, "Contact: <sip:alice@127.0.0.1:" + caller.port() + ";transport=tcp>"));
            caller.await("SIP/2.0 100");
            Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> pushes().equals(1L));
            try (TcpPeer back = TcpPeer.connect(SERVER)) {
                String again = register(back, "log", "the-token", 2);
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
    void aPushServiceThatNobodyServesIsRefused() throws Exception {
        try (TcpPeer phone = TcpPeer.connect(SERVER)) {
            String answer = register(phone, "nobody", "the-token", 1);
            assertTrue(answer.startsWith("SIP/2.0 555 Push Notification Service Not Supported"), answer);
        }
    }

    private Long pushes() throws IOException {
        Path log = server.data().resolve("log/hotcut.log");
        List<String> lines = Files.exists(log) ? Files.readAllLines(log) : List.of();
        return lines.stream().filter(line -> line.contains("push to a device of bob@example.org for INVITE: provider log, prid the-token")).count();
    }

    private String register(TcpPeer phone, String provider, String device, int cseq) throws IOException {
        phone.send(request("REGISTER", "sip:example.org", phone, cseq, "Expires: 600", "Contact: <sip:bob@127.0.0.1:" + phone.port() + ";transport=tcp;pn-provider=" + provider
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
