package org.hotcut.net;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import org.hotcut.core.api.net.Transport;

/**
 * The place of the transport that bears one protocol's name. Loops read {@link #current}, any thread binds and unbinds. Each
 * {@link Bound} is one generation: whoever called a transport compares, before it uses the result, whether the same one is still current.
 */
final class TransportSlot {
    /** One registered transport. */
    static final class Bound {
        final Transport transport;
        private final int ranking;
        private final long serviceId;
        private final AtomicBoolean reported = new AtomicBoolean();

        Bound(Transport transport, int ranking, long serviceId) {
            this.transport = transport;
            this.ranking = ranking;
            this.serviceId = serviceId;
        }

        /** Returns true once: the first fault of a version is logged with its stack, the rest are counted. */
        boolean isFirstFault() {
            return reported.compareAndSet(false, true);
        }
    }

    /** A higher ranking wins, then the newer service. */
    private static final Comparator<Bound> ORDER = Comparator.<Bound>comparingInt(bound -> bound.ranking).thenComparingLong(bound -> bound.serviceId);

    private final List<Bound> bearers = new ArrayList<>();
    private volatile Bound current;
    private volatile long absentSince = System.nanoTime();

    /** Returns who takes what arrives now, or null: then it is to be parked. */
    Bound current() {
        return current;
    }

    /** Returns for how many milliseconds nobody has borne the name; 0 when somebody does. */
    long absentMillis() {
        return current != null ? 0 : Math.max(1, (System.nanoTime() - absentSince) / 1_000_000);
    }

    /** Adds a bearer. Returns whether the name had none before. */
    synchronized boolean add(Bound bound) {
        boolean absent = current == null;
        bearers.add(bound);
        choose();
        return absent;
    }

    /** Takes a bearer out. Returns whether it was the current one. */
    synchronized boolean remove(Transport transport) {
        Bound before = current;
        bearers.removeIf(bound -> bound.transport == transport);
        choose();
        return before != null && before.transport == transport;
    }

    private void choose() {
        Bound best = bearers.stream().max(ORDER).orElse(null);
        if (best == null && current != null) {
            absentSince = System.nanoTime();
        }
        current = best;
    }
}
