package org.hotcut.core.state.account;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;

import org.hotcut.core.api.account.AccountSource;
import org.hotcut.core.state.work.WorkPool;

/** All that is being asked of the source, across its absences. Any thread; asks on the pool. */
final class Inquiries {
    /** How long a question waits for a source to come: as long as a request is parked for a handler. */
    static final long AWAY_MILLIS = 8_000;
    /** How long a source may take to answer. */
    static final long LIMIT_MILLIS = 3_000;

    private final WorkPool pool;
    private final LongSupplier clock;
    private final SourceHealth health;
    private final Sources sources;
    private final Set<Inquiry<?>> open = ConcurrentHashMap.newKeySet();

    Inquiries(WorkPool pool, LongSupplier clock) {
        this.pool = pool;
        this.clock = clock;
        health = new SourceHealth(clock);
        sources = new Sources(clock);
    }

    SourceHealth health() {
        return health;
    }

    /** Tells whether asking would be of no use now: no source, or one that does not answer. */
    boolean isHopeless() {
        return sources.current() == null || health.failing();
    }

    int open() {
        return open.size();
    }

    String status() {
        return sources.status(health);
    }

    /** A source came: it gets what waits. */
    void add(AccountSource service, String name, int ranking, long id) {
        health.arrived();
        sources.add(new Source(service, name, ranking, id, pool.client("accounts from " + name)));
        askWaiting();
    }

    /** A source leaves: returns when it was drained; what it did not answer is asked of the next one. */
    void remove(long id) {
        Source source = sources.remove(id);
        if (source == null) {
            return;
        }
        source.drain();
        for (Inquiry<?> inquiry : open) {
            if (inquiry.isAskedOf(source)) {
                ask(inquiry);
            }
        }
    }

    /** Starts an inquiry. */
    void start(Inquiry<?> inquiry) {
        inquiry.park(clock.getAsLong() + AWAY_MILLIS);
        open.add(inquiry);
        inquiry.answer().whenComplete((value, failure) -> open.remove(inquiry));
        askNow(inquiry);
    }

    /** Asks once more; an answer that is under way no longer counts. Returns false when it is too late: the answer was kept. */
    boolean ask(Inquiry<?> inquiry) {
        if (!inquiry.park(clock.getAsLong() + AWAY_MILLIS)) {
            return false;
        }
        askNow(inquiry);
        return true;
    }

    /** Ends what took too long, asks what waited for room. */
    void tick() {
        long now = clock.getAsLong();
        for (Inquiry<?> inquiry : open) {
            if (inquiry.isLate(now)) {
                inquiry.fail(tooLate(inquiry.isWaiting()));
            }
        }
        askWaiting();
    }

    private void askWaiting() {
        for (Inquiry<?> inquiry : open) {
            if (inquiry.isWaiting()) {
                askNow(inquiry);
            }
        }
    }

    private <T> void askNow(Inquiry<T> inquiry) {
        // a source that comes after this look asks what waits itself, once it is the current one
        Source source = sources.current();
        if (source == null) {
            return;
        }
        int number = inquiry.begin(source, clock.getAsLong() + LIMIT_MILLIS);
        if (number == 0) {
            return;
        }
        CompletableFuture<T> call = source.ask(inquiry.ask());
        inquiry.calls(number, call);
        call.whenComplete((value, failure) -> settle(inquiry, number, source, value, failure));
    }

    private <T> void settle(Inquiry<T> inquiry, int number, Source source, T value, Throwable failure) {
        if (failure == null) {
            inquiry.answered(number, value);
            return;
        }
        if (!inquiry.isLast(number)) {
            return;
        }
        if (source.leaving()) {
            ask(inquiry);
            return;
        }
        if (failure instanceof RejectedExecutionException) {
            inquiry.backToWaiting(number);
            return;
        }
        health.failed(reason(failure));
        inquiry.failed(number, new UnavailableException("accounts cannot say: " + reason(failure)));
    }

    private UnavailableException tooLate(boolean waiting) {
        if (waiting) {
            return new UnavailableException(sources.current() == null ? "accounts are away" : "too many questions wait for accounts");
        }
        String reason = "no answer within " + LIMIT_MILLIS / 1000 + " s";
        health.failed(reason);
        return new UnavailableException("accounts: " + reason);
    }

    private static String reason(Throwable failure) {
        String message = failure.getMessage();
        String text = message == null ? failure.getClass().getSimpleName() : message.lines().findFirst().orElse("");
        return text.length() > 200 ? text.substring(0, 200) : text;
    }
}
