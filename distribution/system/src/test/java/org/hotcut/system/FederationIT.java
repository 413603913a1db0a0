package org.hotcut.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.awaitility.Awaitility;
import org.hotcut.testkit.TlsPeer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Two packaged servers of different domains that find each other by a real name server and prove who they are by certificates of one authority. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FederationIT {
    private static final Duration SOON = Duration.ofSeconds(120);
    private static final Duration A_WHILE = Duration.ofMillis(700);
    private static final String ORG_LOOPBACK = "127.0.0.1";
    private static final String NET_LOOPBACK = "127.0.0.2";
    private static final String KAMAILIO_LOOPBACK = "127.0.0.3";
    private static final int SILENT_PORT = 5069;

    @TempDir
    private static Path folder;
    private TestAuthority authority;
    private NameServer names;
    private Server org;
    private Server net;
    private CallPhone alice;
    private CallPhone bob;

    @BeforeAll
    void start() throws Exception {
        Peers.needNamespace();
        Peers.need("knotd");
        Peers.need("openssl");
        authority = TestAuthority.make(folder.resolve("authority"));
        names = new NameServer(folder.resolve("names"))
                .zone("example.org", "@ NAPTR 10 10 \"s\" \"SIPS+D2T\" \"\" _sips._tcp", "_sips._tcp SRV 10 10 5061 edge-org.hosting.test.")
                .zone("example.net", "@ NAPTR 10 10 \"s\" \"SIP+D2U\" \"\" _sip._udp", "@ NAPTR 50 10 \"s\" \"SIPS+D2T\" \"\" _sips._tcp",
                        "_sip._udp SRV 10 10 5060 edge-net.hosting.test.", "_sips._tcp SRV 10 10 5061 edge-net.hosting.test.")
                .zone("example.info", "_sips._tcp SRV 10 10 " + SILENT_PORT + " edge-net.hosting.test.", "_sips._tcp SRV 20 10 5061 edge-net.hosting.test.")
                .zone("example.edu", "_sips._tcp SRV 10 10 5061 edge-net.hosting.test.")
                .zone("example.biz", "_sips._tcp SRV 10 10 5071 edge-net.hosting.test.")
                .zone("hosting.test", "edge-org A " + Peers.HOST, "edge-net A " + Peers.OTHER_HOST)
                .start();
        org = server("org", ORG_LOOPBACK, Peers.HOST);
        org.shell("domain:add example.org; user:add alice@example.org wonderland");
        net = server("net", NET_LOOPBACK, Peers.OTHER_HOST);
        net.shell("domain:add example.net; domain:add example.info; user:add bob@example.net builder; user:add bob@example.info builder");
        for (String domain : new String[] {"example.com", "example.biz"}) {
            authority.issue(domain, "DNS:" + domain);
        }
        Awaitility.await("certificates with the domains").atMost(SOON).until(() -> org.shell("cert:show").contains("example.org") && net.shell("cert:show").contains("example.info"));
    }

    private Server server(String name, String loopback, String address) throws IOException, InterruptedException {
        Server server = Server.unpack(folder.resolve(name)).at(loopback);
        server.configure("org.hotcut.net.listener-tls.cfg", "name = tls", "protocol = tls", "address = " + address, "port = 5061", "client.auth = want");
        server.replace("org.hotcut.sip.core.cfg", "dnsServers =", "dnsServers = " + NameServer.ADDRESS + ':' + NameServer.PORT);
        authority.giveTo(server);
        return server.start();
    }

    @AfterAll
    void stop() {
        for (AutoCloseable each : new AutoCloseable[] {org, net, names}) {
            if (each != null) {
                try {
                    each.close();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    @BeforeEach
    void telephones() throws IOException {
        alice = new CallPhone("alice", "example.org", "wonderland", new InetSocketAddress(ORG_LOOPBACK, 5060));
        alice.register();
        bob = new CallPhone("bob", "example.net", "builder", new InetSocketAddress(NET_LOOPBACK, 5060));
        bob.register();
    }

    @AfterEach
    void away() throws IOException {
        alice.close();
        bob.close();
    }

    private static void talk(CallPhone caller, CallPhone callee, String uri) throws IOException {
        String id = caller.dial(uri);
        CallPhone.Call taken = callee.accept(callee.await("INVITE"));
        CallPhone.Call begun = caller.confirm(caller.outcome(id));
        callee.await("ACK");
        assertEquals(begun.id(), taken.id());
        assertTrue(taken.routes().size() > 1, "both servers stay in the path: " + taken.routes());
    }

    @Test
    void usersOfTwoDomainsCallEachOtherBothWaysAndEachServerKnowsTheOthersDomain() throws Exception {
        talk(alice, bob, "sip:bob@example.net");
        talk(bob, alice, "sip:alice@example.org");
        assertTrue(org.shell("sip:connections --json").contains("domain example.net ("), () -> "the peer is named by what it has proven");
        assertTrue(net.shell("sip:connections --json").contains("domain example.org ("), () -> "and so are we to it");
    }

    @Test
    void eitherSideEndsTheCallThatTheOtherHasBegun() throws Exception {
        String id = alice.dial("sip:bob@example.net");
        CallPhone.Call taken = bob.accept(bob.await("INVITE"));
        CallPhone.Call begun = alice.confirm(alice.outcome(id));
        bob.await("ACK");
        farewell(bob, taken, alice);
        id = alice.dial("sip:bob@example.net");
        taken = bob.accept(bob.await("INVITE"));
        begun = alice.confirm(alice.outcome(id));
        bob.await("ACK");
        farewell(alice, begun, bob);
    }

    private static void farewell(CallPhone who, CallPhone.Call call, CallPhone other) throws Exception {
        Thread answers = new Thread(() -> {
            try {
                other.answer(other.await("BYE"), "200 OK");
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        answers.start();
        assertEquals(200, Texts.status(who.hangUp(call)));
        answers.join();
    }

    @Test
    void aKamailioThatInsistsOnCertificatesIsCalledAndCalls() throws Exception {
        Peers.need("kamailio");
        try (CallPhone carol = new CallPhone("carol", "example.biz", "", new InetSocketAddress(KAMAILIO_LOOPBACK, 5060));
                KamailioPeer kamailio = KamailioPeer.start(folder.resolve("kamailio"), "example.biz", Peers.OTHER_HOST + ":5071", KAMAILIO_LOOPBACK + ":5060", carol.place(),
                        authority.folder(), Peers.HOST + ":5061")) {
            String id = alice.dial("sip:carol@example.biz");
            CallPhone.Call taken = carol.accept(carol.await("INVITE"));
            CallPhone.Call begun = alice.confirm(alice.outcome(id));
            carol.await("ACK");
            assertEquals(id, taken.id());
            farewell(alice, begun, carol);
            id = carol.dialUnasked("sip:alice@example.org");
            taken = alice.accept(alice.await("INVITE"));
            carol.confirm(carol.outcome(id));
            alice.await("ACK");
            farewell(alice, taken, carol);
            assertTrue(org.shell("sip:connections --json").contains("domain example.biz ("));
        }
    }

    @Test
    void aServerThatIsSomebodyElseIsNotTalkedToAndTheCallerLearnsWhy() throws Exception {
        String answer = alice.outcome(alice.dial("sip:bob@example.edu"));
        assertTrue(Texts.startLine(answer).matches("SIP/2.0 502 .*the certificate is for .*example.net.*, not for example.edu"), Texts.startLine(answer));
        assertTrue(bob.hearsNothing(A_WHILE));
        assertTrue(org.complaints().stream().anyMatch(line -> line.contains("example.edu was dialled: the certificate is for")), () -> "one line in the log");
    }

    @Test
    void nobodyIsCalledInTheClear() throws Exception {
        assertEquals(403, Texts.status(alice.outcome(alice.dial("sip:bob@example.net;transport=udp"))));
        assertTrue(bob.hearsNothing(A_WHILE));
    }

    @Test
    void aServerThatNeverSpeaksTlsIsPassedOverWithinSeconds() throws Exception {
        try (ServerSocket silent = new ServerSocket(SILENT_PORT, 50, InetAddress.getByName(Peers.OTHER_HOST));
                CallPhone other = new CallPhone("bob", "example.info", "builder", new InetSocketAddress(NET_LOOPBACK, 5060))) {
            other.register();
            talk(alice, other, "sip:bob@example.info");
            assertTrue(silent.isBound());
        }
    }

    @Test
    void aForgedFromOverAValidCertificateOfAnotherDomainNeverRings() throws Exception {
        try (TlsPeer attacker = TlsPeer.connect(new InetSocketAddress(Peers.HOST, 5061), authority.client("example.com"), "example.org")) {
            int serial = 0;
            for (String from : new String[] {"ceo@example.org", "bob@example.net", "alice@example.org"}) {
                attacker.send(invite(from, "forged" + ++serial));
                String id = "forged" + serial;
                String answer = attacker.await(text -> Texts.status(text) >= 200 && text.contains(id), "answer to " + from);
                assertEquals(403, Texts.status(answer), answer);
            }
            assertTrue(alice.hearsNothing(A_WHILE));
            assertTrue(log(org).contains("From sip:ceo@example.org is not proven; the peer is domain example.com"), () -> "one line says who claimed to be whom");
            attacker.send(invite("carol@example.com", "honest"));
            alice.answer(alice.await("INVITE"), "486 Busy Here");
            attacker.await("SIP/2.0 486");
        }
    }

    @Test
    void withoutACertificateNobodySpeaksForAnotherDomain() throws Exception {
        try (TlsPeer attacker = TlsPeer.connect(new InetSocketAddress(Peers.HOST, 5061), authority.client(null), "example.org")) {
            attacker.send(invite("bob@example.net", "nobody"));
            assertEquals(403, Texts.status(attacker.await(text -> Texts.status(text) >= 200, "answer")));
            assertTrue(alice.hearsNothing(A_WHILE));
        }
    }

    private static String invite(String from, String id) {
        return "INVITE sip:alice@example.org SIP/2.0\nVia: SIP/2.0/TLS attacker.example;branch=z9hG4bK" + id + "\nMax-Forwards: 70\nFrom: <sip:" + from + ">;tag=" + id
                + "\nTo: <sip:alice@example.org>\nCall-ID: " + id + "\nCSeq: 1 INVITE\nContact: <sip:x@attacker.example;transport=tls>\nContent-Length: 0\n\n";
    }

    private static String log(Server server) throws IOException {
        return Files.readString(server.data().resolve("log/hotcut.log"));
    }
}
