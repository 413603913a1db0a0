package org.hotcut.turn.relay;

import org.slf4j.Logger;

/** Lines about what was refused to clients, or else done for them: so many a second, for clients decide how often they ask; how many were left out is said afterwards. Touched by one loop. */
final class Complaints {
    private static final int PER_SECOND = 20;
    private static final long SECOND = 1_000;

    private final Logger log;
    private final String what;
    private long second;
    private int written;
    private int silent;

    Complaints(Logger log) {
        this(log, "refusals");
    }

    /** Counts what is left out as that. */
    Complaints(Logger log, String what) {
        this.log = log;
        this.what = what;
    }

    /**
     * Returns whether there may be another line now.
     *
     * @param now milliseconds
     */
    boolean mayWrite(long now) {
        if (now / SECOND != second) {
            second = now / SECOND;
            written = 0;
            if (silent > 0) {
                log.info("{} further {} were not logged one by one", silent, what);
                silent = 0;
            }
        }
        if (written >= PER_SECOND) {
            silent++;
            return false;
        }
        written++;
        return true;
    }
}
