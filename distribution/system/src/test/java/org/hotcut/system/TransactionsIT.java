package org.hotcut.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.hotcut.testkit.UdpPeer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What a peer sees of the transactions of RFC 3261, datagram by datagram: a trusted caller, a registered callee, and a stranger who has no business here. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TransactionsIT {
    private static final InetSocketAddress SERVER = new InetSocketAddress("127.0.0.1", 5060);
    private static final Duration A_WHILE = Duration.ofMillis(700);

    @TempDir
    private static Path folder;
    private Server server;
    private UdpPeer caller;
    private UdpPeer callee;
    private UdpPeer other;
    private UdpPeer stranger;
    private UdpPeer victim;
    private int serial;

    @BeforeAll
    void start() throws Exception {
        Peers.needNamespace();
        server = Server.unpack(folder).configure("org.hotcut.identity.cfg", "trusted = 127.0.1.0/24").start();
        server.shell("domain:add example.org; user:add bob@example.org secret");
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void open() throws IOException {
        caller = peer("127.0.1.1");
        callee = peer("127.0.1.2");
        other = peer("127.0.1.3");
        stranger = peer("127.0.2.1");
        victim = peer("127.0.3.1");
        register(callee, 600);
    }

    @AfterEach
    void close() throws IOException {
        register(callee, 0);
        List.of(caller, callee, other, stranger, victim).forEach(UdpPeer::close);
    }

    @Test
    void rfc3261Section17Point2Point1TryingComesWithin200Milliseconds() throws IOException {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 50 && best >= 200_000_000; i++) {
            String invite = invite();
            long sent = System.nanoTime();
            caller.send(invite, SERVER);
            caller.await("SIP/2.0 100");
            best = Math.min(best, System.nanoTime() - sent);
            refuse(callee.await("INVITE "));
            acknowledge(invite, caller.await("SIP/2.0 486"));
            callee.await("ACK ");
            callee.forget();
        }
        assertTrue(best < 200_000_000, best + " ns, the best of fifty");
    }

    @Test
    void rfc3261Section17Point2Point3RetransmissionsOfAnInviteAreAbsorbed() throws IOException {
        String invite = invite();
        caller.send(invite, SERVER);
        String arrived = callee.await("INVITE ");
        caller.await("SIP/2.0 100");
        callee.send(Texts.response(arrived, "180 Ringing", "b"), SERVER);
        caller.await("SIP/2.0 180");
        callee.forget(); // was it slow to answer, the server has asked again
        caller.send(invite, SERVER);
        caller.await("SIP/2.0 180");
        assertTrue(callee.silent(A_WHILE), "the callee sees one INVITE");
        refuse(arrived);
        acknowledge(invite, caller.await("SIP/2.0 486"));
        callee.await("ACK ");
    }

    @Test
    void rfc3261Section17Point1Point1Point3TheAckOfARefusalIsHopByHop() throws IOException {
        String invite = invite();
        caller.send(invite, SERVER);
        String arrived = callee.await("INVITE ");
        caller.await("SIP/2.0 100");
        refuse(arrived);
        String ack = callee.await("ACK ");
        assertEquals(Texts.header(arrived, "Via"), Texts.header(ack, "Via"), "the ACK is the server's own, in the transaction of the INVITE");
        String refusal = caller.await("SIP/2.0 486");
        assertEquals(refusal, caller.await("SIP/2.0 486"), "over UDP it comes again until it is acknowledged");
        callee.forget();
        acknowledge(invite, refusal);
        assertTrue(callee.silent(A_WHILE), "the caller's ACK goes no further");
        refuse(arrived);
        callee.await("ACK ");
    }

    @Test
    void rfc3261Section9CancelOfAnotherSourceIsRefusedAndOfTheCallerWorks() throws IOException {
        String invite = invite();
        caller.send(invite, SERVER);
        String arrived = callee.await("INVITE ");
        callee.send(Texts.response(arrived, "180 Ringing", "b"), SERVER);
        caller.await("SIP/2.0 180");
        callee.forget();
        String cancel = invite.replace("INVITE", "CANCEL");
        stranger.send(cancel, SERVER);
        stranger.await("SIP/2.0 481");
        assertTrue(callee.silent(A_WHILE), "it goes on ringing");
        caller.send(cancel, SERVER);
        caller.await(text -> text.startsWith("SIP/2.0 200") && Texts.header(text, "CSeq").equals("1 CANCEL"), "200 to CANCEL");
        String cancelled = callee.await("CANCEL ");
        assertEquals(Texts.header(arrived, "Via"), Texts.header(cancelled, "Via"));
        callee.send(Texts.response(cancelled, "200 OK", "b"), SERVER);
        callee.send(Texts.response(arrived, "487 Request Terminated", "b"), SERVER);
        callee.await("ACK ");
        acknowledge(invite, caller.await("SIP/2.0 487"));
    }

    @Test
    void rfc3261Section16Point11AndRfc6026TheAckAndTheByeOfACallGoByItsRouteAndEach2xxIsForwarded() throws IOException {
        Call call = establish();
        callee.send(call.ok, SERVER);
        caller.await("SIP/2.0 200");
        String hangUp = inDialog(call, "BYE", 2);
        caller.send(hangUp, SERVER);
        String bye = callee.await("BYE ");
        assertEquals(List.of(), Texts.headers(bye, "Route"));
        callee.send(Texts.response(bye, "200 OK", "b"), SERVER);
        caller.await(text -> text.startsWith("SIP/2.0 200") && Texts.header(text, "CSeq").equals("2 BYE"), "200 to BYE");
        callee.forget();
        caller.send(hangUp, SERVER);
        caller.await("SIP/2.0 200");
        assertTrue(callee.silent(A_WHILE), "a repeated BYE is absorbed too");
    }

    @Test
    void rfc3261Section16Point7OneDeviceThatDeclinesForTheUserEndsTheRinging() throws IOException {
        register(other, 600);
        String invite = invite();
        caller.send(invite, SERVER);
        String first = callee.await("INVITE ");
        String second = other.await("INVITE ");
        callee.send(Texts.response(first, "180 Ringing", "b"), SERVER);
        other.send(Texts.response(second, "603 Decline", "c"), SERVER);
        String cancel = callee.await("CANCEL ");
        callee.send(Texts.response(cancel, "200 OK", "b"), SERVER);
        callee.send(Texts.response(first, "487 Request Terminated", "b"), SERVER);
        acknowledge(invite, caller.await("SIP/2.0 603"));
        register(other, 0);
    }

    @Test
    void rfc3261Section16Point7AServiceThatIsUnavailableBehindUsIsNotOurs() throws IOException {
        String invite = invite();
        caller.send(invite, SERVER);
        callee.send(Texts.response(callee.await("INVITE "), "503 Service Unavailable", "b", "Retry-After: 600"), SERVER);
        acknowledge(invite, caller.await("SIP/2.0 500"));
    }

    @Test
    void rfc3261Section16Point6WhatNobodyEditedGoesOutByteForByte() throws IOException {
        String rest = "fRoM  :  \"A  \\\"b\\\"\"  <sip:caller@example.net;x=%41>;tag=1 ; y\r\n  ;z=\"q\"\r\nt: <sip:bob@example.org>\r\nCall-ID: byte@for.byte\r\ncseq:   7   STRANGE-Method.1\r\n"
                + "X-Unknown: \u00e9\u4e00 ;;,,\r\nX-Unknown:second\r\nsubject:\r\n\tfolded\r\nContent-Length: 7\r\nc: x/y\r\n\r\n\r\n\u0000\r\n\r\n";
        caller.send(("STRANGE-Method.1 sip:bob@example.org SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.1.1;branch=z9hG4bK" + System.nanoTime() + ";rport\r\nMax-Forwards: 70\r\n" + rest)
                .getBytes(java.nio.charset.StandardCharsets.UTF_8), SERVER);
        String arrived = callee.await("STRANGE-Method.1 ");
        assertTrue(arrived.endsWith(rest), arrived);
        assertEquals("STRANGE-Method.1 sip:bob@127.0.1.2:" + callee.port() + " SIP/2.0", Texts.startLine(arrived));
        assertEquals("69", Texts.header(arrived, "Max-Forwards"));
        assertEquals(2, Texts.headers(arrived, "Via").size());
        callee.send(Texts.response(arrived, "299 Strange", "b"), SERVER);
        caller.await("SIP/2.0 299 Strange");
    }

    @Test
    void aMadeUpTagOrRouteOpensNothing() throws IOException {
        Call call = establish();
        String target = "sip:victim@127.0.3.1:" + victim.port();
        String token = call.route.replaceAll("<sip:([^@]+)@.*", "$1");
        List<String> routes = List.of("<sip:127.0.0.1:5060;lr>", "<sip:127.0.0.1:5060;lr>, <sip:127.0.3.1:" + victim.port() + ";lr>", "<sip:made-up-token-0123456789abcdef@127.0.0.1:5060;lr>",
                "<sip:" + token + "@127.0.0.1:5060;lr>", "<sip:" + token + "@127.0.0.1:5060;transport=udp;lr>, <sip:127.0.3.1:" + victim.port() + ";lr>",
                "<sip:127.0.3.1:" + victim.port() + ";lr>");
        for (String route : routes) {
            for (String method : List.of("INVITE", "BYE", "MESSAGE", "NOTIFY", "ACK")) {
                String request = request(method, target, "made-up-" + ++serial, "<sip:stranger@example.net>;tag=s", "Route: " + route).replace("To: <" + target + ">", "To: <" + target + ">;tag=made-up");
                stranger.send(request, SERVER);
                if (!method.equals("ACK")) {
                    String answer = stranger.await(text -> Texts.status(text) >= 200, "answer to " + request);
                    assertEquals(403, Texts.status(answer), route + " in " + answer);
                }
            }
        }
        String ours = request("BYE", target, "made-up", "<sip:bob@example.org>;tag=s", "Route: " + routes.get(0));
        stranger.send(ours, SERVER);
        stranger.await("SIP/2.0 407");
        assertTrue(victim.silent(A_WHILE), "nothing came to where the stranger wanted it");
        caller.send(inDialog(call, "BYE", 2), SERVER);
        callee.send(Texts.response(callee.await("BYE "), "200 OK", "b"), SERVER);
        caller.await("SIP/2.0 200");
    }

    @Test
    void rfc6026Section7Point3AResponseToNothingGoesNowhere() throws IOException {
        stranger.send("SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP 127.0.0.1:5060;branch=z9hG4bKnever-sent\r\nVia: SIP/2.0/UDP 127.0.3.1:" + victim.port() + ";branch=z9hG4bKx\r\n"
                + "From: <sip:a@example.org>;tag=a\r\nTo: <sip:b@example.org>;tag=b\r\nCall-ID: stray\r\nCSeq: 1 INVITE\r\nContent-Length: 0\r\n\r\n", SERVER);
        assertTrue(victim.silent(A_WHILE));
    }

    /** An established call, from the caller's side. */
    private record Call(String invite, String ok, String target, String route) { }

    private Call establish() throws IOException {
        String invite = invite();
        caller.send(invite, SERVER);
        String arrived = callee.await("INVITE ");
        String ok = Texts.response(arrived, "200 OK", "b", "Contact: <sip:bob@127.0.1.2:" + callee.port() + '>');
        callee.send(ok, SERVER);
        String answer = caller.await("SIP/2.0 200");
        assertTrue(Texts.header(answer, "Record-Route").startsWith("<sip:"), answer);
        Call call = new Call(invite, ok, Texts.uri(Texts.header(answer, "Contact")), Texts.header(answer, "Record-Route"));
        caller.send(inDialog(call, "ACK", 1), SERVER);
        callee.await("ACK ");
        return call;
    }

    private static String inDialog(Call call, String method, int cseq) {
        return request(method, call.target, Texts.header(call.invite, "Call-ID"), Texts.header(call.invite, "From"), "Route: " + call.route)
                .replaceFirst("To: .*", "To: <sip:bob@example.org>;tag=b").replaceFirst("CSeq: .*", "CSeq: " + cseq + ' ' + method);
    }

    private String invite() {
        return request("INVITE", "sip:bob@example.org", "call-" + ++serial + '@' + System.nanoTime(), "<sip:caller@example.net>;tag=a", "Contact: <sip:caller@127.0.1.1:" + caller.port() + '>');
    }

    private void refuse(String invite) throws IOException {
        callee.send(Texts.response(invite, "486 Busy Here", "b"), SERVER);
    }

    private void acknowledge(String invite, String refusal) throws IOException {
        caller.send(invite.replace("INVITE", "ACK").replaceFirst("\r\nTo: [^\r]*", "\r\nTo: " + Texts.header(refusal, "To")), SERVER);
    }

    private void register(UdpPeer peer, int seconds) throws IOException {
        String address = peer.address().getAddress().getHostAddress() + ':' + peer.port();
        peer.send(request("REGISTER", "sip:example.org", "register-" + ++serial + address, "<sip:bob@example.org>;tag=r", "Contact: <sip:bob@" + address + ">;expires=" + seconds)
                .replace("To: <sip:example.org>", "To: <sip:bob@example.org>").replace("127.0.1.1:9", address), SERVER);
        assertFalse(peer.await("SIP/2.0 200").isEmpty());
    }

    private static UdpPeer peer(String address) throws IOException {
        return new UdpPeer(InetAddress.getByName(address));
    }

    private static String request(String method, String uri, String callId, String from, String more) {
        return method + ' ' + uri + " SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.1.1:9;branch=z9hG4bK" + System.nanoTime() + ";rport\r\nMax-Forwards: 70\r\nFrom: " + from + "\r\nTo: <" + uri
                + ">\r\nCall-ID: " + callId + "\r\nCSeq: 1 " + method + "\r\n" + more + "\r\nContent-Length: 0\r\n\r\n";
    }
}
