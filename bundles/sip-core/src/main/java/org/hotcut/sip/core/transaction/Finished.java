package org.hotcut.sip.core.transaction;

import java.net.InetAddress;

/**
 * Requests over UDP, but no INVITEs, that have been answered: until Timer J their repetitions get the same answer (RFC 3261 section 17.2.2, Completed in figure 8). At 5 000 requests a second
 * there are 160 000, which as objects the collector would copy; here they are rows of numbers. All wait equally long, so they leave in the order in which they came: the rows are a ring,
 * the requests in it are numbered, and each knows the one before it in its bucket.
 */
final class Finished extends Timer {
    static final int FEWEST = 1_024;
    /** When so small a part of the room is taken, most of the memory is given back; there is room for twice as many then, at least. */
    private static final int FRACTION = 8;
    /** What a row may keep uncounted: its number is limited anyway. */
    private static final int FREE_BYTES = 1_024;
    private static final byte[] NOTHING = { };
    // the fields of a row
    private static final int HASH = 0;
    private static final int SOURCE = 1;
    private static final int END = 2;
    private static final int PLACE = 3;
    private static final int SIZE_AND_OLDER = 4;
    private static final int FIELDS = 5;

    private final TimerWheel wheel;
    private final Spool spool = new Spool();
    private long[] rows = new long[FEWEST * FIELDS];
    private int[] newest = new int[FEWEST];
    private int first;
    private int next;
    private long bytes;

    Finished(TimerWheel wheel) {
        this(wheel, 0);
    }

    /** Begins to count at a number. */
    Finished(TimerWheel wheel, int first) {
        this.wheel = wheel;
        this.first = first;
        next = first;
    }

    int size() {
        return next - first;
    }

    /** Returns how many there is memory for, without asking for more. */
    int room() {
        return newest.length;
    }

    /** Returns the bytes of answers above what a row may have uncounted. */
    long bytes() {
        return bytes;
    }

    /** Keeps an answer until Timer J; null when the request is to be absorbed in silence. */
    void add(ServerKey key, InetAddress source, byte[] answer) {
        if (size() == newest.length) {
            resize(newest.length * 2);
        }
        byte[] kept = answer == null ? NOTHING : answer;
        int row = row(next);
        rows[row + HASH] = key.hash();
        rows[row + SOURCE] = KeyedHash.of(source);
        rows[row + END] = wheel.now() + Times.GIVE_UP;
        rows[row + PLACE] = spool.append(kept);
        rows[row + SIZE_AND_OLDER] = (long) kept.length << 32;
        bytes += counted(kept.length);
        chain(next++);
        if (!isSet()) {
            wheel.set(this, Times.GIVE_UP);
        }
    }

    /**
     * Returns what a repetition is answered: null when the request is not known, nothing when it is to be absorbed, be it that it was not answered or that it comes from another
     * address, which proves nothing, whatever branch its sender knows.
     */
    byte[] answer(ServerKey key, InetAddress source) {
        int number = newest[bucket(key.hash())];
        while (isHere(number)) {
            int row = row(number);
            if (rows[row + HASH] == key.hash()) {
                return rows[row + SOURCE] == KeyedHash.of(source) ? spool.read(rows[row + PLACE], size(row)) : NOTHING;
            }
            int older = (int) rows[row + SIZE_AND_OLDER];
            if (number - older <= 0) {
                return null;
            }
            number = older;
        }
        return null;
    }

    @Override
    protected void fire() {
        long now = wheel.now();
        while (first != next && rows[row(first) + END] <= now) {
            bytes -= counted(size(row(first)));
            first++;
        }
        if (newest.length > FEWEST && size() <= newest.length / FRACTION) {
            resize(Math.max(FEWEST, 4 * Integer.highestOneBit(size())));
        }
        if (first == next) {
            spool.drop(spool.end());
            return;
        }
        spool.drop(rows[row(first) + PLACE]);
        wheel.set(this, rows[row(first) + END] - now);
    }

    private void resize(int room) {
        long[] before = rows;
        int at = row(first);
        int count = size();
        int behind = Math.min(count * FIELDS, before.length - at);
        rows = new long[room * FIELDS];
        System.arraycopy(before, at, rows, 0, behind);
        System.arraycopy(before, 0, rows, behind, count * FIELDS - behind);
        newest = new int[room];
        first = 0;
        next = 0;
        while (next < count) {
            chain(next++);
        }
    }

    private void chain(int number) {
        int row = row(number);
        int bucket = bucket(rows[row + HASH]);
        rows[row + SIZE_AND_OLDER] = rows[row + SIZE_AND_OLDER] & 0xffffffff00000000L | newest[bucket] & 0xffffffffL;
        newest[bucket] = number;
    }

    // what a bucket or a row says of an older one may be long gone, or nothing at all
    private boolean isHere(int number) {
        return number - first >= 0 && next - number > 0;
    }

    private int bucket(long hash) {
        return (int) hash & newest.length - 1;
    }

    private int row(int number) {
        return (number & newest.length - 1) * FIELDS;
    }

    private int size(int row) {
        return (int) (rows[row + SIZE_AND_OLDER] >>> 32);
    }

    private static int counted(int size) {
        return Math.max(0, size - FREE_BYTES);
    }
}
