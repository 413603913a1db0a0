package org.hotcut.net;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import org.hotcut.core.api.net.StreamBudget;

/** Leaves what one side of a joined pair sends with the kernel while the budget is used up. On the loop of that side. */
final class Rest {
    /** What comes meanwhile is read at once: many small parts cost one timer. */
    private static final long SHORTEST_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    /** Then the budget is asked again: there may be more of it than was foreseen. */
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final StreamBudget budget;
    private final ScheduledExecutorService loop;
    private final BooleanSupplier isOpen;
    private final Consumer<Boolean> pause;
    private boolean isOn;

    /**
     * Begins awake.
     *
     * @param isOpen whether the side is still there
     * @param pause  stops the reading, or takes that back
     */
    Rest(StreamBudget budget, ScheduledExecutorService loop, BooleanSupplier isOpen, Consumer<Boolean> pause) {
        this.budget = budget;
        this.loop = loop;
        this.isOpen = isOpen;
        this.pause = pause;
    }

    /** Returns whether nothing is to be read now. */
    boolean isOn() {
        return isOn;
    }

    /** So many bytes were passed on. */
    void after(int bytes) {
        long nanos = budget.take(bytes);
        if (nanos > 0 && !isOn) {
            isOn = true;
            pause.accept(true);
            sleep(nanos);
        }
    }

    private void sleep(long nanos) {
        loop.schedule(this::look, Math.max(SHORTEST_NANOS, Math.min(LONGEST_NANOS, nanos)), TimeUnit.NANOSECONDS);
    }

    private void look() {
        if (!isOpen.getAsBoolean()) {
            return;
        }
        long nanos = budget.take(0);
        if (nanos > 0) {
            sleep(nanos);
        } else {
            isOn = false;
            pause.accept(false);
        }
    }
}
