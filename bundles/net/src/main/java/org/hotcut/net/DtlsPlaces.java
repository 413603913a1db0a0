package org.hotcut.net;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads in which hands are shaken over DTLS, for Bouncy Castle waits for its client in one. Whoever is where he says and then falls silent would keep one for seconds; so
 * while others wait, he who has had his for longest, and longer than an honest client needs, leaves it to them. That he says something meanwhile does not help him: it could be
 * anything. Sources that have many places leave first, and come last. Any thread.
 */
final class DtlsPlaces {
    private static final Logger LOG = LoggerFactory.getLogger(DtlsPlaces.class);
    private static final int WAITING = 240;
    private static final long PATIENCE_MILLIS = 4_000;

    /**
     * How many, and for how long.
     *
     * @param places         handshakes at a time
     * @param ofSource       of these and of those that wait, from one IPv4 address or IPv6 /64
     * @param keptMillis     for which nobody is asked to leave
     * @param timeoutMillis  after which a handshake has failed
     */
    record Bounds(int places, int ofSource, long keptMillis, int timeoutMillis) {
        static final Bounds DEFAULT = new Bounds(16, 4, 1_000, 8_000);
    }

    /** A handshake to be done. */
    interface Shaking {
        /** Returns for whom it is counted. */
        InetAddress source();

        /** Does it; takes as long as its client. In one of the threads. */
        void run();

        /** Ends soon what {@link #run} does; called by any thread, which it does not hold up. */
        void leave();

        /** It is not done, for its turn did not come in time; called by any thread, which it does not hold up. */
        void giveUp();
    }

    private static final class Place {
        private final Shaking shaking;
        /** When it began to wait, and then when it was its turn. */
        private long since;
        private boolean isLeaving;

        Place(Shaking shaking, long since) {
            this.shaking = shaking;
            this.since = since;
        }

        InetAddress source() {
            return shaking.source();
        }
    }

    private final LongSupplier clock;
    private final List<Thread> threads;
    private volatile Bounds bounds;
    /** The next one first. Written, as all below, with the lock. */
    private final List<Place> waiting = new ArrayList<>();
    private final List<Place> taken = new ArrayList<>();
    private volatile int count;

    /**
     * Starts the threads.
     *
     * @param clock milliseconds, which never go back
     */
    DtlsPlaces(Bounds bounds, LongSupplier clock) {
        this.bounds = bounds;
        this.clock = clock;
        List<Thread> made = new ArrayList<>();
        for (int i = 0; i < bounds.places(); i++) {
            Thread thread = new Thread(this::work, "hotcut-net-dtls-" + i);
            thread.setDaemon(true);
            thread.setContextClassLoader(DtlsPlaces.class.getClassLoader());
            made.add(thread);
        }
        threads = List.copyOf(made);
        threads.forEach(Thread::start);
    }

    Bounds bounds() {
        return bounds;
    }

    /** Takes other bounds; the number of threads stays. */
    void change(Bounds changed) {
        bounds = changed;
    }

    /** Returns how many handshakes are done or wait. */
    int count() {
        return count;
    }

    /** Does this as soon as there is a place. Returns why there are too many, or null. */
    Drops.Reason begin(Shaking shaking) {
        synchronized (this) {
            // one each when there are many, so that the waiting room takes more addresses to fill
            int allowed = waiting.size() < WAITING / 2 ? bounds.ofSource() : 1;
            if (of(shaking.source(), waiting) + of(shaking.source(), taken) >= allowed) {
                return Drops.Reason.TOO_MANY_OF_SOURCE;
            }
            if (waiting.size() >= WAITING) {
                return Drops.Reason.TOO_MANY_CONNECTIONS;
            }
            waiting.add(new Place(shaking, clock.getAsLong()));
            counted();
            notify();
        }
        relieve();
        return null;
    }

    /** Has places left for those who wait, and no one wait for too long. To be called several times a second. */
    void relieve() {
        if (count == 0) {
            return;
        }
        List<Shaking> late = new ArrayList<>();
        List<Shaking> leaving = new ArrayList<>();
        synchronized (this) {
            long now = clock.getAsLong();
            waiting.stream().filter(place -> now - place.since >= PATIENCE_MILLIS).forEach(place -> late.add(place.shaking));
            waiting.removeIf(place -> now - place.since >= PATIENCE_MILLIS);
            counted();
            long free = threads.size() - taken.stream().filter(place -> !place.isLeaving).count();
            for (long wanted = waiting.size() - free; wanted > 0; wanted--) {
                Place longest = longest(now);
                if (longest == null) {
                    break;
                }
                longest.isLeaving = true;
                leaving.add(longest.shaking);
            }
        }
        late.forEach(Shaking::giveUp);
        leaving.forEach(Shaking::leave);
    }

    /** Returns who is to leave next, or null when nobody has had his place for long. */
    private Place longest(long now) {
        Comparator<Place> greed = Comparator.comparingInt(place -> of(place.source(), taken));
        return taken.stream().filter(place -> !place.isLeaving && now - place.since >= bounds.keptMillis())
            .max(greed.thenComparingLong(place -> now - place.since)).orElse(null);
    }

    private static int of(InetAddress source, List<Place> places) {
        return (int) places.stream().filter(place -> place.source().equals(source)).count();
    }

    private void counted() {
        count = waiting.size() + taken.size();
    }

    private void work() {
        try {
            while (true) {
                Place place = take();
                try {
                    place.shaking.run();
                } catch (RuntimeException | Error e) { // or there were one thread less
                    LOG.error("A handshake of DTLS with {} failed", place.source(), e);
                } finally {
                    leave(place);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // all is over
        }
    }

    /** The next is, of those whose source has the fewest places, who has waited for longest. */
    private synchronized Place take() throws InterruptedException {
        while (waiting.isEmpty()) {
            wait();
        }
        Place next = waiting.stream().min(Comparator.comparingInt(place -> of(place.source(), taken))).orElseThrow();
        waiting.remove(next);
        next.since = clock.getAsLong();
        taken.add(next);
        return next;
    }

    private synchronized void leave(Place place) {
        taken.remove(place);
        counted();
    }

    void shutdown() {
        threads.forEach(Thread::interrupt);
    }
}
