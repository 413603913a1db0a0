package org.hotcut.shell.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Set;

import org.hotcut.core.api.net.Endpoint;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.shell.check.Findings;
import org.hotcut.shell.check.Findings.Level;
import org.hotcut.shell.check.Trust;
import org.hotcut.testkit.DnsServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RelayZoneCheckTest {
    private static final int LONG = 60_000;
    private static final int SHORT = 200;
    private static final int HEADER = 20;
    private static final short SUCCESS = 0x0101;

    private final DnsServer dns = new DnsServer();
    private final Findings findings = new Findings();

    @AfterEach
    void close() {
        dns.close();
    }

    /** Checks as a server with one listener of TURN and none of SIP, of which others see 127.0.0.1. */
    private void check(Protocol protocol, int port, String authority, int patienceMillis) throws IOException, GeneralSecurityException {
        Endpoint relay = new Endpoint("turn", protocol, new InetSocketAddress(InetAddress.getLoopbackAddress(), port), "127.0.0.1", port);
        check(List.of(relay), authority, patienceMillis);
    }

    private void check(List<Endpoint> relays, String authority, int patienceMillis) throws IOException, GeneralSecurityException {
        Site site = new Site(List.of(), Set.of(), relays, "edge.example.org");
        NameServer server = NameServer.of("127.0.0.1:" + dns.address().getPort());
        TargetCheck targets = new TargetCheck(Trust.everybodys(), authority == null ? null : Trust.ours(authority), patienceMillis, findings);
        new ZoneCheck(site, server, targets, findings).check("example.org");
    }

    private void publish(String transport, String secure, int port) {
        for (String service : List.of("_stun", "_turn")) {
            dns.knows(service + secure + '.' + transport + ".example.org. 60 SRV 10 10 " + port + " edge.example.org.");
        }
        dns.knows("edge.example.org. 60 A 127.0.0.1");
    }

    private static void answer(DatagramSocket socket) {
        Thread thread = new Thread(() -> {
            try {
                DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
                while (true) {
                    socket.receive(packet);
                    byte[] answer = ByteBuffer.allocate(HEADER).putShort(SUCCESS).putShort((short) 0).put(packet.getData(), 4, 16).array();
                    socket.send(new DatagramPacket(answer, HEADER, packet.getSocketAddress()));
                }
            } catch (IOException e) {
                // closed by the test
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private List<String> of(Level level) {
        return findings.all().stream().filter(finding -> finding.level() == level).map(Findings.Finding::text).toList();
    }

    private void onlyWrong(String text) {
        assertEquals(1, of(Level.WRONG).size(), of(Level.WRONG).toString());
        assertTrue(of(Level.WRONG).get(0).contains(text), of(Level.WRONG).get(0));
    }

    @Test
    void aRelayThatIsPublishedWellIsAskedOnce() throws Exception {
        try (DatagramSocket turn = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            answer(turn);
            publish("_udp", "", turn.getLocalPort());
            check(Protocol.UDP, turn.getLocalPort(), null, LONG);
            assertEquals(List.of(), of(Level.WRONG));
            assertEquals(List.of("SRV _stun._udp.example.org to edge.example.org:" + turn.getLocalPort() + " at 127.0.0.1 answers"), of(Level.OK));
        }
    }

    @Test
    void whatIsNotPublishedIsANoteWithTheLines() throws Exception {
        check(Protocol.TCP, 3478, null, SHORT);
        assertEquals(List.of(), of(Level.WRONG));
        assertTrue(of(Level.NOTE).contains("SRV _stun._tcp.example.org and _turn._tcp.example.org are missing"), of(Level.NOTE).toString());
        String remedies = findings.lines().toString();
        assertTrue(remedies.contains("_stun._tcp.example.org.          3600 IN SRV   10 10 3478 edge.example.org."), remedies);
        assertTrue(remedies.contains("_turn._tcp.example.org.          3600 IN SRV   10 10 3478 edge.example.org."), remedies);
    }

    @Test
    void aServerWithoutTurnMissesNothing() throws Exception {
        check(List.of(), null, SHORT);
        assertEquals(List.of(), of(Level.WRONG));
        assertTrue(findings.lines().stream().noneMatch(line -> line.contains("turn")), findings.lines().toString());
    }

    @Test
    void findsWhatIsPublishedAndNotServed() throws Exception {
        publish("_udp", "", 3478);
        check(List.of(), null, SHORT);
        assertEquals(List.of("SRV _stun._udp.example.org to edge.example.org:3478 is published, but no listener is open to others for that",
            "SRV _turn._udp.example.org to edge.example.org:3478 is published, but no listener is open to others for that"), of(Level.WRONG));
    }

    @Test
    void findsAWrongPort() throws Exception {
        dns.knows("_turn._udp.example.org. 60 SRV 10 10 3479 edge.example.org.", "edge.example.org. 60 A 127.0.0.1");
        check(Protocol.UDP, 3478, null, SHORT);
        onlyWrong("no listener has that port");
        assertTrue(of(Level.NOTE).contains("SRV _stun._udp.example.org is missing"), of(Level.NOTE).toString());
    }

    @Test
    void findsAPortThatStaysSilent() throws Exception {
        try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            publish("_udp", "", silent.getLocalPort());
            check(Protocol.UDP, silent.getLocalPort(), null, SHORT);
            onlyWrong("does not answer");
        }
    }

    @Test
    void findsACertificateForNeitherDomainNorHost() throws Exception {
        try (TlsHost host = new TlsHost("other.example.org", "sip:example.org")) {
            publish("_tcp", "s", host.port());
            check(Protocol.TLS, host.port(), host.pem(), LONG);
            onlyWrong("for neither example.org nor edge.example.org, but for other.example.org");
        }
    }

    @Test
    void aCertificateForTheHostAloneDoesForThoseWhoAreToldTheHost() throws Exception {
        try (TlsHost host = new TlsHost("*.example.org")) {
            publish("_tcp", "s", host.port());
            check(Protocol.TLS, host.port(), host.pem(), LONG);
            assertEquals(List.of(), of(Level.WRONG));
            assertTrue(of(Level.NOTE).stream().anyMatch(text -> text.endsWith("presents a certificate for edge.example.org and not for example.org")), of(Level.NOTE).toString());
        }
    }

    @Test
    void aCertificateOfOurOwnAuthorityIsNoneThatBrowsersKnow() throws Exception {
        try (TlsHost host = new TlsHost("example.org")) {
            publish("_tcp", "s", host.port());
            check(Protocol.TLS, host.port(), host.pem(), LONG);
            assertEquals(List.of(), of(Level.WRONG));
            assertTrue(of(Level.NOTE).stream().anyMatch(text -> text.endsWith("presents a certificate for example.org of this server's own authority")), of(Level.NOTE).toString());
        }
    }
}
