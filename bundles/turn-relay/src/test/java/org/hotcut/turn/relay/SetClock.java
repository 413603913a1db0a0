package org.hotcut.turn.relay;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

import org.hotcut.testkit.ManualClock;

/** A wall clock that goes with another one and is set now and then. */
public final class SetClock extends Clock {
    private final ManualClock steady;
    private Duration ahead = Duration.ZERO;

    /** Begins as that one. */
    public SetClock(ManualClock steady) {
        this.steady = steady;
    }

    /** Somebody puts it forward, or back. */
    public void jump(Duration by) {
        ahead = ahead.plus(by);
    }

    @Override
    public long millis() {
        return steady.millis() + ahead.toMillis();
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
