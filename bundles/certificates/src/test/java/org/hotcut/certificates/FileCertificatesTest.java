package org.hotcut.certificates;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;

import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.hotcut.core.api.certificate.CertificateEntry;
import org.hotcut.core.api.net.TlsStore.Credential;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileCertificatesTest {
    private static final KeyPair RSA = Authority.keys("RSA", 2048);
    private static final KeyPair EC = Authority.keys("EC", 256);

    @TempDir
    Path data;
    private Fixture server;
    private Authority authority;
    private Certificates certificates;

    @BeforeEach
    void start() throws Exception {
        server = new Fixture(data, "example.org", "example.net");
        authority = new Authority(server.now);
        certificates = server.start();
        certificates.reinstall();
    }

    @Test
    void aFolderOfPemFilesIsPresentedForItsNamesAndOurOwnForTheRest() throws Exception {
        X509Certificate leaf = authority.write(folder("one"), RSA, "example.org");
        certificates.everyMinute();
        Credential first = server.last().credentials().get(0);
        assertEquals(List.of("example.org"), first.names());
        assertArrayEquals(leaf.getEncoded(), first.chain().get(0));
        assertEquals(2, first.chain().size());
        List<String> own = server.last().credentials().get(1).names();
        assertFalse(own.contains("example.org"), "a client that prefers the other kind of key would get our own");
        assertTrue(own.contains("example.net"));
        assertTrue(entry("one").inUse());
        assertEquals("RSA 2048", entry("one").key());
    }

    @Test
    void filesInAnyOrderAndWithTheRootMakeTheSameChain() throws Exception {
        Files.createDirectories(folder("one"));
        X509Certificate leaf = authority.issue(EC, "example.org");
        Files.writeString(folder("one").resolve("all.pem"), Pem.of(authority.root) + Pem.of(authority.intermediate) + Pem.of(EC.getPrivate()) + Pem.of(leaf));
        certificates.everyMinute();
        List<byte[]> chain = server.last().credentials().get(0).chain();
        assertEquals(2, chain.size());
        assertArrayEquals(leaf.getEncoded(), chain.get(0));
    }

    @Test
    void aMinuteInWhichTheFilesAreTheSameInstallsNothing() throws Exception {
        authority.write(folder("one"), EC, "example.org");
        certificates.everyMinute();
        certificates.everyMinute();
        assertEquals(2, server.installed.size());
        assertFalse(server.start().reload());
    }

    @Test
    void aFileThatBreaksKeepsTheOldOneAlsoOverAnUpdateOfThisBundle() throws Exception {
        X509Certificate leaf = authority.write(folder("one"), EC, "example.org");
        certificates.everyMinute();
        Files.writeString(folder("one").resolve("fullchain.pem"), "-----BEGIN CERTIFICATE-----\nMIIB");
        certificates.everyMinute();
        assertEquals(2, server.installed.size());
        certificates = server.start();
        certificates.reinstall();
        assertArrayEquals(leaf.getEncoded(), server.last().credentials().get(0).chain().get(0));
        assertTrue(entry("one").inUse());
        assertTrue(entry("one").note().startsWith("the new one is not taken: "), entry("one").note());
        assertTrue(certificates.status().get("certificates").toString().contains("the new one is not taken"));
        authority.write(folder("one"), EC, "example.org");
        certificates.everyMinute();
        assertFalse(entry("one").note().contains("is not taken"), entry("one").note());
    }

    @Test
    void aKeyOfAnotherCertificateIsRefusedInWords() throws Exception {
        authority.write(folder("one"), EC, "example.org");
        Files.writeString(folder("one").resolve("privkey.pem"), Pem.of(RSA.getPrivate()));
        certificates.everyMinute();
        assertEquals(1, server.installed.size());
        assertNull(entry("one").notAfter());
        assertTrue(entry("one").note().contains("the key belongs to none of the certificates"), entry("one").note());
    }

    @Test
    void weakKeysNamelessAndFutureCertificatesAreRefused() throws Exception {
        authority.write(folder("weak"), Authority.keys("RSA", 1024), "weak.example");
        authority.named = false;
        authority.write(folder("nameless"), EC, "example.org");
        authority.named = true;
        authority.begins = server.now.plus(Duration.ofHours(2));
        authority.write(folder("future"), EC, "example.net");
        certificates.everyMinute();
        assertTrue(entry("weak").note().contains("too weak"));
        assertTrue(entry("nameless").note().contains("names no host"));
        assertTrue(entry("future").note().contains("not valid before"));
        server.now = server.now.plus(Duration.ofHours(3));
        certificates.everyMinute();
        assertTrue(entry("future").inUse());
    }

    @Test
    void aFolderThatIsGoneGivesItsNamesBackToOurOwn() throws Exception {
        authority.write(folder("one"), EC, "example.org");
        certificates.everyMinute();
        PrivateFiles.deleteFolder(folder("one"));
        certificates.everyMinute();
        assertEquals(1, server.last().credentials().size());
        assertTrue(server.last().credentials().get(0).names().contains("example.org"));
    }

    @Test
    void ofTwoTheOneThatIsGoodForLongerIsPresented() throws Exception {
        authority.write(folder("short"), EC, "example.org");
        authority.life = Duration.ofDays(200);
        X509Certificate longer = authority.write(folder("z-long"), EC, "example.org");
        certificates.everyMinute();
        assertArrayEquals(longer.getEncoded(), server.last().credentials().get(0).chain().get(0));
        assertEquals("z-long is presented for its names instead", entry("short").note());
    }

    @Test
    void aValidOneWinsOverAnExpiredOneWhichIsBetterThanNone() throws Exception {
        authority.write(folder("one"), EC, "example.org", "elsewhere.example");
        certificates.everyMinute();
        server.now = server.now.plus(Duration.ofDays(91));
        certificates.everyMinute();
        List<Credential> presented = server.last().credentials();
        assertTrue(presented.get(0).names().containsAll(List.of("example.org", "example.net")));
        assertEquals(List.of("elsewhere.example"), presented.get(1).names());
        assertTrue(entry("one").note().contains("EXPIRED"), entry("one").note());
    }

    @Test
    void theLogWarnsOnceForEachOfTheLastDays() throws Exception {
        authority.life = Duration.ofDays(200);
        authority.write(folder("one"), EC, "example.org");
        certificates.everyMinute();
        Shelf shelf = new Shelf(new Places(data, data.resolve("etc")).shelf());
        List<String> warned = new java.util.ArrayList<>();
        for (int day = 0; day < 200; day++) {
            certificates.everyMinute();
            warned.add(shelf.note("one", "warned"));
            server.now = server.now.plus(Duration.ofDays(1));
        }
        assertEquals(List.of("", "30", "7", "1", "0"), warned.stream().distinct().toList());
        assertEquals(169, warned.indexOf("30"));
    }

    @Test
    void pkcs12IsImportedWithItsPasswordAndKeptAsPemForTheOwnerAlone() throws Exception {
        X509Certificate leaf = authority.issue(RSA, "sip.example.org");
        Path file = Files.write(data.resolve("bought.p12"), authority.pkcs12(RSA, leaf, "secret"));
        assertTrue(assertThrows(IOException.class, () -> certificates.importFile(file, null, "wrong")).getMessage().contains("password"));
        assertEquals("sip.example.org", certificates.importFile(file, null, "secret"));
        assertTrue(entry("sip.example.org").inUse());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder("sip.example.org").resolve("key.pem"))));
    }

    @Test
    void theAnswerToARequestFindsItsKey() throws Exception {
        Path file = certificates.request(List.of("example.org", "sip.example.org"));
        certificates.everyMinute();
        assertTrue(entry("example.org").note().contains("cert:import"), entry("example.org").note());
        PKCS10CertificationRequest request;
        try (PEMParser parser = new PEMParser(Files.newBufferedReader(file))) {
            request = (PKCS10CertificationRequest) parser.readObject();
        }
        java.security.PublicKey open = java.security.KeyFactory.getInstance("EC")
            .generatePublic(new java.security.spec.X509EncodedKeySpec(request.getSubjectPublicKeyInfo().getEncoded()));
        X509Certificate answer = authority.issue(new KeyPair(open, null), "example.org", "sip.example.org");
        Path signed = Files.writeString(data.resolve("answer.pem"), Pem.of(answer) + Pem.of(authority.intermediate));
        assertEquals("example.org", certificates.importFile(signed, null, null));
        assertTrue(entry("example.org").inUse());
        assertFalse(Files.exists(file));
    }

    @Test
    void anImportThatIsNotUsableChangesNothing() throws Exception {
        Path file = Files.writeString(data.resolve("bad.pem"), Pem.of(authority.issue(EC, "example.org")) + Pem.of(RSA.getPrivate()));
        IOException refused = assertThrows(IOException.class, () -> certificates.importFile(file, null, null));
        assertTrue(refused.getMessage().contains("belongs to none"), refused.getMessage());
        assertFalse(Files.exists(folder("example.org")));
        assertEquals(1, server.installed.size());
    }

    @Test
    void aChainThatMayHaveAGapIsTakenAndSaidUntilItsRootIsThere() throws Exception {
        X509Certificate leaf = authority.write(folder("one"), EC, "example.org");
        certificates.reload();
        assertTrue(entry("one").inUse());
        assertTrue(entry("one").note().contains("ends with \"CN=Issuing\""), entry("one").note());
        Files.writeString(folder("one").resolve("fullchain.pem"), Pem.of(leaf));
        certificates.reload();
        assertTrue(entry("one").note().contains("ends with \"CN=example.org\""), entry("one").note());
        Files.writeString(folder("one").resolve("fullchain.pem"), Pem.of(leaf) + Pem.of(authority.intermediate) + Pem.of(authority.root));
        certificates.reload();
        assertEquals("", entry("one").note());
        certificates.reload();
        assertEquals("", entry("one").note());
    }

    @Test
    void anImportKeepsTheRootThatTellsThatTheChainIsWhole() throws Exception {
        Path file = Files.write(data.resolve("bought.p12"), authority.pkcs12(EC, authority.issue(EC, "sip.example.org"), "secret"));
        certificates.importFile(file, null, "secret");
        assertEquals("", entry("sip.example.org").note());
        assertEquals(2, server.last().credentials().stream().filter(each -> each.names().contains("sip.example.org")).findFirst().orElseThrow().chain().size());
    }

    @Test
    void aNewIntermediateForTheSameCertificateIsPresented() throws Exception {
        X509Certificate leaf = authority.write(folder("one"), EC, "example.org");
        certificates.reload();
        Files.writeString(folder("one").resolve("fullchain.pem"), Pem.of(leaf) + Pem.of(authority.crossSigned()));
        assertTrue(certificates.reload());
    }

    @Test
    void certificatesInDerAreRead() throws Exception {
        Path file = Files.write(data.resolve("answer.cer"), authority.issue(EC, "example.org").getEncoded());
        Path key = Files.writeString(data.resolve("key.pem"), Pem.of(EC.getPrivate()));
        assertEquals("example.org", certificates.importFile(file, key, null));
    }

    @ParameterizedTest
    @CsvSource({"empty.pem,,neither a certificate nor a key", "text.pem,hello,neither a certificate nor a key", "empty.p12,,no PKCS#12 file", "gone.pem,-,does not exist",
        "broken.pem,-----BEGIN CERTIFICATE-----,cannot be read as PEM"})
    void whatIsNoCertificateIsRefusedInWords(String name, String text, String words) throws Exception {
        Path file = data.resolve(name);
        if (!"-".equals(text)) {
            Files.writeString(file, text == null ? "" : text);
        }
        IOException refused = assertThrows(IOException.class, () -> certificates.importFile(file, null, null));
        assertTrue(refused.getMessage().contains(words) && refused.getMessage().contains(file.toString()), refused.getMessage());
        assertEquals(1, server.installed.size());
    }

    private CertificateEntry entry(String name) throws IOException {
        return certificates.entries().stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
    }

    private Path folder(String name) {
        return data.resolve("etc/certificates").resolve(name);
    }
}
