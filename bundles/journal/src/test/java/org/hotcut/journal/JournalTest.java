package org.hotcut.journal;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    @TempDir
    private Path data;
    private Path folder;

    @BeforeEach
    void begin() {
        folder = data.resolve("names");
    }

    @Test
    void whatWasAppendedIsThereAfterKill() throws Exception {
        NameTable table = new NameTable(folder);
        table.put("one", 1);
        table.put("two", 2);
        table.put("one", 3);
        NameTable after = new NameTable(folder); // nobody closed the first
        assertEquals(Map.of("one", 3, "two", 2), after.rows);
        assertEquals(3, after.loaded);
        table.close();
        after.close();
    }

    @Test
    void aTailThatWasCutOffIsLeftOut() throws Exception {
        byte[] whole = filled();
        for (boolean unmistakable : new boolean[] {true, false}) {
            for (int cut : new int[] {1, 5, 12, 21}) {
                Files.write(folder.resolve("1.journal"), Arrays.copyOf(whole, whole.length - cut));
                assertEquals(Map.of("one", 1, "two", 2), read(unmistakable));
                assertFalse(Files.exists(folder.resolve("1.journal.damaged")));
            }
        }
    }

    @Test
    void zerosAtTheEndAreABlockThatWasNotWrittenInTime() throws Exception {
        filled();
        Files.write(folder.resolve("1.journal"), new byte[100], StandardOpenOption.APPEND);
        assertEquals(Map.of("one", 1, "two", 2, "three", 3), read(true));
        assertFalse(Files.exists(folder.resolve("1.journal.damaged")));
    }

    @Test
    void recordsBehindADamagedPlaceAreReadWhereNothingElseCanLookLikeOne() throws Exception {
        damageTheFirst();
        assertEquals(Map.of("two", 2, "three", 3), read(true));
        assertTrue(Files.exists(folder.resolve("1.journal.damaged")));
        assertEquals(Map.of("two", 2, "three", 3), read(true));
    }

    @Test
    void recordsBehindADamagedPlaceAreNotReadWhereSomebodyMayHaveWrittenThem() throws Exception {
        damageTheFirst();
        assertEquals(Map.of(), read(false));
        assertTrue(Files.exists(folder.resolve("1.journal.damaged")));
    }

    private void damageTheFirst() throws IOException {
        byte[] bytes = filled();
        bytes[RecordFormat.HEADER + 5] ^= 1;
        Files.write(folder.resolve("1.journal"), bytes);
    }

    @Test
    void aRecordThatTheOwnerDoesNotUnderstandCostsNoOtherAndTheFileIsKept() throws Exception {
        NameTable table = new NameTable(folder);
        table.put("one", 1);
        RecordBuffer odd = new RecordBuffer(new RecordFormat(NameTable.MAGIC, NameTable.FORMER, 1000, true));
        odd.begin();
        odd.number(1_000_000);
        odd.end();
        odd.begin();
        odd.number(-1);
        odd.end();
        table.journal.append(odd.written());
        table.put("two", 2);
        table.close();
        assertEquals(Map.of("one", 1, "two", 2), read(true));
        assertTrue(Files.exists(folder.resolve("1.journal.damaged")));
    }

    @Test
    void aFileOfTheFormerVersionIsRead() throws Exception {
        Files.createDirectories(folder);
        RecordBuffer former = new RecordBuffer(new RecordFormat(NameTable.FORMER, NameTable.FORMER, 1000, true));
        NameTable.write("old", 7, former);
        NameTable.write("older", 8, former);
        Files.write(folder.resolve("3.journal"), Arrays.copyOf(former.written().array(), former.length()));
        assertEquals(Map.of("old", 7, "older", 8), read(true));
        assertEquals(Map.of("old", 7, "older", 8), read(true));
    }

    @Test
    void filesThatAreNotOursAreLeftAlone() throws Exception {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("notes.txt"), "mine");
        Files.writeString(folder.resolve("7.snapshot.tmp"), "not finished");
        assertEquals(Map.of(), read(true));
        assertEquals("mine", Files.readString(folder.resolve("notes.txt")));
        assertFalse(Files.exists(folder.resolve("7.snapshot.tmp")));
    }

    @Test
    void onlyTheServersUserMayRead() throws Exception {
        filled();
        read(true);
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.toList()) {
                assertTrue(Files.getPosixFilePermissions(file).stream().allMatch(each -> each.name().startsWith("OWNER")), file.toString());
            }
        }
    }

    @Test
    void aSnapshotReplacesWhatWasThereBefore() throws Exception {
        filled();
        assertEquals(Map.of("one", 1, "two", 2, "three", 3), read(true));
        try (NameTable table = new NameTable(folder)) {
            assertEquals(3, table.loaded);
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertTrue(files.noneMatch(file -> file.getFileName().toString().startsWith("1.")));
        }
    }

    @Test
    void theJournalIsReplacedWhenMostOfItIsStaleWhileChangesGoOn() throws Exception {
        NameTable table = new NameTable(folder).keep(new JournalKeeper.Policy(1000, 2));
        try (table) {
            AtomicInteger last = new AtomicInteger();
            await().atMost(1, TimeUnit.MINUTES).until(() -> {
                for (int i = 0; i < 1000; i++) {
                    table.put("name" + i % 10, last.incrementAndGet());
                }
                return table.journal.snapshotSize() > 0;
            });
        }
        assertEquals(table.rows, read(true));
    }

    @Test
    void afterAnErrorNothingIsAppendedUntilASnapshotIsThere() throws Exception {
        try (NameTable table = new NameTable(folder)) {
            table.put("one", 1);
            // a channel written by an interrupted thread is closed: a write error as real as a full disk
            Thread.currentThread().interrupt();
            assertThrows(IOException.class, () -> table.put("two", 2));
            assertTrue(Thread.interrupted());
            assertThrows(IOException.class, () -> table.put("three", 3));
            table.keep(NameTable.SELDOM);
            await().atMost(1, TimeUnit.MINUTES).until(() -> table.journal.failure() == null);
            table.put("four", 4);
            NameTable after = new NameTable(folder);
            assertEquals(Map.of("one", 1, "four", 4), after.rows);
            after.close();
        }
    }

    @Test
    void aTableThatGivesNoRowsIsAskedAgainAndNothingIsLostMeanwhile() throws Exception {
        filled();
        AtomicInteger asked = new AtomicInteger();
        NameTable table = new NameTable(folder);
        Journalled reluctant = turn -> asked.incrementAndGet() == 1 ? CompletableFuture.failedStage(new IllegalStateException("not now")) : table.snapshot(turn);
        JournalKeeper keeper = new JournalKeeper("names", table.journal, reluctant, NameTable.SELDOM);
        table.put("four", 4);
        await().atMost(60, TimeUnit.SECONDS).until(() -> !table.journal.isStale());
        assertEquals(2, asked.get());
        table.put("five", 5);
        keeper.stop();
        table.close();
        assertEquals(Map.of("one", 1, "two", 2, "three", 3, "four", 4, "five", 5), read(true));
    }

    @Test
    void aTableMayTurnLaterOnAThreadOfItsOwn() throws Exception {
        filled();
        NameTable table = new NameTable(folder);
        CompletableFuture<Runnable> given = new CompletableFuture<>();
        CompletableFuture<Rows> answer = new CompletableFuture<>();
        JournalKeeper keeper = new JournalKeeper("names", table.journal, turn -> {
            given.complete(turn);
            return answer;
        }, NameTable.SELDOM);
        Runnable turn = given.get();
        table.put("four", 4);
        CompletionStage<Rows> rows = table.snapshot(turn);
        table.put("five", 5);
        rows.thenAccept(answer::complete);
        await().atMost(60, TimeUnit.SECONDS).until(() -> !table.journal.isStale());
        keeper.stop();
        table.close();
        assertEquals(Map.of("one", 1, "two", 2, "three", 3, "four", 4, "five", 5), read(true));
    }

    @Test
    void onceItIsClosedEverythingIsRefused() throws Exception {
        NameTable table = new NameTable(folder);
        table.put("one", 1);
        table.close();
        assertThrows(IOException.class, () -> table.put("two", 2));
        assertEquals(Map.of("one", 1), read(true));
    }

    /** Returns a first generation's journal with three records. */
    private byte[] filled() throws IOException {
        try (NameTable table = new NameTable(folder)) {
            for (String name : List.of("one", "two", "three")) {
                table.put(name, table.rows.size() + 1);
            }
        }
        return Files.readAllBytes(folder.resolve("1.journal"));
    }

    /** Reads everything and waits until there is a snapshot of it. */
    private Map<String, Integer> read(boolean unmistakable) throws IOException {
        try (NameTable table = new NameTable(folder, unmistakable).keep(NameTable.SELDOM)) {
            await().atMost(60, TimeUnit.SECONDS).until(() -> !table.journal.isStale());
            return Map.copyOf(table.rows);
        }
    }
}
