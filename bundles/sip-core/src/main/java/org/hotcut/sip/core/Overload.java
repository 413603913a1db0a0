package org.hotcut.sip.core;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.function.IntSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this server has more to do than it can. Then new work is answered 503 while what was begun is finished: requests inside a dialog, ACK, CANCEL, responses,
 * retransmissions. It begins when one figure reaches its limit and ends when all are well below, but not within a second. Loops tell their figures every
 * tick; the first of them judges. Elsewhere one field is read. How late loops of media are does not count: that is media's doing, and the streams by which SIP comes there wait.
 */
final class Overload {
    /**
     * Where it begins.
     *
     * @param lagMillis   how late a loop is, averaged over eight ticks; 0: that does not count
     * @param fillPercent of what {@link Settings} allow in transactions or bytes
     * @param heapPercent of the heap that a collection could not free
     */
    record Limits(int lagMillis, int fillPercent, int heapPercent) {
        static final Limits DEFAULT = new Limits(300, 90, 90);
    }

    private static final Logger LOG = LoggerFactory.getLogger(Overload.class);
    private static final long LEAST_MILLIS = 1_000;
    private static final long HEAP_MILLIS = 1_000;
    /** Percentage points below its limit at which a figure counts as well below. */
    private static final int RELIEF = 10;

    /** Eden and survivor spaces are meant to be full. */
    private static final List<MemoryPoolMXBean> POOLS = ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP && (pool.getName().contains("Old") || pool.getName().contains("Tenured"))).toList();

    private final Load[] loads;
    private final int signalling;
    private final IntSupplier heap;
    private long heapLooked;
    private int heapPercent;
    private long since;
    private volatile String reason;
    private volatile long times;

    /** The figures of one loop, written by it alone. */
    private static final class Load {
        volatile int lag;
        volatile int transactions;
        volatile long pending;
        volatile long kept;
    }

    /**
     * Begins without load.
     *
     * @param signalling how many of the loops, the first, are of signalling
     * @param heap returns how many percent of the heap are left full by a collection, see {@link #heapAfterCollection}
     */
    Overload(int loops, int signalling, IntSupplier heap) {
        this.signalling = signalling;
        this.heap = heap;
        loads = new Load[loops];
        for (int i = 0; i < loops; i++) {
            loads[i] = new Load();
        }
    }

    /** Returns whether new work is refused. */
    boolean isOn() {
        return reason != null;
    }

    /** Takes the figures of a loop, on that loop. */
    void tell(int loop, int lagMillis, int transactions, long pending, long kept) {
        Load load = loads[loop];
        load.lag = lagMillis;
        load.transactions = transactions;
        load.pending = pending;
        load.kept = kept;
    }

    int transactionsElsewhere(int loop) {
        int sum = -loads[loop].transactions;
        for (Load load : loads) {
            sum += load.transactions;
        }
        return sum;
    }

    long pendingElsewhere(int loop) {
        long sum = -loads[loop].pending;
        for (Load load : loads) {
            sum += load.pending;
        }
        return sum;
    }

    long keptElsewhere(int loop) {
        long sum = -loads[loop].kept;
        for (Load load : loads) {
            sum += load.kept;
        }
        return sum;
    }

    /** Judges. To be called by one loop every tick with its time. */
    void judge(Settings settings, long now) {
        if (now - heapLooked >= HEAP_MILLIS) {
            heapLooked = now;
            heapPercent = heap.getAsInt();
        }
        Limits limits = settings.overload();
        String worst = worst(limits, settings);
        if (reason == null && worst != null) {
            since = now;
            times++;
            reason = worst;
            LOG.warn("This server has too much to do ({}): new requests are answered 503 until it has less", worst);
        } else if (reason != null && now - since >= LEAST_MILLIS && worst(relieved(limits), settings) == null) {
            LOG.warn("This server takes new requests again after {} s; it had too much to do ({})", (now - since + 500) / 1_000, reason);
            reason = null;
        }
    }

    private static Limits relieved(Limits limits) {
        return new Limits(limits.lagMillis / 2, limits.fillPercent - RELIEF, limits.heapPercent - RELIEF);
    }

    private String worst(Limits limits, Settings settings) {
        int lag = lag();
        if (limits.lagMillis > 0 && lag >= limits.lagMillis) {
            return "its loops are " + lag + " ms late";
        }
        if (fill(settings) >= limits.fillPercent) {
            return "its tables are " + fill(settings) + " % full";
        }
        return heapPercent >= limits.heapPercent ? "its heap is " + heapPercent + " % full" : null;
    }

    private int lag() {
        int most = 0;
        for (int loop = 0; loop < signalling; loop++) {
            most = Math.max(most, loads[loop].lag);
        }
        return most;
    }

    private int fill(Settings settings) {
        long transactions = 0;
        long pending = 0;
        long kept = 0;
        for (Load load : loads) {
            transactions += load.transactions;
            pending += load.pending;
            kept += load.kept;
        }
        return (int) Math.max(transactions * 100 / settings.transactions(), Math.max(pending, kept) * 100 / settings.pendingBytes());
    }

    /** Returns what the admin should know, in words. */
    String text() {
        String now = reason;
        String past = times == 0 ? "" : ", " + times + " times since the start";
        return now == null ? "no" + past : "yes: " + now + past;
    }

    /**
     * Returns how many percent of the oldest generation the last collection there left full; less when less is used by now, for nobody may have collected since.
     * 0 while none has run.
     */
    static int heapAfterCollection() {
        int most = 0;
        for (MemoryPoolMXBean pool : POOLS) {
            MemoryUsage after = pool.getCollectionUsage();
            long used = after == null ? 0 : Math.min(after.getUsed(), pool.getUsage().getUsed());
            if (after != null && after.getMax() > 0) {
                most = Math.max(most, (int) (used * 100 / after.getMax()));
            }
        }
        return most;
    }
}
