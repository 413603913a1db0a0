package org.hotcut.certificates;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import javax.net.ssl.SSLHandshakeException;

import org.hotcut.core.api.certificate.CertificateInfo;
import org.hotcut.core.api.net.TlsStore.Credential;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificatesTest {
    @TempDir
    Path data;

    @ParameterizedTest
    @ValueSource(strings = {"edge.example", "example.org", "voip.example.net", "sip.further.example", "203.0.113.9", "127.0.0.1", "192.0.2.7", "2001:db8::5"})
    void clientsThatTrustTheAuthorityShakeHandsByEveryName(String host) throws Exception {
        Fixture server = new Fixture(data, "example.org", "voip.example.net", "2001:db8::5");
        server.now = Instant.now();
        server.start("sip.further.example, 203.0.113.9").reinstall();
        Peer.shakeHands(server.last(), host);
    }

    @Test
    void aNameThatIsNotOursIsNotCovered() throws Exception {
        Fixture server = new Fixture(data, "example.org");
        server.now = Instant.now();
        server.start().reinstall();
        assertThrows(SSLHandshakeException.class, () -> Peer.shakeHands(server.last(), "example.com"));
    }

    @Test
    void theChainIsValidByTheRulesOfPkix() throws Exception {
        Fixture server = new Fixture(data, "example.org");
        server.start().reinstall();
        X509Certificate authority = Peer.certificate(server.last().authorities().get(0));
        X509Certificate certificate = Peer.certificate(server.last().credentials().get(0).chain().get(0));
        PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(authority, null)));
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(server.now));
        CertPathValidator.getInstance("PKIX").validate(CertificateFactory.getInstance("X.509").generateCertPath(List.of(certificate)), parameters);
        assertEquals(0, authority.getBasicConstraints());
        assertEquals(-1, certificate.getBasicConstraints());
        assertEquals("CN=Hotcut local authority 01234567", authority.getSubjectX500Principal().getName());
        assertEquals(Duration.ofDays(397), Duration.between(certificate.getNotBefore().toInstant(), certificate.getNotAfter().toInstant()));
        assertTrue(authority.getNotAfter().toInstant().isAfter(server.now.plus(Duration.ofDays(3650))));
    }

    @Test
    void sipDomainsAreNamedAsUrisToo() throws Exception {
        Fixture server = new Fixture(data, "example.org", "198.51.100.9");
        server.start().reinstall();
        assertEquals(List.of("DNS:edge.example", "DNS:example.org", "IP:127.0.0.1", "IP:192.0.2.7", "IP:198.51.100.9", "URI:sip:example.org"),
            names(server).stream().sorted().toList());
        assertEquals(Set.of("edge.example", "example.org", "127.0.0.1", "192.0.2.7", "198.51.100.9"), Set.copyOf(server.last().credentials().get(0).names()));
    }

    @Test
    void aSecondStartPresentsTheSameCertificate() throws Exception {
        Fixture server = new Fixture(data, "example.org");
        server.start().reinstall();
        Credential first = server.last().credentials().get(0);
        server.start().reinstall();
        assertEquals(2, server.installed.size());
        assertArrayEquals(first.chain().get(0), server.last().credentials().get(0).chain().get(0));
        assertArrayEquals(first.key(), server.last().credentials().get(0).key());
    }

    @Test
    void aSecondStartThatDoesNotKnowTheDomainsYetKeepsThemInTheCertificate() throws Exception {
        Fixture server = new Fixture(data, "example.org");
        server.start().reinstall();
        byte[] first = presented(server);
        server.domains.clear();
        server.start().reinstall();
        assertArrayEquals(first, presented(server));
    }

    @Test
    void aDomainThatIsAddedIsPresentedAtOnceUnderTheSameAuthority() throws Exception {
        Fixture server = new Fixture(data, "example.org");
        Certificates certificates = server.start();
        certificates.reinstall();
        byte[] authority = server.last().authorities().get(0);
        server.add("example.net");
        certificates.domainsChanged(server.domains);
        assertEquals(2, server.installed.size());
        assertTrue(names(server).containsAll(List.of("DNS:example.net", "URI:sip:example.net", "DNS:example.org")));
        assertArrayEquals(authority, server.last().authorities().get(0));
    }

    @Test
    void aDomainThatIsRemovedLeavesTheCertificate() throws Exception {
        Fixture server = new Fixture(data, "example.org", "example.net");
        Certificates certificates = server.start();
        certificates.reinstall();
        server.domains.remove(1);
        certificates.domainsChanged(server.domains);
        assertFalse(names(server).contains("DNS:example.net"));
    }

    @Test
    void aMinuteInWhichNothingChangedInstallsNothing() throws Exception {
        Fixture server = new Fixture(data, "example.org");
        Certificates certificates = server.start();
        certificates.reinstall();
        certificates.everyMinute();
        assertEquals(1, server.installed.size());
    }

    @Test
    void aNewAddressIsReasonToReissueButOneThatIsGoneIsNot() throws Exception {
        Fixture server = new Fixture(data, "example.org");
        Certificates certificates = server.start();
        certificates.reinstall();
        server.host = new Host(Set.of("edge.example"), Set.of("127.0.0.1"), true);
        certificates.everyMinute();
        assertEquals(1, server.installed.size());
        server.host = new Host(Set.of("edge.example"), Set.of("127.0.0.1", "192.0.2.8"), true);
        certificates.everyMinute();
        assertEquals(2, server.installed.size());
        assertTrue(names(server).contains("IP:192.0.2.8"));
    }

    @Test
    void aNameServiceThatIsSilentTakesNoNameAway() throws Exception {
        Fixture server = new Fixture(data, "example.org");
        Certificates certificates = server.start();
        certificates.reinstall();
        server.host = new Host(Set.of(), Set.of("127.0.0.1", "192.0.2.7"), false);
        certificates.everyMinute();
        assertEquals(1, server.installed.size());
    }

    @Test
    void itIsRenewedAfterTwoThirdsOfItsLife() throws Exception {
        Fixture server = new Fixture(data, "example.org");
        Certificates certificates = server.start();
        certificates.reinstall();
        server.now = server.now.plus(Duration.ofDays(264));
        certificates.everyMinute();
        assertEquals(1, server.installed.size());
        server.now = server.now.plus(Duration.ofDays(1));
        certificates.everyMinute();
        assertEquals(2, server.installed.size());
    }

    @Test
    void aServerCertificateDoesNotOutliveItsAuthority() throws Exception {
        Fixture server = new Fixture(data, "example.org");
        Certificates certificates = server.start();
        certificates.reinstall();
        server.now = server.now.plus(Duration.ofDays(3500));
        certificates.everyMinute();
        CertificateInfo authority = certificates.list().get(0);
        assertEquals(authority.notAfter(), certificates.list().get(1).notAfter());
    }

    @Test
    void keysAreReadableByTheirOwnerAlone() throws Exception {
        Fixture server = new Fixture(data);
        server.start().reinstall();
        for (String name : List.of("ca-key.pem", "server-key.pem")) {
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(server.file(name))), name);
        }
        try (Stream<Path> files = Files.list(server.file(""))) {
            assertEquals(List.of("ca-key.pem", "ca.pem", "server-key.pem", "server.pem"), files.filter(Files::isRegularFile).map(file -> file.getFileName().toString()).sorted().toList());
        }
    }

    @Test
    void aBrokenServerCertificateIsKeptAsideAndReissuedByTheSameAuthority() throws Exception {
        Fixture server = new Fixture(data, "example.org");
        server.start().reinstall();
        byte[] authority = server.last().authorities().get(0);
        Files.writeString(server.file("server.pem"), "-----BEGIN CERTIFICATE-----\nMIIB!!\n-----END CERTIFICATE-----\n");
        server.start().reinstall();
        assertArrayEquals(authority, server.last().authorities().get(0));
        assertTrue(Files.readString(server.file("server.pem.damaged-20260301T120000Z")).contains("MIIB!!"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ca.pem", "ca-key.pem"})
    void aBrokenAuthorityIsKeptAsideAndReplaced(String file) throws Exception {
        Fixture server = new Fixture(data, "example.org");
        server.now = Instant.now();
        server.start().reinstall();
        byte[] authority = server.last().authorities().get(0);
        Files.writeString(server.file(file), "nothing of use");
        server.start().reinstall();
        assertFalse(Arrays.equals(authority, server.last().authorities().get(0)));
        Peer.shakeHands(server.last(), "example.org");
        try (Stream<Path> files = Files.list(server.file(""))) {
            assertEquals(2, files.filter(each -> each.toString().contains("ca") && each.toString().contains(".damaged-")).count());
        }
    }

    @Test
    void aKeyOfAnotherCertificateCountsAsDamage() throws Exception {
        Fixture server = new Fixture(data, "example.org");
        server.start().reinstall();
        Files.copy(server.file("ca-key.pem"), server.file("server-key.pem"), StandardCopyOption.REPLACE_EXISTING);
        server.start().reinstall();
        assertTrue(Files.exists(server.file("server-key.pem.damaged-20260301T120000Z")));
    }

    @Test
    void filesThatMayNotBeReadAreLeftAloneAndSaySo() throws Exception {
        Fixture server = new Fixture(data, "example.org");
        server.start().reinstall();
        Files.delete(server.file("ca.pem"));
        Files.createDirectory(server.file("ca.pem"));
        Certificates certificates = server.start();
        assertThrows(IOException.class, certificates::reinstall);
        assertTrue(Files.exists(server.file("ca-key.pem")));
        assertTrue(certificates.status().get("fault").toString().contains("ca.pem"));
    }

    @Test
    void anUnreadableKeyIsNoReasonToMakeANewAuthority() throws Exception {
        assumeFalse("root".equals(System.getProperty("user.name")), "root may read everything");
        Fixture server = new Fixture(data, "example.org");
        server.start().reinstall();
        Files.setPosixFilePermissions(server.file("ca-key.pem"), Set.of());
        assertThrows(IOException.class, server.start()::reinstall);
        assertTrue(Files.exists(server.file("ca-key.pem")));
    }

    @Test
    void theAdminSeesWhatIsInUse() throws Exception {
        Fixture server = new Fixture(data, "example.org");
        Certificates certificates = server.start();
        certificates.reinstall();
        CertificateInfo info = certificates.list().get(1);
        assertEquals("CN=edge.example", info.subject());
        assertEquals("CN=Hotcut local authority 01234567", info.issuer());
        assertTrue(info.fingerprint().matches("([0-9A-F]{2}:){31}[0-9A-F]{2}"), info.fingerprint());
        assertEquals(server.file("server.pem").toString(), info.file());
        assertEquals(Files.readString(server.file("ca.pem")), certificates.authorityPem());
        assertEquals(info.notAfter().toString(), certificates.status().get("until"));
    }

    @Test
    void whatIsNoNameIsLeftOutAndTooManyDomainsAreCut() throws Exception {
        Fixture server = new Fixture(data, "example.org", "not a name");
        for (int i = 0; i < Wanted.MOST_DOMAINS; i++) {
            server.add("d" + i + ".example");
        }
        server.start("also/none").reinstall();
        assertTrue(names(server).stream().noneMatch(name -> name.contains("not a name") || name.contains("also")));
        assertEquals(Wanted.MOST_DOMAINS - 1, names(server).stream().filter(name -> name.startsWith("URI:")).count());
        assertTrue(presented(server).length < 16_384, "clients refuse certificates that are much larger");
    }

    @Test
    void thisMachineHasNamesAndAddresses() {
        Host host = Host.look();
        assertTrue(host.names().contains("localhost"));
        assertTrue(host.addresses().containsAll(List.of("127.0.0.1", "0:0:0:0:0:0:0:1")));
    }

    private static byte[] presented(Fixture server) {
        return server.last().credentials().get(0).chain().get(0);
    }

    private static List<String> names(Fixture server) throws Exception {
        return Names.of(Peer.certificate(presented(server))).labelled();
    }
}
