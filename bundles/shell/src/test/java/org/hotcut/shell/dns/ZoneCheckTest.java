package org.hotcut.shell.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
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
import org.xbill.DNS.Rcode;

class ZoneCheckTest {
    private static final String NAPTR = "example.org. 60 NAPTR 10 50 \"s\" \"SIPS+D2T\" \"\" _sips._tcp.example.org.";
    private static final String ADDRESS = "edge.example.org. 60 A 127.0.0.1";

    private final DnsServer dns = new DnsServer();
    private final Findings findings = new Findings();

    @AfterEach
    void close() {
        dns.close();
    }

    private static String srv(int port) {
        return "_sips._tcp.example.org. 60 SRV 10 10 " + port + " edge.example.org.";
    }

    /** Checks as a server with one TLS listener, of which others see 127.0.0.1. */
    private void check(int port, String authority) throws IOException, GeneralSecurityException {
        check(port, authority, 60_000);
    }

    private void check(int port, String authority, int patienceMillis) throws IOException, GeneralSecurityException {
        Endpoint listener = new Endpoint("tls", Protocol.TLS, new InetSocketAddress(InetAddress.getLoopbackAddress(), port), "127.0.0.1", port);
        Site site = new Site(List.of(listener), Set.of(), List.of(), "edge.example.org");
        NameServer server = NameServer.of("127.0.0.1:" + dns.address().getPort());
        TargetCheck targets = new TargetCheck(Trust.everybodys(), authority == null ? null : Trust.ours(authority), patienceMillis, findings);
        new ZoneCheck(site, server, targets, findings).check("example.org");
    }

    private List<String> wrong() {
        return findings.all().stream().filter(finding -> finding.level() == Level.WRONG).map(Findings.Finding::text).toList();
    }

    private void onlyWrong(String text) {
        assertEquals(1, wrong().size(), wrong().toString());
        assertTrue(wrong().get(0).contains(text), wrong().get(0));
    }

    @Test
    void aDomainThatIsPublishedWellIsFoundWell() throws Exception {
        try (TlsHost host = new TlsHost("example.org", "edge.example.org")) {
            dns.knows(NAPTR, srv(host.port()), ADDRESS);
            check(host.port(), host.pem());
            assertEquals(List.of(), wrong());
            assertTrue(findings.lines().toString().contains("presents a certificate for example.org of this server's own authority"), findings.lines().toString());
        }
    }

    @Test
    void saysWhatIsMissingAndPrintsIt() throws Exception {
        check(5061, null);
        assertEquals(List.of("NAPTR SIPS+D2T of example.org is missing", "SRV _sips._tcp.example.org is missing"), wrong());
        assertTrue(findings.all().get(0).remedy().contains("example.org.                     3600 IN NAPTR 10 50 \"s\" \"SIPS+D2T\" \"\" _sips._tcp.example.org."));
        assertTrue(findings.all().get(1).remedy().contains("3600 IN SRV   10 10 5061 edge.example.org."), findings.all().get(1).remedy());
    }

    @Test
    void findsTargetsThatAreAliases() throws Exception {
        try (TlsHost host = new TlsHost("sip:example.org", "edge.example.org")) {
            dns.knows(NAPTR, srv(host.port()), "edge.example.org. 60 CNAME host.example.net.", "host.example.net. 60 A 127.0.0.1");
            check(host.port(), host.pem());
            onlyWrong("the target is an alias (CNAME)");
        }
    }

    @Test
    void findsServicesThatAreAliases() throws Exception {
        try (TlsHost host = new TlsHost("example.org")) {
            dns.knows(NAPTR, "_sips._tcp.example.org. 60 CNAME sips.example.net.", "sips.example.net. 60 SRV 10 10 " + host.port() + " edge.example.org.", ADDRESS);
            check(host.port(), host.pem());
            onlyWrong("SRV _sips._tcp.example.org is an alias (CNAME) of sips.example.net");
        }
    }

    @Test
    void findsATargetWithoutAddress() throws Exception {
        dns.knows(NAPTR, srv(5061));
        check(5061, null);
        onlyWrong("the target has no address");
    }

    @Test
    void findsAnAddressThatIsNotOurs() throws Exception {
        try (TlsHost host = new TlsHost("example.org")) {
            dns.knows(NAPTR, srv(host.port()), ADDRESS, "edge.example.org. 60 A 127.0.0.9");
            check(host.port(), host.pem());
            assertEquals(2, wrong().size(), wrong().toString());
            assertTrue(wrong().get(0).endsWith("at 127.0.0.9 is not an address of this server"), wrong().get(0));
            assertTrue(wrong().get(1).contains("at 127.0.0.9 is closed"), wrong().get(1));
        }
    }

    @Test
    void findsAWrongPort() throws Exception {
        dns.knows(NAPTR, srv(5062), ADDRESS);
        check(5061, null);
        onlyWrong("no listener has that port");
    }

    @Test
    void findsACertificateWithoutTheBareDomain() throws Exception {
        try (TlsHost host = new TlsHost("edge.example.org", "*.example.org")) {
            dns.knows(NAPTR, srv(host.port()), ADDRESS);
            check(host.port(), host.pem());
            onlyWrong("presents a certificate that is not for example.org, but for edge.example.org, *.example.org");
        }
    }

    @Test
    void findsADnsNameThatDoesNotCountBesideASipUri() throws Exception {
        try (TlsHost host = new TlsHost("sip:example.net", "sip:alice@example.org", "example.org")) {
            dns.knows(NAPTR, srv(host.port()), ADDRESS);
            check(host.port(), host.pem());
            onlyWrong("not for example.org, but for example.net");
        }
    }

    @Test
    void findsACertificateOfNobodyKnown() throws Exception {
        try (TlsHost host = new TlsHost("example.org")) {
            dns.knows(NAPTR, srv(host.port()), ADDRESS);
            check(host.port(), null);
            onlyWrong("presents a certificate that is not believed");
        }
    }

    @Test
    void findsAClosedPortAndOneThatStaysSilent() throws Exception {
        int closed;
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            closed = silent.getLocalPort();
            dns.knows(NAPTR, srv(closed), ADDRESS);
            check(closed, null, 500);
            onlyWrong("does not answer within 1 s");
        }
        check(closed, null);
        assertEquals(2, wrong().size());
        assertTrue(wrong().get(1).contains("is closed"), wrong().get(1));
    }

    @Test
    void findsWhatIsPublishedAndNotServed() throws Exception {
        try (TlsHost host = new TlsHost("example.org")) {
            dns.knows(NAPTR, srv(host.port()), ADDRESS, "example.org. 60 NAPTR 5 50 \"s\" \"SIP+D2U\" \"\" _sip._udp.example.org.",
                "_sip._udp.example.org. 60 SRV 10 10 5060 edge.example.org.", "_sip._tcp.example.org. 60 SRV 0 0 0 .");
            check(host.port(), host.pem());
            assertEquals(List.of("NAPTR SIP+D2U of example.org is published, but no listener is open to others for that",
                "SRV _sip._udp.example.org to edge.example.org:5060 is published, but no listener is open to others for that"), wrong());
            assertTrue(findings.lines().toString().contains("prefers SIP+D2U to TLS"));
        }
    }

    @Test
    void findsANaptrThatCallersPassOver() throws Exception {
        try (TlsHost host = new TlsHost("example.org")) {
            dns.knows("example.org. 60 NAPTR 10 50 \"a\" \"SIPS+D2T\" \"\" edge.example.org.", srv(host.port()), ADDRESS);
            check(host.port(), host.pem());
            assertTrue(wrong().get(0).contains("has the flags \"a\""), wrong().toString());
        }
    }

    @Test
    void followsAnAnswerThatWasCutShort() throws Exception {
        try (TlsHost host = new TlsHost("example.org")) {
            dns.knows(NAPTR, srv(host.port()), ADDRESS).cutsShort(true);
            check(host.port(), host.pem());
            assertEquals(List.of(), wrong());
        }
    }

    @Test
    void saysThatANameServerCannotAnswer() throws Exception {
        dns.fails(Rcode.SERVFAIL);
        check(5061, null);
        onlyWrong("says SERVFAIL to example.org.");
    }
}
