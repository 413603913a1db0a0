package org.hotcut.sip.location;

import static org.awaitility.Awaitility.await;
import static org.hotcut.sip.location.Fixture.ALICE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.journal.RecordBuffer;
import org.hotcut.sip.api.location.Binding;
import org.hotcut.sip.api.location.Location.Change;
import org.hotcut.sip.api.location.Location.Outcome;
import org.hotcut.testkit.Sip;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    private static final String DESK = "sip:alice@192.0.2.1:5060";
    private static final int HEADER = 12;

    @TempDir
    Path data;
    private Fixture f;

    @BeforeEach
    void start() throws Exception {
        f = new Fixture(data);
    }

    @AfterEach
    void stop() throws Exception {
        f.location.close();
        f.loops.close();
    }

    @Test
    void hasEverythingThatWasAnsweredAfterKill() throws Exception {
        f.bind(f.one(DESK).device("<urn:uuid:1>", 1).q(300).behindNat().make());
        Binding binding = f.location.find(ALICE).get(0);
        Flow tls = f.tls();
        f.bind(f.one("sip:ä@[2001:db8::2]:5060").of("bob@example.org").by(tls).make());
        f.bind(f.one(DESK).of("carol@example.org").make());
        f.change(new Change("carol@example.org", "call-1", 2, List.of(), List.of(), true));
        f.flows.lose(tls);
        f.killAndStart();
        assertEquals(List.of(binding), f.location.find(ALICE));
        assertEquals(2, f.location.size());
        Binding bob = f.location.find("bob@example.org").get(0);
        assertEquals("sip:ä@[2001:db8::2]:5060", bob.contact());
        assertEquals(tls.remote(), bob.flow().remote());
        assertFalse(bob.reachable());
        assertTrue(f.location.find(ALICE).get(0).reachable());
    }

    @Test
    void findsOpenLinesAgainWhenOnlyThisBundleWasReplaced() throws Exception {
        Flow tls = f.tls();
        f.bind(f.one(DESK).by(tls).make());
        f.killAndStart();
        assertTrue(f.location.find(ALICE).get(0).reachable());
        assertEquals(1, f.location.byFlow(tls.id()).size());
        // while nobody listens
        f.flows.lose(tls);
        f.loops.tick();
        assertFalse(f.location.find(ALICE).get(0).reachable());
    }

    @Test
    void dropsAtLoadWhatHasExpired() throws Exception {
        f.bind(f.one(DESK).until(f.clock.millis() + 60_000).make());
        f.clock.advance(Duration.ofMinutes(1));
        f.killAndStart();
        assertEquals(0, f.location.size());
    }

    @Test
    void writesWhatALoopHasGatheredBeforeItCloses() throws Exception {
        CompletableFuture<Boolean> held = new CompletableFuture<>();
        f.loops.execute(0, () -> {
            f.location.change(new Change(ALICE, "call-1", 1, List.of(f.one(DESK).make()), List.of(), false));
            held.join();
        });
        CompletableFuture<Void> closing = CompletableFuture.runAsync(() -> {
            try {
                f.location.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        held.complete(true);
        closing.get();
        f.killAndStart();
        assertEquals(List.of(DESK), f.contacts());
    }

    @Test
    void toleratesATornTail() throws Exception {
        f.bind(f.one(DESK).make());
        f.bind(f.one(DESK).of("bob@example.org").make());
        try (RandomAccessFile file = new RandomAccessFile(newest(".journal").toFile(), "rw")) {
            file.setLength(file.length() - 3);
        }
        f.killAndStart();
        assertEquals(List.of(DESK), f.contacts());
        assertEquals(1, f.location.size());
    }

    @Test
    void readsAroundDamageAndKeepsTheDamagedFile() throws Exception {
        for (int i = 0; i < 100; i++) {
            f.bind(f.one(DESK).of("u" + i + "@example.org").make());
        }
        Path journal = newest(".journal");
        try (RandomAccessFile file = new RandomAccessFile(journal.toFile(), "rw")) {
            file.seek(file.length() / 2);
            file.write(new byte[20]);
        }
        f.killAndStart();
        assertTrue(f.location.size() >= 98, f.location.size() + " left");
        await().atMost(1, TimeUnit.MINUTES).until(() -> names().anyMatch(name -> name.endsWith(journal.getFileName() + ".damaged")));
        int left = f.location.size();
        f.killAndStart();
        assertEquals(left, f.location.size());
    }

    @Test
    void readsAroundARecordThatOnlyALaterVersionUnderstands() throws Exception {
        f.bind(f.one(DESK).make());
        f.bind(f.one(DESK).of("bob@example.org").make());
        Path journal = newest(".journal");
        byte[] bytes = Files.readAllBytes(journal);
        int protocol = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("\0\0\0\3UDP") + Integer.BYTES;
        bytes[protocol] = 'X';
        ByteBuffer first = ByteBuffer.wrap(bytes);
        CRC32C crc = new CRC32C();
        crc.update(bytes, HEADER, first.getInt(Integer.BYTES));
        first.putInt(2 * Integer.BYTES, (int) crc.getValue());
        Files.write(journal, bytes);
        f.killAndStart();
        assertEquals(1, f.location.size());
        assertEquals(1, f.location.find("bob@example.org").size());
    }

    @Test
    void whatAUserWritesIntoHisPathIsNoRecordHoweverTheFileIsTorn() throws Exception {
        String planted = planted();
        Binding b = f.one(DESK).of("mallory@example.org").make();
        f.bind(new Binding(b.address(), b.contact(), List.of("<sip:x>;p=\"" + planted + "\""), b.flow(), b.natted(), b.node(), b.instance(), b.regId(), b.q(), b.push(),
            b.features(), b.userAgent(), b.callId(), b.cseq(), b.expiresAt(), b.reachable(), 0));
        f.bind(f.one(DESK).of("bob@example.org").make());
        Path journal = newest(".journal");
        byte[] bytes = Files.readAllBytes(journal);
        assertTrue(new String(bytes, StandardCharsets.ISO_8859_1).contains(planted));
        bytes[2 * Integer.BYTES] ^= 1;
        Files.write(journal, bytes);
        f.killAndStart();
        assertEquals(List.of(), f.contacts());
        assertEquals(List.of("bob@example.org"), f.location.all().stream().map(Binding::address).toList());
    }

    /** Returns a record of the first version that has nothing in it but ASCII, as text may have. */
    private String planted() {
        InetSocketAddress loopback = new InetSocketAddress("127.0.0.1", 100);
        Flow line = new Flow(1, "udp", Protocol.UDP, loopback, loopback);
        for (int i = 0;; i++) {
            Binding bound = f.one("sip:mallory@192.0.2.66;" + "x".repeat(i % 90)).device("<urn:uuid:1>", 1).q(100).request("call-" + i, 1).until(0x7f7f7f7f7f7fL).by(line)
                .make();
            String text = new String(firstVersion(new Row(List.of(bound), 1)), StandardCharsets.ISO_8859_1);
            if (text.chars().allMatch(c -> c < 128)) {
                return text;
            }
        }
    }

    @Test
    void readsTheJournalOfTheFirstVersion() throws Exception {
        Binding bound = f.one(DESK).device("<urn:uuid:1>", 1).make();
        Files.write(f.data.resolve("location/8.journal"), firstVersion(new Row(List.of(bound), 5)));
        f.killAndStart();
        Binding read = f.location.find(ALICE).get(0);
        assertEquals(DESK, read.contact());
        assertEquals("<urn:uuid:1>", read.instance());
        assertNull(read.features());
        f.killAndStart();
        assertEquals(List.of(read), f.location.find(ALICE));
    }

    /** The first version had another magic number and no feature tags. Of one binding. */
    private static byte[] firstVersion(Row row) {
        RecordBuffer records = new RecordBuffer(RecordWriter.FORMAT);
        RecordWriter.write(ALICE, row, records);
        String features = row.bindings().get(0).features();
        int less = Integer.BYTES + (features == null ? 0 : features.length());
        byte[] bytes = Arrays.copyOf(records.written().array(), records.length() - less);
        ByteBuffer record = ByteBuffer.wrap(bytes);
        int binding = HEADER + Long.BYTES + Integer.BYTES + ALICE.length() + Integer.BYTES;
        record.putInt(binding, record.getInt(binding) - less);
        CRC32C crc = new CRC32C();
        crc.update(bytes, HEADER, bytes.length - HEADER);
        record.putInt(RecordWriter.FIRST_MAGIC).putInt(bytes.length - HEADER).putInt((int) crc.getValue());
        return bytes;
    }

    /** Written out octet by octet, as the version before the journal became a jar of its own wrote it. */
    @Test
    void readsWhatAnEarlierHotcutWrote() throws Exception {
        Files.write(f.data.resolve("location/7.snapshot"), record(7, ALICE, DESK, "192.0.2.1"));
        Files.write(f.data.resolve("location/8.journal"), record(8, "bob@example.org", "sip:ä@192.0.2.2", "2001:db8::2"));
        f.killAndStart();
        Binding alice = f.location.find(ALICE).get(0);
        assertEquals(DESK, alice.contact());
        assertEquals(List.of("<sip:edge.example.org;lr>"), alice.path());
        assertTrue(alice.natted());
        assertEquals("0011223344556677", alice.node());
        assertEquals("<urn:uuid:1>", alice.instance());
        assertEquals(List.of(1, 700), List.of(alice.regId(), alice.q()));
        assertNull(alice.push());
        assertEquals(List.of("Phone/1.0", "call-1", "audio"), List.of(alice.userAgent(), alice.callId(), alice.features()));
        assertEquals(List.of(1L << 32, f.clock.millis() + 60_000), List.of(alice.cseq(), alice.expiresAt()));
        assertEquals(new InetSocketAddress("192.0.2.1", 5060), alice.flow().remote());
        Binding bob = f.location.find("bob@example.org").get(0);
        assertEquals("sip:ä@192.0.2.2", bob.contact());
        assertEquals(new InetSocketAddress("2001:db8::2", 5060), bob.flow().remote());
        f.killAndStart();
        assertEquals(List.of(alice), f.location.find(ALICE));
        assertEquals(List.of(bob), f.location.find("bob@example.org"));
    }

    private byte[] record(long version, String address, String contact, String host) throws IOException {
        ByteArrayOutputStream binding = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(binding);
        text(out, contact);
        out.writeInt(1);
        text(out, "<sip:edge.example.org;lr>");
        out.writeLong(42);
        text(out, "udp");
        text(out, "UDP");
        for (String each : List.of(host, host)) {
            InetAddress ip = InetAddress.getByName(each);
            out.writeInt(ip.getAddress().length);
            out.write(ip.getAddress());
            if (ip instanceof Inet6Address) {
                out.writeInt(0);
            }
            out.writeInt(5060);
        }
        out.writeInt(1);
        text(out, "0011223344556677");
        text(out, "<urn:uuid:1>");
        out.writeInt(1);
        out.writeInt(700);
        out.writeInt(-1);
        text(out, "Phone/1.0");
        text(out, "call-1");
        out.writeLong(1L << 32);
        out.writeLong(f.clock.millis() + 60_000);
        text(out, "audio");
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        DataOutputStream row = new DataOutputStream(content);
        row.writeLong(version);
        text(row, address);
        row.writeInt(1);
        row.writeInt(binding.size());
        binding.writeTo(row);
        CRC32C crc = new CRC32C();
        crc.update(content.toByteArray());
        return ByteBuffer.allocate(HEADER + content.size()).putInt(0xff484332).putInt(content.size()).putInt((int) crc.getValue()).put(content.toByteArray()).array();
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(utf8.length);
        out.write(utf8);
    }

    @Test
    void writesWhatAnEarlierHotcutCanRead() throws Exception {
        RecordBuffer written = new RecordBuffer(RecordWriter.FORMAT);
        Flow line = new Flow(42, "udp", Protocol.UDP, new InetSocketAddress("192.0.2.1", 5060), new InetSocketAddress("192.0.2.1", 5060));
        RecordWriter.write(ALICE, new Row(List.of(new Binding(ALICE, DESK, List.of("<sip:edge.example.org;lr>"), line, true, "0011223344556677", "<urn:uuid:1>", 1, 700, null,
            "audio", "Phone/1.0", "call-1", 1L << 32, f.clock.millis() + 60_000, true, 0)), 7), written);
        assertArrayEquals(record(7, ALICE, DESK, "192.0.2.1"), Arrays.copyOf(written.written().array(), written.length()));
    }

    @Test
    void featureTagsAndGruusOutliveARestart() throws Exception {
        f.bind(f.one(DESK).device("<urn:uuid:1>", 1).make());
        assertEquals("audio;+sip.rendering=\"yes\"", f.location.find(ALICE).get(0).features());
        String gruu = new LocationGruus(f.location, f.keys).temporaryGruu(f.location.find(ALICE).get(0));
        f.killAndStart();
        assertEquals("audio;+sip.rendering=\"yes\"", f.location.find(ALICE).get(0).features());
        assertEquals(f.location.find(ALICE), new LocationGruus(f.location, f.keys).resolve(Sip.parser().uri(gruu)).bindings());
    }

    @Test
    void startsWithAFileThatIsNoJournalAtAll() throws Exception {
        byte[] noise = new byte[100_000];
        new Random(1).nextBytes(noise);
        Files.write(f.data.resolve("location/7.journal"), noise);
        Files.write(f.data.resolve("location/notes.txt"), noise);
        f.killAndStart();
        assertEquals(Outcome.DONE, f.bind(f.one(DESK).make()));
        f.killAndStart();
        assertEquals(List.of(DESK), f.contacts());
    }

    @Test
    void holdsTheLaterChangeWhicheverRecordCameFirst() throws Exception {
        RecordBuffer records = new RecordBuffer(RecordWriter.FORMAT);
        RecordWriter.write(ALICE, new Row(List.of(), 2), records);
        RecordWriter.write(ALICE, new Row(List.of(f.one(DESK).make()), 1), records);
        Files.write(f.data.resolve("location/8.journal"), Arrays.copyOf(records.written().array(), records.length()));
        f.killAndStart();
        assertEquals(List.of(), f.contacts());
    }

    @Test
    void replacesTheJournalByASnapshotWhileChangesGoOn() throws Exception {
        f.settings = new Fixture.Settings(10, 1_000_000, 25, 1, 1);
        f.killAndStart();
        Map<String, List<Binding>> expected = new HashMap<>();
        Random random = new Random(2);
        long until = System.nanoTime() + Duration.ofSeconds(3).toNanos();
        for (int i = 1; System.nanoTime() < until; i++) {
            String address = "u" + random.nextInt(500) + "@example.org";
            int loop = i % 2;
            Change change = random.nextInt(4) == 0
                ? new Change(address, "call", i, List.of(), List.of(), true)
                : new Change(address, "call", i, List.of(f.one("sip:u@192.0.2.1:" + (6000 + random.nextInt(3))).of(address).request("call", i).make()), List.of(), false);
            f.loops.on(loop, () -> f.location.change(change)).toCompletableFuture().get();
            expected.put(address, f.location.find(address));
        }
        assertTrue(names().anyMatch(name -> name.endsWith(".snapshot")));
        assertTrue(names().count() <= 5, () -> "old generations are deleted: " + f.data);
        f.killAndStart();
        expected.forEach((address, bindings) -> assertEquals(bindings, f.location.find(address)));
    }

    @Test
    void refusesChangesWhileNothingCanBeWrittenAndRecovers() throws Exception {
        f.bind(f.one(DESK).make());
        // a channel written by an interrupted thread is closed: a write error as real as a full disk
        Thread.currentThread().interrupt();
        CompletableFuture<?> refused = f.location.change(new Change("bob@example.org", "c", 1, List.of(f.one(DESK).of("bob@example.org").make()), List.of(), false))
            .toCompletableFuture();
        assertTrue(Thread.interrupted());
        assertTrue(refused.isCompletedExceptionally());
        await().atMost(1, TimeUnit.MINUTES).until(() -> !f.location.status().containsKey("fault"));
        assertEquals(Outcome.DONE, f.bind(f.one(DESK).of("carol@example.org").make()));
        f.killAndStart();
        assertEquals(List.of(DESK), f.contacts());
        assertEquals(1, f.location.find("carol@example.org").size());
    }

    @Test
    void loadsManyRecordsFast() throws Exception {
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            String address = "user" + i + "@example.org";
            Binding binding = f.one("sip:user" + i + "@192.0.2.1:5060;transport=udp").of(address).by(f.udp(1024 + i % 60_000)).device("<urn:uuid:" + i + ">", 1).make();
            changes.add(new Change(address, "call-" + i, 1, List.of(binding), List.of(), false));
        }
        f.loops.on(0, () -> {
            changes.forEach(f.location::change);
            return null;
        });
        f.loops.on(0, () -> null);
        changes.clear();
        // of this thread's own time: the machine may have other things to do
        long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        f.killAndStart();
        Duration took = Duration.ofNanos(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start);
        assertEquals(100_000, f.location.size());
        assertTrue(took.compareTo(Duration.ofSeconds(20)) < 0, "loaded in " + took);
    }

    private Path newest(String kind) throws Exception {
        try (Stream<Path> files = Files.list(f.data.resolve("location"))) {
            return files.filter(file -> file.toString().endsWith(kind)).max(Comparator.comparing(file -> file.toFile().lastModified())).orElseThrow();
        }
    }

    private Stream<String> names() throws Exception {
        try (Stream<Path> files = Files.list(f.data.resolve("location"))) {
            return files.map(Path::toString).toList().stream();
        }
    }
}
