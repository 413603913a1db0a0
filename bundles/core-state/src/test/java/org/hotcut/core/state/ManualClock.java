package org.hotcut.core.state;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** A clock that goes when the test says so; milliseconds. */
public final class ManualClock implements LongSupplier {
    private final AtomicLong now = new AtomicLong(1_700_000_000_000L);

    public void pass(long millis) {
        now.addAndGet(millis);
    }

    @Override
    public long getAsLong() {
        return now.get();
    }
}
