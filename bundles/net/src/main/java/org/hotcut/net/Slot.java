package org.hotcut.net;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The place of the service that bears a name, such as the transport of one protocol. Loops read {@link #current}, any thread binds and unbinds. Each
 * {@link Bound} is one generation: whoever called a transport compares, before it uses the result, whether the same one is still current.
 */
final class Slot<S> {
    /** One registered service. */
    static final class Bound<S> {
        final S service;
        private final int ranking;
        private final long serviceId;
        private final AtomicBoolean reported = new AtomicBoolean();

        Bound(S service, int ranking, long serviceId) {
            this.service = service;
            this.ranking = ranking;
            this.serviceId = serviceId;
        }

        static <S> Bound<S> of(S service, Map<String, ?> properties) {
            int ranking = properties.get("service.ranking") instanceof Integer value ? value : 0;
            return new Bound<>(service, ranking, properties.get("service.id") instanceof Long value ? value : 0);
        }

        /** Returns true once: the first fault of a version is logged with its stack, the rest are counted. */
        boolean isFirstFault() {
            return reported.compareAndSet(false, true);
        }
    }

    /** A higher ranking wins, then the newer service. */
    private static final Comparator<Bound<?>> ORDER = Comparator.<Bound<?>>comparingInt(bound -> bound.ranking).thenComparingLong(bound -> bound.serviceId);

    private final List<Bound<S>> bearers = new ArrayList<>();
    private volatile Bound<S> current;
    private volatile long absentSince = System.nanoTime();

    /** Returns who takes what arrives now, or null: then it is to be parked. */
    Bound<S> current() {
        return current;
    }

    /** Returns for how many milliseconds nobody has borne the name; 0 when somebody does. */
    long absentMillis() {
        return current != null ? 0 : Math.max(1, (System.nanoTime() - absentSince) / 1_000_000);
    }

    /** Adds a bearer. Returns whether the name had none before. */
    synchronized boolean add(Bound<S> bound) {
        boolean absent = current == null;
        bearers.add(bound);
        choose();
        return absent;
    }

    /** Takes a bearer out. Returns whether it was the current one. */
    synchronized boolean remove(S service) {
        Bound<S> before = current;
        bearers.removeIf(bound -> bound.service == service);
        choose();
        return before != null && before.service == service;
    }

    private void choose() {
        Bound<S> best = bearers.stream().max(ORDER).orElse(null);
        if (best == null && current != null) {
            absentSince = System.nanoTime();
        }
        current = best;
    }
}
