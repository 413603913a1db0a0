package org.hotcut.shell.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import org.hotcut.core.api.account.DigestAlgorithm;
import org.hotcut.core.api.account.Domain;
import org.hotcut.core.api.net.Endpoint;
import org.hotcut.core.api.net.Protocol;
import org.junit.jupiter.api.Test;

class CheckTest {
    private static final Domain DOMAIN = new Domain("example.org", "example.org", List.of(DigestAlgorithm.MD5));

    private final Findings findings = new Findings();

    @Test
    void aServerThatIsWellIsFoundWell() throws Exception {
        try (LoopbackEdge edge = new LoopbackEdge("wonderland", "")) {
            List<Endpoint> answering = new ListenerCheck(null, findings).check(List.of(edge.endpoint()), List.of(DOMAIN));
            new CallCheck(null, findings).check(answering, "alice@example.org", "wonderland".toCharArray());
            String udp = "udp 127.0.0.1:" + edge.endpoint().port();
            assertEquals(List.of("ok     " + udp + " answers", "ok     REGISTER for example.org is challenged", "ok     sip:alice@example.org can register by " + udp,
                "ok     A call from sip:alice@example.org to itself was set up and ended by " + udp, "All is well."), findings.lines());
        }
    }

    @Test
    void aWrongPasswordIsCalledThat() throws Exception {
        try (LoopbackEdge edge = new LoopbackEdge("wonderland", "")) {
            new CallCheck(null, findings).check(List.of(edge.endpoint()), "alice@example.org", "guess".toCharArray());
            assertEquals("WRONG  sip:alice@example.org cannot register: 401 Unauthorized", findings.lines().get(0));
            assertTrue(findings.lines().get(1).contains("The password is wrong"));
            assertEquals(1, findings.wrong());
        }
    }

    @Test
    void aCallThatGetsStuckIsSaidToBeStuckWhere() throws Exception {
        try (LoopbackEdge edge = new LoopbackEdge("wonderland", "BYE"); Wire wire = Wire.open(edge.endpoint(), null)) {
            assertEquals("the BYE did not reach the called side", new SelfCall(wire, new Phone(wire, "alice", "example.org", "wonderland".toCharArray())).run());
        }
    }

    @Test
    void aRealmThatNoPhoneCanAnswerIsFound() throws Exception {
        try (LoopbackEdge edge = new LoopbackEdge("wonderland", "")) {
            new ListenerCheck(null, findings).check(List.of(edge.endpoint()), List.of(new Domain("example.com", "example.com", List.of(DigestAlgorithm.MD5))));
            assertEquals("WRONG  The challenge for example.com has the realm example.org and not example.com", findings.lines().get(1));
        }
    }

    @Test
    void aPortWhereNobodyAnswersIsFound() throws IOException {
        InetSocketAddress closed;
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            closed = (InetSocketAddress) socket.getLocalSocketAddress();
        }
        Endpoint endpoint = new Endpoint("udp", Protocol.UDP, closed, null, closed.getPort());
        assertEquals(List.of(), new ListenerCheck(null, findings).check(List.of(endpoint), List.of(DOMAIN)));
        assertTrue(findings.lines().get(0).startsWith("WRONG  udp 127.0.0.1:" + closed.getPort() + " cannot be reached: "), findings.lines().get(0));
    }

    @Test
    void aServerThatDoesNotListenIsFound() {
        new ListenerCheck(null, findings).check(List.of(), List.of(DOMAIN));
        assertTrue(findings.lines().get(0).startsWith("WRONG  Nothing listens"));
    }

    @Test
    void messagesOfAStreamAreCutByTheirLengthAndKeepAlivesAreSkipped() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
             Wire wire = StreamWire.tcp((InetSocketAddress) server.getLocalSocketAddress()); Socket peer = server.accept()) {
            String first = "SIP/2.0 200 OK\r\nContent-Length: 4\r\n\r\nbody";
            String second = "SIP/2.0 180 Ringing\r\nContent-Length: 0\r\n\r\n";
            peer.getOutputStream().write(("\r\n\r\n" + first + second).getBytes(StandardCharsets.US_ASCII));
            assertEquals(first, wire.receive(4_000));
            assertEquals(second, wire.receive(4_000));
            assertNull(wire.receive(1));
        }
    }

    @Test
    void parametersOfAChallengeAreReadQuotedOrNot() {
        String challenge = "Digest realm=\"a \\\"b\\\"\", nonce=\"n=1\", qop=\"auth\", algorithm=SHA-256";
        assertEquals("a \"b\"", DigestAnswer.parameter(challenge, "realm"));
        assertEquals("n=1", DigestAnswer.parameter(challenge, "nonce"));
        assertEquals("SHA-256", DigestAnswer.parameter(challenge, "algorithm"));
        assertEquals("", DigestAnswer.parameter(challenge, "opaque"));
        assertNull(DigestAnswer.to(List.of(challenge.replace("SHA-256", "SHA-3")), "alice", new char[0], "REGISTER", "sip:example.org"));
    }

    @Test
    void wildcardsAreReachedByLoopbackOfTheirFamily() throws IOException {
        assertEquals(new InetSocketAddress("::1", 5061), Wire.reachable(new InetSocketAddress("::", 5061)));
        assertEquals(new InetSocketAddress("127.0.0.1", 5060), Wire.reachable(new InetSocketAddress("0.0.0.0", 5060)));
        assertEquals(new InetSocketAddress("192.0.2.1", 5060), Wire.reachable(new InetSocketAddress("192.0.2.1", 5060)));
    }

    @Test
    void limitsOfTheMachineAreNotedWithTheRemedy() {
        MachineCheck.buffer(212_992, findings);
        MachineCheck.files(1_024, findings);
        assertEquals(List.of("note   The kernel lets a UDP socket buffer 208 kB only: bursts, and datagrams while a bundle is swapped, may be lost",
            "       sysctl -w net.core.rmem_max=4194304    (and in /etc/sysctl.d, for the next start of the machine)",
            "note   Only 1024 files may be open, so about as many connections",
            "       ulimit -n 65536, or LimitNOFILE=65536 in the systemd unit; then a restart", "All is well."), findings.lines());
    }

    @Test
    void bundlesThatAreNotAtWorkAreNamedWithTheReason() {
        ServerCheck.bundles(List.of(Map.of("name", "net", "version", "0.1.0", "problems", List.of()),
            Map.of("name", "sip-proxy", "version", "0.1.0", "problems", List.of("ProxyHandler waits for Location"))), findings);
        assertEquals(List.of("WRONG  sip-proxy 0.1.0 is not at work: ProxyHandler waits for Location", "One thing is wrong."), findings.lines());
    }
}
