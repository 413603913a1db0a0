package org.hotcut.core.state.ban;

/**
 * The configuration as the ledgers use it; milliseconds and points.
 *
 * @param leak       points forgiven in a millisecond
 * @param firstBan   length of a first ban
 * @param longestBan length of the longest
 */
record Terms(Whitelist whitelist, double slowAt, int slowRate, double banAt, double leak, long firstBan, long longestBan, int sources) {
    private static final double MINUTE_MILLIS = 60_000;
    private static final long SECOND_MILLIS = 1_000;

    static Terms of(BansConfig config) {
        return new Terms(new Whitelist(config.whitelist()), config.slowAt(), Math.max(1, config.slowRate()), config.banAt(), Math.max(1, config.leak()) / MINUTE_MILLIS,
            config.firstBan() * SECOND_MILLIS, config.longestBan() * SECOND_MILLIS, config.sources());
    }
}
