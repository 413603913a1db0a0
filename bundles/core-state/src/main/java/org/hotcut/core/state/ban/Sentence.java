package org.hotcut.core.state.ban;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What one source suffers, and what it suffered lately. Times are milliseconds since 1970.
 *
 * @param since       when the present ban, or without one the slowing, began
 * @param bannedUntil nothing is taken before
 * @param slowedUntil little is taken before
 * @param times       how often it was banned
 * @param byHand      an admin wanted it so: nothing is spared
 * @param reason      one line for the admin
 * @param admitted    the present second, and how many datagrams of it were taken in that
 */
record Sentence(long since, long bannedUntil, long slowedUntil, int times, boolean byHand, String reason, AtomicLong admitted) {
    private static final long DAY_MILLIS = 86_400_000;
    private static final int COUNT_BITS = 20;
    private static final int MOST_TIMES = 1_000;

    static Sentence banned(long now, long until, int times, boolean byHand, String reason) {
        return new Sentence(now, until, 0, Math.min(MOST_TIMES, times), byHand, reason, new AtomicLong());
    }

    /** Returns the sentence after it was slowed; {@code before} may be null. */
    static Sentence slowed(Sentence before, long now, long until, String reason) {
        if (before == null) {
            return new Sentence(now, 0, until, 0, false, reason, new AtomicLong());
        }
        long since = before.isInForce(now) ? before.since : now;
        return new Sentence(since, before.bannedUntil, until, before.times, before.byHand, reason, before.admitted);
    }

    boolean isBanned(long now) {
        return now < bannedUntil;
    }

    boolean isInForce(long now) {
        return now < bannedUntil || now < slowedUntil;
    }

    long until() {
        return Math.max(bannedUntil, slowedUntil);
    }

    /** Returns whether it may be forgotten: a ban is remembered for a day, so that the next one is longer. */
    boolean isOver(long now) {
        return !isInForce(now) && (times == 0 || now >= bannedUntil + DAY_MILLIS);
    }

    /** Returns how many bans in a row a new one would follow. */
    int timesInRow(long now) {
        return isOver(now) ? 0 : times;
    }

    /** Takes one of the datagrams of the present second. Returns false when there is none left. */
    boolean takeOne(long now, int rate) {
        long second = now / 1_000;
        long next = admitted.updateAndGet(was -> was >> COUNT_BITS == second ? was + (isFull(was) ? 0 : 1) : second << COUNT_BITS | 1);
        return (next & (1 << COUNT_BITS) - 1) <= rate;
    }

    private static boolean isFull(long counted) {
        return (counted & (1 << COUNT_BITS) - 1) == (1 << COUNT_BITS) - 1;
    }
}
