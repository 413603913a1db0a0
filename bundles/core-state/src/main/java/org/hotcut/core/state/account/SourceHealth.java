package org.hotcut.core.state.account;

import java.util.function.LongSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether the source answers, and the two lines of log about it. */
final class SourceHealth {
    private static final Logger LOG = LoggerFactory.getLogger(SourceHealth.class);
    /** A source that comes and goes is worth a line each time, but not ten a second. */
    private static final long BETWEEN_WARNINGS = 10_000;
    /** At a start the source is often there a moment before its database: that is worth no line. */
    private static final long SETTLING = 3_000;

    private final LongSupplier clock;
    private volatile String failure;
    private long since;
    private long warnedAt = Long.MIN_VALUE / 2;
    private long quietUntil = Long.MIN_VALUE;
    private boolean warned;

    SourceHealth(LongSupplier clock) {
        this.clock = clock;
    }

    /** Returns why it does not answer, or null when it does. */
    String failure() {
        return failure;
    }

    boolean failing() {
        return failure != null;
    }

    /** A source came. */
    synchronized void arrived() {
        quietUntil = clock.getAsLong() + SETTLING;
    }

    synchronized void failed(String reason) {
        long now = clock.getAsLong();
        if (failure == null) {
            since = now;
            warned = false;
        }
        failure = reason;
        if (!warned && now >= quietUntil && now - warnedAt >= BETWEEN_WARNINGS) {
            warned = true;
            warnedAt = now;
            LOG.warn("Accounts do not answer: {}; users seen lately are served from memory", reason);
        }
    }

    synchronized void answered() {
        if (failure == null) {
            return;
        }
        failure = null;
        if (warned) {
            LOG.info("Accounts answer again, after {} ms", clock.getAsLong() - since);
        }
    }
}
