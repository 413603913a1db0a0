package org.hotcut.turn.relay;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** Who bears a name: the one of the highest service ranking, of these the newest (contract of the hand-over, clause 1). Safe for any thread. */
final class Bearers<T> {
    /** One registered service; a generation. */
    static final class Bearer<T> {
        private final T service;
        private final int ranking;
        private final long serviceId;
        private final String who;
        private final AtomicBoolean failed = new AtomicBoolean();
        private volatile boolean leaving;
        private volatile boolean fenced;

        private Bearer(T service, int ranking, long serviceId, String who) {
            this.service = service;
            this.ranking = ranking;
            this.serviceId = serviceId;
            this.who = who;
        }

        T service() {
            return service;
        }

        /** Returns symbolic name and version of its bundle. */
        String who() {
            return who;
        }

        /** Returns true once: the first fault of a version is logged with its stack, the rest are not. */
        boolean isFirstFault() {
            return failed.compareAndSet(false, true);
        }

        /** Returns whether it was taken out: a fault of it means that it is going. */
        boolean isLeaving() {
            return leaving;
        }

        /** What it says from now on counts for nothing. */
        void fence() {
            fenced = true;
        }

        boolean isFenced() {
            return fenced;
        }
    }

    private final List<Bearer<T>> all = new ArrayList<>();
    private volatile Bearer<T> current;

    /** Returns who is asked now, or null. */
    Bearer<T> current() {
        return current;
    }

    synchronized void add(T service, int ranking, long serviceId, String who) {
        all.add(new Bearer<>(service, ranking, serviceId, who));
        elect();
    }

    /** Takes one out, which may still be finishing what it began. Returns null when there is none of this id. */
    synchronized Bearer<T> remove(long serviceId) {
        Bearer<T> leaving = all.stream().filter(bearer -> bearer.serviceId == serviceId).findFirst().orElse(null);
        if (leaving != null) {
            leaving.leaving = true;
            all.remove(leaving);
            elect();
        }
        return leaving;
    }

    private void elect() {
        current = all.stream().max(Comparator.<Bearer<T>>comparingInt(bearer -> bearer.ranking).thenComparingLong(bearer -> bearer.serviceId)).orElse(null);
    }
}
