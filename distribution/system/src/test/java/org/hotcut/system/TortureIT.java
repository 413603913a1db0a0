package org.hotcut.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

import org.awaitility.Awaitility;
import org.hotcut.testkit.TcpPeer;
import org.hotcut.testkit.UdpPeer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/**
 * Every message of RFC 4475 and RFC 5118 over real sockets. The sender is trusted, and every host they name is either a domain of the server or a peer that
 * answers: so each is judged as far as routing, and nothing is refused for want of a password.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TortureIT {
    /** The domains the messages are for. */
    private static final List<String> DOMAINS = List.of("example.com", "example.net", "example.org", "company.com", "chair-dnrc.example.com", "services.example.com",
            "registrar.example.com", "host.example.net");
    private static final InetSocketAddress SERVER = new InetSocketAddress("127.0.0.1", 5060);
    private static final String SENDER = "127.0.1.1";
    /** Their Content-Length is smaller than the body: over UDP the rest is ignored, over a stream it is the next message's. */
    private static final Set<String> DATAGRAMS_ONLY = Set.of("ipv6-in-sdp", "mult-ip-in-sdp", "ipv4-mapped-ipv6");

    /** A body or an empty line that does not come, or a rest that is no message: the connection closes. */
    private static final Set<String> NOT_WHOLE = Set.of("clerr", "baddn", "dblreq");
    /** No Content-Length that tells where the next message begins: 400, and the connection closes. */
    private static final Set<String> WITHOUT_AN_END = Set.of("ncl", "mcl01", "inv2543");

    @TempDir
    private static Path folder;
    private final Set<String> seen = new HashSet<>();
    private final Set<String> heard = new HashSet<>();
    private Server server;
    private Answerer user;
    private Answerer routed;

    @BeforeAll
    void start() throws Exception {
        Peers.needNamespace();
        server = Server.unpack(folder).configure("org.hotcut.identity.cfg", "trusted = 127.0.1.0/24")
                .configure("org.hotcut.net.listener-tcp.cfg", "name = tcp", "protocol = tcp", "address = 127.0.0.1", "port = 5060", "incomplete.seconds = 6").start();
        server.shell("domain:add " + String.join("; domain:add ", DOMAINS) + "; user:add user@example.com secret");
        user = new Answerer("127.0.1.2", 0, "200 OK");
        routed = new Answerer("127.0.0.1", 5080, "200 OK");
        register();
    }

    @AfterAll
    void stop() {
        for (AutoCloseable each : new AutoCloseable[] {user, routed, server}) {
            close(each);
        }
    }

    private static void close(AutoCloseable each) {
        try {
            if (each != null) {
                each.close();
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @TestFactory
    List<DynamicTest> everyMessageOfRfc4475AndRfc5118ByUdp() throws IOException {
        return Torture.all().stream().map(message -> DynamicTest.dynamicTest(message.name() + ": " + message.outcome(), () -> byUdp(message))).toList();
    }

    @TestFactory
    List<DynamicTest> everyMessageOfRfc4475AndRfc5118ByTcp() throws IOException {
        return Torture.all().stream().filter(message -> !DATAGRAMS_ONLY.contains(message.name()))
                .map(message -> DynamicTest.dynamicTest(message.name() + ": " + message.outcome(), () -> byTcp(message))).toList();
    }

    /** The same ground by messages of our own: a good one with one text replaced, in which # stands for a CR alone, ~ for an LF, and ^ for a line end. */
    @ParameterizedTest(name = "{0} -> {1}: {2}")
    @CsvFileSource(resources = "refusals.csv", delimiter = '|', quoteCharacter = '`', maxCharsPerColumn = 100_000)
    void aMessageOfOurOwnWithAFault(String good, String bad, String answer) throws IOException {
        String text = request("INVITE", "sip:user@example.com", "own-" + System.nanoTime(), "UDP").replace("\r\n\r\n", "\r\nContact: <sip:probe@127.0.1.1:9>\r\n\r\n");
        assertTrue(text.contains(good), good);
        String sent = text.replace(good, (bad == null ? "" : bad).replace('#', '\r').replace('~', '\n').replace("^", "\r\n"));
        try (UdpPeer peer = new UdpPeer(InetAddress.getByName(SENDER))) {
            peer.send(sent.getBytes(StandardCharsets.UTF_8), SERVER);
            if (!answer.equals("silence")) {
                String got = next(peer, answer);
                assertEquals("SIP/2.0 " + answer, Texts.startLine(got));
                assertTrue(Texts.header(got, "Via").contains("received=127.0.1.1"), got);
            }
            peer.send(options("own", "UDP"), SERVER);
            String last = next(peer, "answer to the probe");
            assertTrue(last.startsWith("SIP/2.0 200") && last.contains("probe-own"), last);
        }
    }

    /** RFC 3261 section 18.3, from the socket to the handlers and on to a callee. */
    @Test
    void aStreamOfMessagesCutAtEveryByteGivesTheSameMessages() throws IOException {
        String inner = "INVITE sip:user@example.com SIP/2.0\r\nContent-Length: 99\r\n\r\n";
        String body = inner + "\r\n\r\n\u0000";
        List<String> messages = List.of(probe("1"), "\r\n\r\n", withBody("MESSAGE", "2", body, "Content-Length"), withBody("OPTIONS", "3", "\r\n\r\n", "l").replace("Call-ID: ", "i:\r\n\t"), "\r\n",
                withBody("MESSAGE", "4", "x", "CONTENT-LENGTH \t"), probe("5").replace("Max-Forwards: 70", "Max-Forwards:\r\n  70\r\nSubject:\r\n "));
        List<String> bodies = new ArrayList<>();
        int length = String.join("", messages).replace("SERIAL", serial(0)).length();
        user.forget();
        try (TcpPeer peer = TcpPeer.connect(SERVER, InetAddress.getByName(SENDER))) {
            for (int cut = 1; cut < length; cut++) {
                String serial = serial(cut);
                byte[] stream = String.join("", messages).replace("SERIAL", serial).getBytes(StandardCharsets.ISO_8859_1);
                peer.send(Arrays.copyOf(stream, cut));
                LockSupport.parkNanos(300_000); // so that it is most likely read as two pieces; in one it must be the same
                peer.send(Arrays.copyOfRange(stream, cut, length));
                for (int i = 1; i <= 5; i++) {
                    String id = i + serial;
                    peer.await(text -> text.startsWith("SIP/2.0 200") && text.contains(id), "answer to " + i + ", cut at " + cut);
                }
                user.bodies(bodies);
                assertEquals(List.of(body, "x"), bodies, "cut at " + cut);
                bodies.clear();
            }
        }
    }

    private static String probe(String id) {
        return request("OPTIONS", "sip:127.0.0.1", id + "SERIAL", "TCP");
    }

    private static String serial(int number) {
        return String.format("-%06d", number);
    }

    private static String withBody(String method, String id, String body, String length) {
        return request(method, method.equals("OPTIONS") ? "sip:127.0.0.1" : "sip:user@example.com", id + "SERIAL", "TCP").replace("Content-Length: 0", length + ": " + body.length()) + body;
    }

    private void byUdp(Torture message) throws IOException {
        try (UdpPeer peer = new UdpPeer(new InetSocketAddress(SENDER, message.port()))) {
            peer.send(message.fresh(seen), SERVER);
            String answer = message.wantsSilence() ? null : next(peer, "answer to " + message.name());
            message.check(answer);
            peer.send(options(message.name(), "UDP"), SERVER);
            String last = next(peer, "answer to the probe");
            assertTrue(last.startsWith("SIP/2.0 200"), () -> "only the probe is answered now, but: " + last);
        }
    }

    /** Returns the next final answer: one that nobody acknowledges is repeated for half a minute, also to the port's next owner, and is not another one. */
    private String next(UdpPeer peer, String what) throws IOException {
        return peer.await(text -> Texts.status(text) >= 200 && heard.add(text), what);
    }

    private void byTcp(Torture message) throws IOException {
        try (TcpPeer peer = TcpPeer.connect(SERVER, InetAddress.getByName(SENDER))) {
            peer.send(message.fresh(seen));
            if (NOT_WHOLE.contains(message.name())) {
                peer.awaitClose();
                return;
            }
            String answer = message.wantsSilence() ? null : peer.await(text -> Texts.status(text) >= 200, "answer to " + message.name());
            if (WITHOUT_AN_END.contains(message.name())) {
                assertEquals(400, Texts.status(answer));
                peer.awaitClose();
                return;
            }
            message.check(answer);
            peer.send(options(message.name(), "TCP"));
            peer.await(text -> text.startsWith("SIP/2.0 200") && text.contains("probe-" + message.name()), "answer to the probe");
        }
    }

    private void register() throws IOException {
        user.send(request("REGISTER", "sip:example.com", "register", "UDP").replace("To: <sip:example.com>", "To: <sip:user@example.com>")
                .replace("Content-Length", "Contact: <sip:user@127.0.1.2:" + user.port() + ">\r\nContent-Length"), SERVER);
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> user.takeResponse() != null);
    }

    private static String options(String name, String transport) {
        return request("OPTIONS", "sip:127.0.0.1", "probe-" + name, transport);
    }

    private static String request(String method, String uri, String id, String transport) {
        return method + ' ' + uri + " SIP/2.0\r\nVia: SIP/2.0/" + transport + " 127.0.1.1:9;branch=z9hG4bK" + System.nanoTime() + '-' + id + ";rport\r\nMax-Forwards: 70\r\n"
                + "From: <sip:probe@example.com>;tag=probe\r\nTo: <" + uri + ">\r\nCall-ID: " + id + "\r\nCSeq: 1 " + method + "\r\nContent-Length: 0\r\n\r\n";
    }
}
