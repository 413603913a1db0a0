package org.hotcut.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.awaitility.Awaitility;
import org.hotcut.sip.message.Message;
import org.hotcut.testkit.Sip;
import org.hotcut.testkit.TcpPeer;
import org.hotcut.testkit.UdpPeer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Devices with several lines (RFC 5626) and with URIs of their own (RFC 5627), against the packaged server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OutboundIT {
    private static final InetSocketAddress SERVER = new InetSocketAddress("127.0.0.1", 5060);
    private static final String BINDING_REQUEST = "000100002112a442000102030405060708090a0b";

    @TempDir
    private static Path folder;
    private Server server;
    private int serial;

    @BeforeAll
    void start() throws Exception {
        Peers.needNamespace();
        server = Server.unpack(folder).start();
        server.shell("domain:add example.org; user:add alice@example.org secret; user:add bob@example.org secret; user:add carol@example.org secret; access:allow 127.0.0.1");
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void rfc5626_4_4_2_aStunRequestToTheSipPortIsAnsweredWithWhereItCameFrom() throws Exception {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
            socket.setSoTimeout(60_000);
            byte[] request = HexFormat.of().parseHex(BINDING_REQUEST);
            socket.send(new DatagramPacket(request, request.length, SERVER));
            DatagramPacket answer = new DatagramPacket(new byte[1000], 1000);
            socket.receive(answer);
            String port = String.format("%04x", socket.getLocalPort() ^ 0x2112);
            assertEquals("0101000c2112a442000102030405060708090a0b" + "002000080001" + port + "5e12a443", HexFormat.of().formatHex(answer.getData(), 0, answer.getLength()));
        }
    }

    @Test
    void rfc5626_5_3_aCallReachesTheOtherLineOfADeviceWhenOneHasGone() throws Exception {
        try (TcpPeer first = TcpPeer.connect(SERVER); TcpPeer second = TcpPeer.connect(SERVER)) {
            String ok = register(first, "bob", 1, "Supported: outbound, path");
            assertTrue(ok.contains("\r\nRequire: outbound\r\n") && ok.contains("\r\nFlow-Timer: 120\r\n"), ok);
            assertTrue(register(second, "bob", 2, "Supported: outbound, path").startsWith("SIP/2.0 200"));
            second.close();
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> server.shell("sip:registrations --json").contains("\"reachable\": false"));
            try (TcpPeer caller = TcpPeer.connect(SERVER)) {
                caller.send(invite("sip:bob@example.org", caller));
                answer(first, caller);
            }
        }
    }

    @Test
    void rfc5626_6_aClientBehindAProxyWithoutOutboundIsTold439() throws Exception {
        try (TcpPeer phone = TcpPeer.connect(SERVER)) {
            String answer = register(phone, "bob", 1, "Supported: outbound, path", "Path: <sip:proxy.example.com;lr>");
            assertTrue(answer.startsWith("SIP/2.0 439 First Hop Lacks Outbound Support"), answer);
        }
    }

    @Test
    void rfc5627_5_5_gruusLeadToTheirDeviceAlsoAfterKill9() throws Exception {
        try (UdpPeer device = new UdpPeer(); UdpPeer other = new UdpPeer()) {
            String ok = register(device, "0000000000c1");
            assertTrue(ok.contains("pub-gruu=\"sip:carol@example.org;gr=urn:uuid:00000000-0000-1000-8000-0000000000c1\""), ok);
            Matcher temporary = Pattern.compile("temp-gruu=\"(sip:tgruu\\.[^\"]+)\"").matcher(ok);
            assertTrue(temporary.find(), ok);
            assertFalse(temporary.group(1).contains("carol"));
            assertTrue(register(other, "0000000000c2").startsWith("SIP/2.0 200"));
            server.kill();
            server.start();
            try (TcpPeer caller = TcpPeer.connect(SERVER)) {
                caller.send(invite(temporary.group(1), caller));
                assertTrue(device.await("INVITE ").startsWith("INVITE sip:carol@127.0.0.1:" + device.port()));
                caller.send(invite("sip:carol@example.org;gr=urn:uuid:00000000-0000-1000-8000-0000000000c2", caller));
                other.await("INVITE ");
                caller.send(invite("sip:carol@example.org;gr=urn:uuid:00000000-0000-1000-8000-0000000000c3", caller));
                caller.await("SIP/2.0 480");
                caller.send(invite("sip:tgruu.AAAA@example.org;gr", caller));
                caller.await("SIP/2.0 404");
            }
        }
    }

    private static void answer(TcpPeer callee, TcpPeer caller) throws IOException {
        Message invite = Sip.message(Sip.bytes(callee.await("INVITE ")));
        callee.send(Sip.response(invite, 200, "Contact: <sip:bob@127.0.0.1:" + callee.port() + ";transport=tcp>").encode());
        caller.await("SIP/2.0 200");
    }

    private String register(TcpPeer phone, String user, int regId, String... headers) throws IOException {
        phone.send(request("REGISTER", "sip:example.org", user, user, "TCP", phone.port(), String.join("\n", headers) + "\nContact: <sip:" + user + "@127.0.0.1:" + phone.port()
            + ";transport=tcp;ob>;+sip.instance=\"<urn:uuid:00000000-0000-1000-8000-00000000b0b0>\";reg-id=" + regId));
        return phone.await("SIP/2.0 ");
    }

    private String register(UdpPeer phone, String node) throws IOException {
        phone.send(request("REGISTER", "sip:example.org", "carol", "carol", "UDP", phone.port(), "Supported: gruu\nContact: <sip:carol@127.0.0.1:" + phone.port()
            + ">;+sip.instance=\"<urn:uuid:00000000-0000-1000-8000-" + node + ">\""), SERVER);
        return phone.await("SIP/2.0 ");
    }

    private String invite(String uri, TcpPeer caller) {
        return request("INVITE", uri, "alice", "callee", "TCP", caller.port(), "Contact: <sip:alice@127.0.0.1:" + caller.port() + ";transport=tcp>");
    }

    private String request(String method, String uri, String from, String to, String transport, int port, String headers) {
        serial++;
        return method + ' ' + uri + " SIP/2.0\nVia: SIP/2.0/" + transport + " 127.0.0.1:" + port + ";branch=z9hG4bKoutbound" + serial + "\nMax-Forwards: 70\nFrom: <sip:" + from
            + "@example.org>;tag=" + serial + "\nTo: <sip:" + to + "@example.org>\nCall-ID: outbound-" + serial + "\nCSeq: 1 " + method + '\n' + headers
            + "\nContent-Length: 0\n\n";
    }
}
