package org.hotcut.sip.core.transaction;

import java.util.function.LongSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The timers of one loop in slots by their time (Varghese and Lauck's scheme 6): to set and to cancel costs the same however many there are. No finer than
 * {@link #TICK_MILLIS}, never early.
 */
public final class TimerWheel {
    /** How often {@link #advance} is to be called; a tenth of T1. */
    public static final long TICK_MILLIS = 50;
    private static final Logger LOG = LoggerFactory.getLogger(TimerWheel.class);
    private static final int SLOTS = 1024;

    private final Timer[] slots = new Timer[SLOTS];
    private final Timer firing = new Ring();
    private final LongSupplier nanos;
    private final long start;
    private long tick;

    /** Starts a wheel; the clock is {@link System#nanoTime} outside of tests. */
    public TimerWheel(LongSupplier nanos) {
        this.nanos = nanos;
        start = nanos.getAsLong();
        for (int i = 0; i < SLOTS; i++) {
            slots[i] = new Ring();
        }
    }

    /** Returns milliseconds since the wheel was made. */
    public long now() {
        return (nanos.getAsLong() - start) / 1_000_000;
    }

    /** Sets a timer, anew when it was set. */
    public void set(Timer timer, long millis) {
        cancel(timer);
        timer.due = Math.max(tick + 1, (now() + millis + TICK_MILLIS - 1) / TICK_MILLIS);
        append(slots[(int) (timer.due & SLOTS - 1)], timer);
    }

    /** Takes a timer out; nothing happens when it is not set. */
    public void cancel(Timer timer) {
        if (timer.after != null) {
            timer.before.after = timer.after;
            timer.after.before = timer.before;
            timer.before = null;
            timer.after = null;
        }
    }

    /** Fires what is due. */
    public void advance() {
        long now = now() / TICK_MILLIS;
        while (tick < now) {
            tick++;
            fire(slots[(int) (tick & SLOTS - 1)]);
        }
    }

    /** Returns whether no timer is set; looks everywhere. */
    public boolean isEmpty() {
        for (Timer slot : slots) {
            if (slot.after != slot) {
                return false;
            }
        }
        return true;
    }

    /** Lets the time pass in which it was not advanced, while no timer was set. */
    public void skip() {
        tick = now() / TICK_MILLIS;
    }

    // a timer that fires may set and cancel others, of this slot too: so what waits is first moved to a ring of its own
    private void fire(Timer slot) {
        if (slot.after == slot) {
            return;
        }
        firing.after = slot.after;
        firing.before = slot.before;
        firing.after.before = firing;
        firing.before.after = firing;
        slot.after = slot;
        slot.before = slot;
        while (firing.after != firing) {
            Timer timer = firing.after;
            cancel(timer);
            if (timer.due > tick) {
                append(slot, timer);
            } else {
                guarded(timer);
            }
        }
    }

    // else those behind it would never fire
    private static void guarded(Timer timer) {
        try {
            timer.fire();
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            LOG.error("A timer failed", e);
        }
    }

    private static void append(Timer ring, Timer timer) {
        timer.before = ring.before;
        timer.after = ring;
        ring.before.after = timer;
        ring.before = timer;
    }

    private static final class Ring extends Timer {
        Ring() {
            before = this;
            after = this;
        }

        @Override
        protected void fire() {
            throw new IllegalStateException("the head of a ring is no timer");
        }
    }
}
