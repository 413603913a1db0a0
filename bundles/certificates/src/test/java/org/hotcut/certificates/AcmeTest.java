package org.hotcut.certificates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AcmeTest {
    private static final List<String> OURS = List.of("example.org", "localhost", "192.0.2.1");

    @TempDir
    Path data;
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private final List<String> ordered = new ArrayList<>();
    private boolean fails;

    @Test
    void onlyDomainsWithADotAreOrderedFor() throws Exception {
        assertEquals(List.of("example.org"), acme(true).domains(OURS));
        assertEquals(Optional.of("example.org"), acme(true).due(OURS));
    }

    @Test
    void nothingIsOrderedWithoutAgreement() throws Exception {
        assertEquals(Optional.empty(), acme(false).due(OURS));
        assertTrue(settings(false).fault().contains("acme.agree"));
        assertTrue(AcmeSettings.of("https://acme.example/dir", true, List.of(), List.of(), "", "dns-01").fault().contains("acme.challenge is 'dns-01'"));
        assertTrue(AcmeSettings.of("http://acme.example/dir", true, List.of(), List.of(), "", "http-01").fault().contains("https"));
    }

    @Test
    void anIssuedOneIsDueAgainAfterTwoThirdsOfItsLife() throws Exception {
        assertEquals(List.of("example.org"), acme(true).orderAll(OURS));
        assertEquals(Optional.empty(), acme(true).due(OURS));
        now = now.plus(Duration.ofDays(58));
        assertEquals(Optional.empty(), acme(true).due(OURS));
        now = now.plus(Duration.ofDays(2));
        assertEquals(Optional.of("example.org"), acme(true).due(OURS));
    }

    @Test
    void theKeyIsForTheOwnerAlone() throws Exception {
        acme(true).orderAll(OURS);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(acme(true).folder("example.org").resolve("key.pem"))));
    }

    @Test
    void failuresAreRepeatedEverMoreSeldomAlsoOverARestart() throws Exception {
        fails = true;
        Instant begin = now;
        List<Long> attempts = new ArrayList<>();
        while (now.isBefore(begin.plus(Duration.ofDays(2)))) {
            Acme acme = acme(true);
            Optional<String> due = acme.due(OURS);
            if (due.isPresent()) {
                attempts.add(Duration.between(begin, now).toMinutes());
                acme.begin(due.get());
                assertThrows(IOException.class, () -> acme.order(due.get()));
                assertTrue(acme.fault("example.org").contains("not ours; next attempt"), acme.fault("example.org"));
            }
            now = now.plus(Duration.ofMinutes(1));
        }
        assertEquals(List.of(0L, 15L, 75L, 435L, 1875L), attempts);
        fails = false;
        acme(true).orderAll(OURS);
        assertEquals("", acme(true).fault("example.org"));
    }

    @Test
    void anOrderThatNobodyHeardOfAgainIsNotRepeatedAtOnce() throws Exception {
        acme(true).begin("example.org");
        now = now.plus(Duration.ofMinutes(1));
        assertEquals(Optional.empty(), acme(true).due(OURS));
        assertTrue(assertThrows(IOException.class, () -> acme(true).orderAll(OURS)).getMessage().contains("runs"));
        now = now.plus(Duration.ofMinutes(15));
        assertEquals(Optional.of("example.org"), acme(true).due(OURS));
    }

    @Test
    void aFailureLeavesTheOldCertificateWhereItIs() throws Exception {
        acme(true).orderAll(OURS);
        String before = Files.readString(acme(true).folder("example.org").resolve("chain.pem"));
        now = now.plus(Duration.ofDays(70));
        fails = true;
        assertThrows(IOException.class, () -> acme(true).orderAll(OURS));
        assertEquals(before, Files.readString(acme(true).folder("example.org").resolve("chain.pem")));
    }

    @Test
    void copiesAreReadableForTheGroupAndWrittenOnlyWhenTheyChange() throws Exception {
        KeyChain chain = issue("example.org");
        Path folder = data.resolve("export");
        new Export(folder).write(Map.of("example.org", chain));
        Path key = folder.resolve("example.org/privkey.pem");
        assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(key)));
        Object file = Files.readAttributes(key, "unix:ino").get("ino");
        new Export(folder).write(Map.of("example.org", chain));
        assertEquals(file, Files.readAttributes(key, "unix:ino").get("ino"));
        assertFalse(Files.readString(folder.resolve("example.org/fullchain.pem")).isEmpty());
    }

    @Test
    void copiesAreOfTheGroupThatTheirFolderHandsOn() throws Exception {
        Path folder = Files.createDirectory(data.resolve("export"));
        try {
            Files.setAttribute(folder, "unix:gid", 1);
        } catch (FileSystemException e) {
            Assumptions.abort("only root can give a folder to another group");
        }
        Files.setAttribute(folder, "unix:mode", 02750);
        new Export(folder).write(Map.of("example.org", issue("example.org")));
        for (String each : List.of("", "/privkey.pem", "/fullchain.pem")) {
            assertEquals(1, Files.getAttribute(Path.of(folder.resolve("example.org") + each), "unix:gid"), each);
        }
        assertEquals("rwxr-x---", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("example.org"))));
    }

    private Acme acme(boolean agrees) {
        return new Acme(settings(agrees), new Places(data, data.resolve("etc")), this::order, InstantSource.fixed(now).withZone(ZoneOffset.UTC));
    }

    private static AcmeSettings settings(boolean agrees) {
        return AcmeSettings.of("https://acme.example/dir", agrees, List.of(), List.of(), "", "http-01");
    }

    private KeyChain order(String domain) throws IOException {
        ordered.add(domain);
        if (fails) {
            throw new IOException("it is not ours");
        }
        return issue(domain);
    }

    private KeyChain issue(String domain) {
        Authority authority = new Authority(now);
        KeyPair keys = Authority.keys("EC", 256);
        return new KeyChain(keys.getPrivate(), List.of(authority.issue(keys, domain), authority.intermediate));
    }
}
