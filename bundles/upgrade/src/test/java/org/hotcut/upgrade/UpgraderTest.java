package org.hotcut.upgrade;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;

import org.hotcut.core.api.upgrade.Outcome;
import org.hotcut.core.api.upgrade.Report;
import org.hotcut.core.api.upgrade.Report.Held;
import org.hotcut.core.api.upgrade.Upgrade;
import org.hotcut.upgrade.sample.Speaker;
import org.hotcut.upgrade.sample.Stumbler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.FrameworkWiring;

class UpgraderTest {
    @TempDir
    Path folder;
    private RunningFramework server;
    private Bundle speaker;

    @BeforeEach
    void startWithTheDeliveredVersion() throws Exception {
        server = new RunningFramework(folder);
        speaker = server.install(Jars.speaker("1.0.0").entry("marker", "delivered").write(folder));
    }

    @AfterEach
    void nothingOfTheSwapStaysBehind() throws Exception {
        try {
            assertEquals(List.of(), List.copyOf(server.context().getBundle(0).adapt(FrameworkWiring.class).getRemovalPendingBundles()));
            assertFalse(Arrays.stream(server.context().getBundles()).anyMatch(bundle -> bundle.getSymbolicName().endsWith(".staged")));
            try (Stream<Path> files = Files.list(Files.createDirectories(folder.resolve("upgrades")))) {
                assertFalse(files.anyMatch(file -> file.getFileName().toString().startsWith("incoming")));
            }
        } finally {
            server.close();
        }
    }

    @Test
    void aNewVersionComesIntoForceAndIsRecorded() throws Exception {
        Report report = server.update(Jars.speaker("1.0.1"));
        assertEquals(Outcome.IN_FORCE, report.outcome(), report.message());
        assertEquals("1.0.0", report.from());
        assertEquals("1.0.1", report.to());
        assertAtWork("1.0.1");
        assertEquals(List.of("1.0.0", "1.0.1"), server.applied.get(0).jars().stream().map(Ledger.Jar::version).toList());
        assertEquals(List.of(Outcome.IN_FORCE), server.history().latestFirst().stream().map(Upgrade::outcome).toList());
        assertEquals(3, server.progress.size());
    }

    @Test
    void whatDoesNotResolveNeverStopsTheOldOneAndSaysWhatIsMissing() throws Exception {
        Report report = server.update(Jars.speaker("1.0.1").header("Import-Package", "org.example.gone;version=\"[2,3)\""));
        assertEquals(Outcome.REFUSED, report.outcome());
        assertEquals(List.of("org.hotcut.speaker", "1.0.0", "1.0.1"), List.of(report.bundle(), report.from(), report.to()));
        assertTrue(report.message().contains("org.example.gone"), report.message());
        assertEquals(List.of(), server.stopped);
        assertAtWork("1.0.0");
        assertTrue(server.ledger().entries().isEmpty());
        assertFalse(Files.exists(folder.resolve("upgrades/org.hotcut.speaker")));
    }

    @Test
    void aConstructorThatThrowsBringsTheOldOneBackWithTheReason() throws Exception {
        assertRolledBack(server.update(Jars.bundle("org.hotcut.speaker", "1.0.1").component(Stumbler.class)), "the table of tones is empty");
    }

    @Test
    void aComponentThatNobodyUsesYetIsTriedToo() throws Exception {
        assertRolledBack(server.update(Jars.bundle("org.hotcut.speaker", "1.0.1").component(Stumbler.class).delayed()), "speaker");
    }

    @Test
    void aReferenceThatNobodySatisfiesBringsTheOldOneBackAndIsNamed() throws Exception {
        assertRolledBack(server.update(Jars.speaker("1.0.1").needing(Function.class)), "missed");
    }

    @Test
    void aNameThatNobodyBearsAnyMoreBringsTheOldOneBack() throws Exception {
        assertRolledBack(server.update(Jars.speaker("1.0.1").bearing("somebody-else")), "nobody bears the name speaker");
    }

    @Test
    void anActivatorThatIsNotThereBringsTheOldOneBack() throws Exception {
        assertRolledBack(server.update(Jars.speaker("1.0.1").header("Bundle-Activator", "org.example.NoClass")), "org.example.NoClass");
    }

    @Test
    void rollingBackReturnsStepByStepToWhatWasDelivered() throws Exception {
        server.update(Jars.speaker("1.0.1"));
        server.update(Jars.speaker("1.1.0"));
        assertEquals(Outcome.IN_FORCE, server.rollback("speaker").outcome());
        assertAtWork("1.0.1");
        assertEquals(Outcome.IN_FORCE, server.rollback("org.hotcut.speaker").outcome());
        assertAtWork("1.0.0");
        assertEquals("delivered", new String(speaker.getEntry("marker").openStream().readAllBytes()));
        assertTrue(server.applied.isEmpty());
        Report none = server.rollback("speaker");
        assertEquals(Outcome.REFUSED, none.outcome());
        assertTrue(none.message().contains("as it was delivered"), none.message());
    }

    @Test
    void anotherBuildOfTheSameVersionIsSwappedAndCanBeRolledBack() throws Exception {
        assertEquals(Outcome.IN_FORCE, server.update(Jars.speaker("1.0.0").entry("marker", "rebuilt")).outcome());
        assertEquals("rebuilt", new String(speaker.getEntry("marker").openStream().readAllBytes()));
        server.rollback("speaker");
        assertEquals("delivered", new String(speaker.getEntry("marker").openStream().readAllBytes()));
    }

    @Test
    void onlyTheJarsThatOneCanGoBackToAreKept() throws Exception {
        for (int i = 1; i <= 9; i++) {
            server.update(Jars.speaker("1.0." + i));
        }
        List<String> kept = server.ledger().find("org.hotcut.speaker").jars().stream().map(Ledger.Jar::version).toList();
        assertEquals(List.of("1.0.0", "1.0.5", "1.0.6", "1.0.7", "1.0.8", "1.0.9"), kept);
        try (Stream<Path> files = Files.list(folder.resolve("upgrades/org.hotcut.speaker"))) {
            assertEquals(kept.size(), files.count());
        }
    }

    @Test
    void aVersionPutInByOtherMeansIsWhatOneGoesBackTo() throws Exception {
        server.update(Jars.speaker("1.0.1"));
        speaker.update(Jars.speaker("1.0.2").write(folder).toURL().openStream());
        server.update(Jars.speaker("1.0.3"));
        server.rollback("speaker");
        assertAtWork("1.0.2");
    }

    @Test
    void aStateBundleIsRefusedUnlessWhatItLosesIsAccepted() throws Exception {
        Jars delivered = Jars.bundle("org.hotcut.state", "1.0.0").header("Hotcut-Role", "state").header("Hotcut-Loses", "all flows");
        Bundle state = server.install(delivered.write(folder));
        Jars next = Jars.bundle("org.hotcut.state", "1.0.1").header("Hotcut-Role", "state");
        Report refused = server.update(next);
        assertEquals(Outcome.REFUSED, refused.outcome());
        assertTrue(refused.message().contains("loses all flows"), refused.message());
        assertEquals(List.of(), server.stopped);
        assertEquals(Outcome.IN_FORCE, server.updateEvenState(next).outcome());
        assertEquals("1.0.1", state.getVersion().toString());
    }

    @Test
    void aStateBundleThatCallsItselfBehaviourIsRefusedToo() throws Exception {
        server.install(Jars.bundle("org.hotcut.state", "1.0.0").header("Hotcut-Role", "state").write(folder));
        assertEquals(Outcome.REFUSED, server.update(Jars.bundle("org.hotcut.state", "1.0.1")).outcome());
    }

    @Test
    void whatOthersAreWiredToChangesForThemAtTheNextStart() throws Exception {
        Jars contract = Jars.bundle("org.hotcut.contract", "1.0.0").header("Hotcut-Role", "api").header("Export-Package", "org.hotcut.contract");
        Bundle exporter = server.install(contract.entry("org/hotcut/contract/x", "").write(folder));
        Bundle user = server.install(Jars.bundle("org.hotcut.user", "1.0.0").header("Import-Package", "org.hotcut.contract").write(folder));
        assertEquals(Outcome.REFUSED, server.update(contract.header("Bundle-Version", "1.0.1")).outcome());
        Report report = server.updateEvenState(contract);
        assertEquals(Outcome.AT_NEXT_START, report.outcome(), report.message());
        assertTrue(report.message().contains("org.hotcut.user"), report.message());
        assertEquals("1.0.1", exporter.getVersion().toString());
        assertFalse(server.stopped.contains("org.hotcut.user"));
        user.uninstall();
        exporter.uninstall();
    }

    @Test
    void whatCannotBeSwappedIsRefusedWithASentence() throws Exception {
        assertRefused(server.update(Jars.bundle("org.hotcut.other", "1.0.0")), "bundle:install");
        assertRefused(server.update(folder.resolve("none.jar").toUri()), "cannot be read");
        assertRefused(server.update(Files.writeString(folder.resolve("text.jar"), "no jar").toUri()), "is no jar");
        assertRefused(server.update(Jars.speaker("1.0.1").header("Fragment-Host", "org.hotcut.other")), "fragment");
        assertRefused(server.update(Jars.speaker("not.a.version")), "does not resolve");
        assertRefused(server.rollback("nobody"), "No bundle org.hotcut.nobody");
        assertEquals(List.of(), server.stopped);
    }

    @Test
    void aSwapThatTheEndOfTheServerInterruptedIsUndoneAtTheNextStart() throws Exception {
        server.update(Jars.speaker("1.0.1"));
        Ledger ledger = server.ledger();
        Candidate next = new JarStore(folder.resolve("upgrades")).fetch(Jars.speaker("1.0.2").write(folder));
        ledger.put(ledger.find("org.hotcut.speaker").tries(new Ledger.Jar("1.0.2", folder.resolve("upgrades").relativize(next.file()).toString())));
        speaker.update(Files.newInputStream(next.file()));
        Files.writeString(folder.resolve("upgrades/incoming-1.jar"), "half");
        server.context().installBundle("hotcut-upgrade:org.hotcut.speaker.staged", Jars.bundle("org.hotcut.speaker.staged", "1.0.2").write(folder).toURL().openStream());
        Files.writeString(folder.resolve("upgrades/history.log"), "2026-0\n", StandardOpenOption.APPEND);
        server.upgrader().recover();
        assertAtWork("1.0.1");
        assertNull(server.ledger().find("org.hotcut.speaker").trying());
        assertEquals(Outcome.ROLLED_BACK, server.history().latestFirst().get(0).outcome());
    }

    @Test
    void aBundleThatTheAdminStoppedStaysStopped() throws Exception {
        speaker.stop();
        assertEquals(Outcome.IN_FORCE, server.update(Jars.speaker("1.0.1")).outcome());
        assertFalse(speaker.getState() == Bundle.ACTIVE);
    }

    @Test
    void itCountsWhatIsHeldBeforeAndAfter() throws Exception {
        AtomicInteger calls = new AtomicInteger(7);
        server.census.add(() -> Map.of("held", Map.of("calls", calls.getAndDecrement(), "text", "no number"), "other", 3), "sip-core");
        server.census.add(() -> {
            throw new IllegalStateException("on its way out");
        }, "leaving");
        assertEquals(List.of(new Held("sip-core: calls", 7, 6)), server.update(Jars.speaker("1.0.1")).held());
    }

    @Test
    void aLedgerThatIsDamagedSaysWhatToDo() throws Exception {
        Files.writeString(Files.createDirectories(folder.resolve("upgrades")).resolve("ledger.properties"), "a.b/origin=x\na.b/0=nonsense\n");
        IOException thrown = assertThrows(IOException.class, server::ledger);
        assertTrue(thrown.getMessage().contains("delete it"), thrown.getMessage());
    }

    private void assertAtWork(String version) throws Exception {
        assertEquals(version, speaker.getVersion().toString());
        assertEquals(Bundle.ACTIVE, speaker.getState());
        assertEquals(new Speaker().get(), server.says());
    }

    private void assertRolledBack(Report report, String reason) throws Exception {
        assertEquals(Outcome.ROLLED_BACK, report.outcome(), report.message());
        assertTrue(report.message().contains(reason), report.message());
        assertAtWork("1.0.0");
        assertTrue(server.ledger().entries().isEmpty());
        assertTrue(server.applied.isEmpty());
        assertEquals(Outcome.ROLLED_BACK, server.history().latestFirst().get(0).outcome());
    }

    private static void assertRefused(Report report, String reason) {
        assertEquals(Outcome.REFUSED, report.outcome(), report.message());
        assertTrue(report.message().contains(reason), report.message());
    }
}
