package org.hotcut.core.state.account;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import org.hotcut.core.api.account.AccountSource;
import org.hotcut.core.api.account.Domain;

/** Reads the domains: when a source comes, now and then, and each second while the source does not answer, to see when it is back. */
final class DomainReader {
    private static final long PROBE_MILLIS = 1_000;
    private static final int MOST_HANGING = 2;

    private final Inquiries inquiries;
    private final LongSupplier clock;
    private final Consumer<List<Domain>> keep;
    /** How many readings are inside a source, those that nobody waits for any more included. */
    private final AtomicInteger inside = new AtomicInteger();
    /** Guarded by this, as the one below. */
    private Inquiry<List<Domain>> current;
    private long startedAt;

    DomainReader(Inquiries inquiries, LongSupplier clock, Consumer<List<Domain>> keep) {
        this.inquiries = inquiries;
        this.clock = clock;
        this.keep = keep;
        startedAt = clock.getAsLong();
    }

    /** Reads what the source holds now or later, never what it held before this call. */
    CompletionStage<Void> readAnew() {
        Inquiry<List<Domain>> running;
        synchronized (this) {
            running = current;
        }
        if (running == null) {
            return read();
        }
        return inquiries.ask(running) ? done(running) : read();
    }

    /** Reads, or joins a reading. */
    CompletionStage<Void> read() {
        Inquiry<List<Domain>> started;
        synchronized (this) {
            if (current != null && !current.isOver()) {
                return done(current);
            }
            started = new Inquiry<>(this::ask, this::answered);
            current = started;
            startedAt = clock.getAsLong();
        }
        started.answer().whenComplete((domains, failure) -> clear(started));
        inquiries.start(started);
        return done(started);
    }

    /** Reads if it is time to. */
    void tick(long interval) {
        long wanted = inquiries.health().failing() ? Math.min(interval, PROBE_MILLIS) : interval;
        boolean due;
        synchronized (this) {
            due = current == null && clock.getAsLong() - startedAt >= wanted;
        }
        if (due && inside.get() < MOST_HANGING) {
            read();
        }
    }

    private List<Domain> ask(AccountSource source) throws Exception {
        inside.incrementAndGet();
        try {
            return source.domains();
        } finally {
            inside.decrementAndGet();
        }
    }

    private void answered(List<Domain> domains) {
        inquiries.health().answered();
        keep.accept(domains);
    }

    private synchronized void clear(Inquiry<List<Domain>> inquiry) {
        if (current == inquiry) {
            current = null;
        }
    }

    private static CompletionStage<Void> done(Inquiry<List<Domain>> inquiry) {
        return inquiry.answer().<Void>thenApply(domains -> null).minimalCompletionStage();
    }
}
