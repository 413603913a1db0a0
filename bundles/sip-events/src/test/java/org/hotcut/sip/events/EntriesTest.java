package org.hotcut.sip.events;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;

import org.hotcut.journal.Journal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The journal's records octet by octet, as the version before the journal became a jar of its own wrote them. */
class EntriesTest {
    @TempDir
    private Path folder;
    private Fixture at;

    @BeforeEach
    void open() throws Exception {
        at = new Fixture(folder);
        at.events.close();
    }

    @AfterEach
    void close() throws Exception {
        at.close();
    }

    @Test
    void whatAnEarlierHotcutWroteIsReadInItsOrder() throws Exception {
        write("100.journal", record('m', "lost bob@example.org", message("lost")));
        write("101.snapshot", record('m', "one bob@example.org", message("one")), record('m', "two bob@example.org", message("two")));
        write("101.journal", record('m', "three bob@example.org", message("three")), record('m', "one bob@example.org", null));
        at.start();
        assertEquals(List.of("two", "three"), at.waiting());
        at.killAndStart();
        assertEquals(List.of("two", "three"), at.waiting());
    }

    @Test
    void anEarlierHotcutCanReadWhatIsWritten() throws Exception {
        Journal journal = new Journal(folder.resolve("other"), Entries.FORMAT, "Rows");
        journal.load(record -> { });
        Entries entries = new Entries(journal);
        entries.append(new Entry(Entry.MESSAGE, "ä", new byte[] {1, 2}));
        entries.append(new Entry(Entry.PUBLICATION, "two", null));
        entries.append(new Entry(Entry.SUBSCRIPTION, "three", new byte[0]));
        journal.close();
        byte[] written = Files.readAllBytes(folder.resolve("other/1.journal"));
        assertArrayEquals(all(record('m', "ä", new byte[] {1, 2}), record('p', "two", null), record('s', "three", new byte[0])), written);
        List<Entry> read = new ArrayList<>();
        new Journal(folder.resolve("other"), Entries.FORMAT, "Rows").load(record -> read.add(Entries.read(record)));
        assertEquals(List.of("ä", "two", "three"), read.stream().map(Entry::key).toList());
        assertArrayEquals(new byte[] {1, 2}, read.get(0).row());
        assertNull(read.get(1).row());
        assertArrayEquals(new byte[0], read.get(2).row());
    }

    @Test
    void whatSomebodyWroteIntoHisMessageIsNoRecordHoweverTheFileIsDamaged() throws Exception {
        byte[] planted = record('m', "planted bob@example.org", message("planted"));
        byte[] damaged = record('m', "two bob@example.org", fields("two", planted));
        damaged[8] ^= 1;
        write("101.journal", record('m', "one bob@example.org", message("one")), damaged);
        at.start();
        assertEquals(List.of("one"), at.waiting());
        await().atMost(60, TimeUnit.SECONDS).until(() -> Files.exists(at.data.resolve("events/101.journal.damaged")));
    }

    @Test
    void aRowOfAKindThatOnlyALaterHotcutKnowsCostsNoOtherAndIsKept() throws Exception {
        write("101.journal", record('m', "one bob@example.org", message("one")), record('z', "what", new byte[3]), record('m', "two bob@example.org", message("two")));
        at.start();
        assertEquals(List.of("one", "two"), at.waiting());
        await().atMost(60, TimeUnit.SECONDS).until(() -> Files.exists(at.data.resolve("events/101.journal.damaged")));
    }

    private void write(String file, byte[]... records) throws IOException {
        Files.write(at.data.resolve("events").resolve(file), all(records));
    }

    private static byte[] all(byte[]... records) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] record : records) {
            all.write(record);
        }
        return all.toByteArray();
    }

    private static byte[] record(char kind, String key, byte[] row) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(content);
        out.writeByte(kind);
        field(out, key.getBytes(StandardCharsets.UTF_8));
        field(out, row);
        CRC32C crc = new CRC32C();
        crc.update(content.toByteArray());
        return all("HCE1".getBytes(StandardCharsets.US_ASCII), ByteBuffer.allocate(8).putInt(content.size()).putInt((int) crc.getValue()).array(), content.toByteArray());
    }

    private byte[] message(String body) throws IOException {
        return fields(body, body.getBytes(StandardCharsets.UTF_8));
    }

    private byte[] fields(String id, byte[] body) throws IOException {
        ByteArrayOutputStream row = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(row);
        for (String text : List.of(id, Fixture.BOB, Fixture.ALICE, "<sip:alice@example.org>;tag=1", "<sip:bob@example.org>", "call-" + id)) {
            field(out, text.getBytes(StandardCharsets.UTF_8));
        }
        number(out, 7);
        field(out, new byte[0]);
        field(out, body);
        number(out, at.clock.millis());
        number(out, at.clock.millis() + 60_000);
        return row.toByteArray();
    }

    private static void number(DataOutputStream out, long number) throws IOException {
        field(out, ByteBuffer.allocate(Long.BYTES).putLong(number).array());
    }

    private static void field(DataOutputStream out, byte[] octets) throws IOException {
        out.writeInt(octets == null ? -1 : octets.length);
        if (octets != null) {
            out.write(octets);
        }
    }
}
