package org.hotcut.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** A clock that stands still until it is told. As a {@link LongSupplier} it gives milliseconds since 1970. */
public final class ManualClock extends Clock implements LongSupplier {
    private final AtomicLong nanos = new AtomicLong(Duration.ofMillis(1_700_000_000_000L).toNanos());

    /** Moves it on. */
    public void advance(Duration by) {
        nanos.addAndGet(by.toNanos());
    }

    /** Returns nanoseconds, for what measures with {@link System#nanoTime}. */
    public long nanos() {
        return nanos.get();
    }

    @Override
    public long millis() {
        return nanos.get() / 1_000_000;
    }

    @Override
    public long getAsLong() {
        return millis();
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
