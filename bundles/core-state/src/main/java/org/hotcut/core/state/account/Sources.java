package org.hotcut.core.state.account;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;

/** The sources that are there; the one with the highest service ranking, then the newest, is asked. */
final class Sources {
    private static final Comparator<Source> BEST = Comparator.comparingInt(Source::ranking).thenComparingLong(Source::id);

    private final LongSupplier clock;
    private final List<Source> present = new CopyOnWriteArrayList<>();
    private volatile Source current;
    private volatile long awaySince;

    Sources(LongSupplier clock) {
        this.clock = clock;
        awaySince = clock.getAsLong();
    }

    /** Returns who is to be asked, or null. */
    Source current() {
        return current;
    }

    synchronized void add(Source source) {
        present.add(source);
        choose();
    }

    /** Removes a source, which gets no new questions from then on. Returns it, or null when it was not here. */
    synchronized Source remove(long id) {
        for (Source source : present) {
            if (source.id() == id) {
                present.remove(source);
                choose();
                source.leave();
                return source;
            }
        }
        return null;
    }

    String status(SourceHealth health) {
        Source source = current;
        if (source == null) {
            return "away for " + (clock.getAsLong() - awaySince) / 1000 + " s";
        }
        String failure = health.failure();
        return source.name() + (failure == null ? ": answering" : ": failing: " + failure);
    }

    private void choose() {
        Source best = present.stream().max(BEST).orElse(null);
        if (best == null && current != null) {
            awaySince = clock.getAsLong();
        }
        current = best;
    }
}
