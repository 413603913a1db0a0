package org.hotcut.turn.relay.store;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.hotcut.core.api.net.Protocol;
import org.hotcut.journal.JournalKeeper;
import org.hotcut.journal.RecordBuffer;
import org.hotcut.testkit.ManualClock;
import org.hotcut.turn.api.Client;
import org.hotcut.turn.api.Owner;
import org.hotcut.turn.api.Proof;
import org.hotcut.turn.api.Reach;
import org.hotcut.turn.relay.SetClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AllocationStoreTest {
    private static final JournalKeeper.Policy SELDOM = new JournalKeeper.Policy(1 << 30, 3);
    private static final JournalKeeper.Policy OFTEN = new JournalKeeper.Policy(1, 1);
    private static final RelayClock.Reading NOW = new RelayClock.Reading(0, 0);
    private static final byte[] MAGIC = ByteBuffer.allocate(4).putInt(Records.FORMAT.magic()).array();

    @TempDir
    Path data;
    private final ManualClock clock = new ManualClock();
    private final SetClock wall = new SetClock(clock);
    private AllocationStore store;

    @AfterEach
    void close() {
        if (store != null) {
            store.close();
        }
    }

    @Test
    void whatWasKeptIsThereAgain() throws IOException {
        open();
        AllocationRow full = row(store.newId(), "alice");
        AllocationRow bare = new AllocationRow(store.newId(), client("2001:db8::1%3", 5000), proof("b\u00f6b"), List.of(), 1, new byte[12], at(0), at(600), 0, List.of(), List.of());
        store.put(full);
        store.put(bare);
        reopen();
        assertRows(full, bare);
    }

    @Test
    void eachChangeIsThereAgain() throws IOException {
        open();
        AllocationRow row = row(store.newId(), "alice");
        AllocationRow other = row(store.newId(), "bob");
        PermissionRow permission = new PermissionRow(address("203.0.113.50"), at(300), Reach.none("rule"));
        PermissionRow second = new PermissionRow(address("203.0.113.51"), at(301), new Reach(Reach.Kind.PORTS, List.of(new Reach.PortRange(1, 2)), "some"));
        ChannelRow channel = new ChannelRow(0x4abc, socket("203.0.113.51", 99), at(600));
        Client moved = client("198.51.100.1", 7000);
        store.put(row);
        store.put(other);
        store.refresh(row.id(), at(1200), 3);
        store.permit(row.id(), List.of(permission));
        store.bind(row.id(), channel, second);
        store.move(row.id(), moved, 1);
        store.end(other.id());
        reopen();
        assertRows(new AllocationRow(row.id(), moved, row.proof(), row.relayed().stream().map(RelayedRow::untilTheEnd).toList(), 1, row.transaction(), row.since(), at(1200), 3,
            Stream.concat(row.permissions().stream(), Stream.of(permission, second)).toList(), Stream.concat(row.channels().stream(), Stream.of(channel)).toList()));
    }

    @Test
    void aPermissionOrChannelGivenAnewReplacesTheFormer() throws IOException {
        open();
        AllocationRow row = row(store.newId(), "alice");
        store.put(row);
        PermissionRow later = new PermissionRow(row.permissions().get(0).peer(), at(900), Reach.all("other"));
        ChannelRow laterChannel = new ChannelRow(row.channels().get(0).number(), row.channels().get(0).peer(), at(900));
        store.bind(row.id(), laterChannel, later);
        reopen();
        assertEquals(List.of(laterChannel), store.rows().get(0).channels());
        assertEquals(Set.of(later, row.permissions().get(1)), Set.copyOf(store.rows().get(0).permissions()));
    }

    @Test
    void whatIsOverIsNotGiven() throws IOException {
        open();
        AllocationRow row = row(store.newId(), "alice");
        store.put(row);
        clock.advance(Duration.ofSeconds(299));
        assertEquals(2, store.rows().get(0).permissions().size());
        clock.advance(Duration.ofSeconds(1));
        reopen();
        assertEquals(List.of(), store.rows().get(0).permissions());
        assertEquals(1, store.rows().get(0).channels().size());
        clock.advance(Duration.ofSeconds(300));
        assertRows();
        reopen();
        assertRows();
    }

    @Test
    void aChangeOfWhatWasNotKeptIsNone() throws IOException {
        open();
        store.refresh(77, at(600), 0);
        store.permit(77, row(77, "alice").permissions());
        store.end(77);
        store.put(row(78, "alice"));
        store.end(78);
        store.refresh(78, at(600), 0);
        reopen();
        assertRows();
    }

    @Test
    void aSnapshotHasAllThereIsAndWhatFollowsIsAdded() throws IOException {
        open();
        AllocationRow one = row(store.newId(), "alice");
        AllocationRow two = row(store.newId(), "bob");
        store.put(one);
        store.put(two);
        store.drain(true);
        store.policy(OFTEN);
        await().atMost(1, TimeUnit.MINUTES).until(() -> store.snapshotBytes() > 0 && files().anyMatch(file -> file.toString().endsWith(".snapshot")));
        store.policy(SELDOM);
        store.refresh(two.id(), at(2000), 0);
        store.end(one.id());
        reopen();
        assertEquals(1, store.rows().size());
        assertEquals(at(2000), store.rows().get(0).expires());
        assertTrue(store.isDraining());
    }

    @Test
    void aClockThatWasSetTakesNothingOutOfASnapshot() throws IOException {
        open();
        AllocationRow row = row(store.newId(), "alice");
        store.put(row);
        wall.jump(Duration.ofDays(1));
        store.policy(OFTEN);
        await().atMost(1, TimeUnit.MINUTES).until(() -> store.snapshotBytes() > 0 && files().anyMatch(file -> file.toString().endsWith(".snapshot")));
        store.refresh(row.id(), at(900), 1);
        reopen();
        assertEquals(at(900), store.rows().get(0).expires());
        clock.advance(Duration.ofSeconds(900));
        assertRows();
    }

    @Test
    void aClockThatWasSetWithoutAnyChangeIsKeptByTheTick() throws IOException {
        open();
        store.put(row(store.newId(), "alice"));
        long before = store.journalBytes();
        store.tick();
        assertEquals(before, store.journalBytes());
        wall.jump(Duration.ofDays(1));
        store.tick();
        store.tick();
        reopen();
        assertEquals(1, store.rows().size());
        assertEquals(at(0), store.clock().millis());
        assertEquals(at(0) + Duration.ofDays(1).toMillis(), store.clock().wall());
    }

    @Test
    void aRecordThatWasCutOffCostsThatRecordOnly() throws IOException {
        open();
        AllocationRow one = row(store.newId(), "alice");
        store.put(one);
        store.put(row(store.newId(), "bob"));
        store.close();
        Path journal = files().filter(file -> file.toString().endsWith(".journal")).reduce((a, b) -> b).orElseThrow();
        try (FileChannel file = FileChannel.open(journal, StandardOpenOption.WRITE)) {
            file.truncate(file.size() - 7);
        }
        open();
        assertRows(one);
    }

    @Test
    void noNumberIsEverGivenTwice() throws IOException {
        Set<Long> ids = new HashSet<>();
        open();
        for (int i = 0; i < 2500; i++) {
            assertTrue(ids.add(store.newId()));
        }
        reopen();
        for (int i = 0; i < 10; i++) {
            assertTrue(ids.add(store.newId()));
        }
        AllocationRow row = row(store.newId(), "alice");
        store.put(row);
        store.end(row.id());
        reopen();
        assertTrue(ids.add(store.newId()) && store.newId() > row.id());
    }

    @Test
    void whetherItDrainsIsKept() throws IOException {
        open();
        assertFalse(store.isDraining());
        store.drain(true);
        reopen();
        assertTrue(store.isDraining());
        store.drain(false);
        reopen();
        assertFalse(store.isDraining());
    }

    @Test
    void whatAClientChoosesCannotBeTakenForARecord() {
        String text = new String(MAGIC, StandardCharsets.ISO_8859_1);
        byte[] twelve = ByteBuffer.allocate(12).put(MAGIC).put(MAGIC).put(MAGIC).array();
        byte[] sixteen = ByteBuffer.allocate(16).put(twelve).put(MAGIC).array();
        InetSocketAddress evil = new InetSocketAddress(address(sixteen), 0xff48);
        Proof proof = new Proof(new Owner(text, text, false, ByteBuffer.allocate(8).put(MAGIC).put(MAGIC).getLong(0)), text, 1, twelve, true);
        AllocationRow row = new AllocationRow(1, new Client(Protocol.UDP, evil, evil, 0), proof, List.of(new RelayedRow(evil, evil, true, 0)), 0, twelve, at(0), at(600), 0,
            List.of(new PermissionRow(evil.getAddress(), at(300), Reach.all(text))), List.of(new ChannelRow(0x4fff, evil, at(600))));
        byte[] record = record(row);
        int found = 0;
        for (int i = 0; i + MAGIC.length <= record.length; i++) {
            found += ByteBuffer.wrap(record).getInt(i) == Records.FORMAT.magic() ? 1 : 0;
        }
        assertEquals(1, found);
    }

    @Test
    void fieldsThatALaterHotcutAddsArePassedOver() {
        RecordBuffer out = new RecordBuffer(Records.FORMAT);
        RowTable table = new RowTable();
        table.put(row(5, "alice"));
        out.begin();
        out.octet(Records.BIND);
        out.octet(Records.SCHEMA);
        out.longNumber(5);
        int part = out.beginPart();
        out.number(0x4001);
        out.text("c0000201");
        out.number(0);
        out.number(4000);
        out.longNumber(at(600));
        out.text("of a later one");
        out.endPart(part);
        part = out.beginPart();
        out.text("c0000201");
        out.number(0);
        out.longNumber(at(300));
        out.text("ALL");
        out.number(0);
        out.text("rule");
        out.number(1);
        out.endPart(part);
        out.end();
        table.record(content(out));
        assertNull(table.last(), "an earlier one did not say what the clocks said");
        assertTrue(table.rows().get(0).channels().contains(new ChannelRow(0x4001, socket("192.0.2.1", 4000), at(600))));
    }

    @Test
    void whatCannotBeWrittenHarmsNobody() throws IOException {
        open();
        store.put(row(store.newId(), "alice"));
        store.close();
        store.put(row(store.newId(), "bob"));
        assertNotNull(store.failure());
        assertEquals(2, store.rows().size());
    }

    private void open() throws IOException {
        store = new AllocationStore(data, wall, clock::nanos, SELDOM);
    }

    private void reopen() throws IOException {
        store.close();
        open();
    }

    private Stream<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(data.resolve("allocations"))) {
            return files.sorted().toList().stream();
        }
    }

    private void assertRows(AllocationRow... expected) {
        List<AllocationRow> found = store.rows();
        assertEquals(expected.length, found.size());
        for (int i = 0; i < expected.length; i++) {
            assertArrayEquals(record(expected[i]), record(found.get(i)), found.get(i).toString());
        }
    }

    private static byte[] record(AllocationRow row) {
        RecordBuffer out = new RecordBuffer(Records.FORMAT);
        Records.put(row, NOW, out);
        byte[] bytes = new byte[out.length()];
        out.written().get(bytes);
        return bytes;
    }

    private static ByteBuffer content(RecordBuffer out) {
        return out.written().slice(12, out.length() - 12);
    }

    private AllocationRow row(long id, String name) {
        List<RelayedRow> relayed = List.of(new RelayedRow(socket("10.0.0.5", 50_000), socket("203.0.113.7", 50_000), true, at(600)),
            new RelayedRow(socket("fd00::5", 50_002), socket("2001:db8::7", 50_002), false, 0));
        List<PermissionRow> permissions = List.of(new PermissionRow(address("203.0.113.9"), at(300), Reach.all("all")),
            new PermissionRow(address("2001:db8::9"), at(300), new Reach(Reach.Kind.RELAYS, List.of(), "relays")));
        return new AllocationRow(id, client("192.0.2.1", (int) (40_000 + id)), proof(name), relayed, 0, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, -1}, at(0), at(600), 1,
            permissions, List.of(new ChannelRow(0x4000, socket("203.0.113.9", 4000), at(600))));
    }

    private static Client client(String address, int port) {
        return new Client(Protocol.UDP, socket("192.0.2.200", 3478), socket(address, port), 0);
    }

    private static Proof proof(String name) {
        return new Proof(new Owner(name, name + "@example.org", true, -5), "example.org", 2, new byte[] {0, -1, 127}, true);
    }

    private long at(int seconds) {
        return 1_700_000_000_000L + seconds * 1000L;
    }

    private static InetSocketAddress socket(String address, int port) {
        return new InetSocketAddress(address(address), port);
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static InetAddress address(byte[] octets) {
        try {
            return InetAddress.getByAddress(octets);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
