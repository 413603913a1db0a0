package org.hotcut.sip.core.push;

/** So many a second, as many at once at most. */
final class Rate {
    private static final long SECOND = 1_000;

    private long credit = Long.MIN_VALUE;
    private long last;

    /** Returns whether one more may be. The credit is in thousandths. */
    synchronized boolean take(int perSecond, long now) {
        long most = perSecond * SECOND;
        credit = credit == Long.MIN_VALUE ? most : Math.min(most, credit + (now - last) * perSecond);
        last = now;
        if (credit < SECOND) {
            return false;
        }
        credit -= SECOND;
        return true;
    }
}
