package org.hotcut.turn.relay.store;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import org.hotcut.journal.Journal;
import org.hotcut.journal.JournalKeeper;
import org.hotcut.journal.Journalled;
import org.hotcut.journal.RecordBuffer;
import org.hotcut.journal.Rows;
import org.hotcut.turn.api.Client;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The allocations that outlive the process, and what else must. Safe for any thread; blocks for the kernel only. A change of an allocation that was not {@link #put}, or has
 * ended, is none. What cannot be written is logged once, kept in memory and written when it can be.
 */
public final class AllocationStore implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AllocationStore.class);
    private static final int IDS_AT_A_TIME = 1000;
    // one that is over may be refreshed before its loop has seen that it is
    private static final long GRACE_MILLIS = TimeUnit.MINUTES.toMillis(2);

    /** A wall clock that is off by more was set, or the machine has slept. */
    private static final long SET_MILLIS = 1_000;

    private final RelayClock clock;
    private final Journal journal;
    private final JournalKeeper keeper;
    private final Object lock = new Object();
    private final RowTable table = new RowTable();
    private final RecordBuffer buffer = new RecordBuffer(Records.FORMAT);
    private long lastId;
    /** What the clocks said with the last record; a snapshot has nothing newer to say. */
    private RelayClock.Reading written;

    /**
     * Reads what was kept.
     *
     * @param data   the state folder; the journal is in {@code allocations} there
     * @param nanos  a clock like that of {@link System#nanoTime}
     * @param policy when it is replaced by a snapshot
     */
    public AllocationStore(Path data, Clock wall, LongSupplier nanos, JournalKeeper.Policy policy) throws IOException {
        journal = new Journal(data.resolve("allocations"), Records.FORMAT, "Allocations", "will not outlive the server");
        journal.load(table);
        clock = new RelayClock(wall, nanos, table.last());
        written = table.last() == null ? clock.read() : table.last();
        table.expire(clock.millis());
        lastId = table.lastId();
        keeper = new JournalKeeper("hotcut-allocation-journal", journal, (Journalled) this::snapshot, policy);
    }

    /** Returns the clock by which all ends that is kept here. */
    public RelayClock clock() {
        return clock;
    }

    /** Takes another policy. */
    public void policy(JournalKeeper.Policy policy) {
        keeper.policy(policy);
    }

    /** Returns all that live, the oldest first, without the permissions and channels that are over. */
    public List<AllocationRow> rows() {
        long now = clock.millis();
        List<AllocationRow> rows;
        synchronized (lock) {
            rows = table.rows();
        }
        return rows.stream().filter(row -> row.expires() > now).map(row -> row.at(now)).sorted(Comparator.comparingLong(AllocationRow::since)).toList();
    }

    /** Returns a number that no allocation has had, and none will have, whether it is kept or not. */
    public long newId() {
        synchronized (lock) {
            if (lastId == table.lastId()) {
                table.state(lastId + IDS_AT_A_TIME, table.isDraining());
                appendState();
            }
            return ++lastId;
        }
    }

    /** Keeps an allocation, anew or as it is now. */
    public void put(AllocationRow row) {
        change(() -> {
            table.put(row);
            return true;
        }, now -> Records.put(row, now, buffer));
    }

    /**
     * It lives until then, with all its addresses.
     *
     * @param expires by {@link #clock}
     * @param tickets as in {@link AllocationRow#tickets}
     */
    public void refresh(long id, long expires, int tickets) {
        change(() -> table.refresh(id, expires, tickets), now -> Records.refresh(id, expires, tickets, now, buffer));
    }

    /** It has these permissions, besides those for other peers. */
    public void permit(long id, List<PermissionRow> permissions) {
        change(() -> table.permit(id, permissions, clock.millis()), now -> Records.permit(id, permissions, now, buffer));
    }

    /** It has this channel, and with it this permission. */
    public void bind(long id, ChannelRow channel, PermissionRow permission) {
        change(() -> table.bind(id, channel, permission, clock.millis()), now -> Records.bind(id, channel, permission, now, buffer));
    }

    /** It is this client's now. */
    public void move(long id, Client client, int loop) {
        change(() -> table.move(id, client, loop), now -> Records.move(id, client, loop, now, buffer));
    }

    /** It has ended. */
    public void end(long id) {
        change(() -> table.end(id), now -> Records.end(id, now, buffer));
    }

    /** Keeps whether there shall be no further allocations. */
    public void drain(boolean on) {
        change(() -> {
            table.state(0, on);
            return true;
        }, now -> Records.state(table.lastId(), on, now, buffer));
    }

    /** Returns what {@link #drain} was last told. */
    public boolean isDraining() {
        synchronized (lock) {
            return table.isDraining();
        }
    }

    /** When the wall clock was set, keeps what it says now, for the next process goes on by it. To be called some times a second. */
    public void tick() {
        synchronized (lock) {
            if (Math.abs(clock.read().ahead() - written.ahead()) > SET_MILLIS) {
                appendState();
            }
        }
    }

    private void change(BooleanSupplier inTable, Consumer<RelayClock.Reading> record) {
        synchronized (lock) {
            RelayClock.Reading now = clock.read();
            if (inTable.getAsBoolean() && isWhole(() -> record.accept(now))) {
                append(now);
            }
        }
    }

    private void appendState() {
        RelayClock.Reading now = clock.read();
        Records.state(table.lastId(), table.isDraining(), now, buffer);
        append(now);
    }

    private static boolean isWhole(Runnable record) {
        try {
            record.run();
            return true;
        } catch (IllegalArgumentException e) {
            LOG.error("An allocation will not outlive the server: {}", e.getMessage());
            return false;
        }
    }

    private void append(RelayClock.Reading now) {
        written = now;
        try {
            journal.append(buffer.written());
        } catch (IOException e) {
            LOG.debug("not written", e); // the journal has said so
        } finally {
            buffer.clear();
        }
    }

    private CompletionStage<Rows> snapshot(Runnable turn) {
        synchronized (lock) {
            table.expire(clock.millis() - GRACE_MILLIS);
            turn.run();
            return CompletableFuture.completedFuture(rows(table.rows().iterator(), table.lastId(), table.isDraining(), written));
        }
    }

    private static Rows rows(Iterator<AllocationRow> rows, long lastId, boolean draining, RelayClock.Reading now) {
        return new Rows() {
            private boolean begun;

            @Override
            public boolean next(RecordBuffer out) {
                if (!begun) {
                    begun = true;
                    Records.state(lastId, draining, now, out);
                    return true;
                }
                if (!rows.hasNext()) {
                    return false;
                }
                AllocationRow row = rows.next();
                isWhole(() -> Records.put(row, now, out));
                return true;
            }
        };
    }

    /** Returns why nothing can be written, or null. */
    public IOException failure() {
        return journal.failure();
    }

    /** Returns the journal's length in bytes, without the snapshot. */
    public long journalBytes() {
        return journal.size();
    }

    /** Returns the length of the last snapshot in bytes. */
    public long snapshotBytes() {
        return journal.snapshotSize();
    }

    /** Forces what was written to disk and takes nothing more. */
    @Override
    public void close() {
        keeper.stop();
        journal.close();
    }
}
