package org.hotcut.core.state.account;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * One thing asked of the source. It may be asked several times, of one source after another; only what the last attempt brings counts.
 *
 * @param <T> what the answer is
 */
final class Inquiry<T> {
    private final Source.Ask<T> ask;
    private final Consumer<T> keep;
    private final CompletableFuture<T> answer = new CompletableFuture<>();
    /** Guarded by this, as all below. */
    private int attempt;
    private boolean over;
    private Source asked;
    private CompletableFuture<T> call;
    private long waitUntil;
    private long askedUntil;

    Inquiry(Source.Ask<T> ask, Consumer<T> keep) {
        this.ask = ask;
        this.keep = keep;
    }

    /** Completes with the answer, after it was kept. */
    CompletableFuture<T> answer() {
        return answer;
    }

    Source.Ask<T> ask() {
        return ask;
    }

    /** Waits for a source; what was asked before no longer counts. False when the inquiry is over. */
    boolean park(long until) {
        CompletableFuture<T> before;
        synchronized (this) {
            if (over) {
                return false;
            }
            attempt++;
            before = call;
            call = null;
            asked = null;
            waitUntil = until;
        }
        cancel(before);
        return true;
    }

    /** Starts an attempt if this waits for one. Returns its number, or 0. */
    synchronized int begin(Source source, long until) {
        if (over || asked != null) {
            return 0;
        }
        asked = source;
        askedUntil = until;
        return ++attempt;
    }

    synchronized void calls(int number, CompletableFuture<T> made) {
        if (isLast(number)) {
            call = made;
        }
    }

    /** There was no room for this attempt: waits on, for no longer than it was to wait anyway. */
    synchronized void backToWaiting(int number) {
        if (isLast(number)) {
            asked = null;
            call = null;
        }
    }

    synchronized boolean isLast(int number) {
        return number == attempt && !over;
    }

    /** Tells whether it ended; nobody may join it then, for what it brought may be out of date. */
    synchronized boolean isOver() {
        return over;
    }

    synchronized boolean isWaiting() {
        return asked == null && !over;
    }

    synchronized boolean isAskedOf(Source source) {
        return asked == source && !over;
    }

    synchronized boolean isLate(long now) {
        return !over && now >= (asked == null ? waitUntil : askedUntil);
    }

    /** Takes the answer of an attempt; false when it is no longer wanted. */
    boolean answered(int number, T value) {
        synchronized (this) {
            if (!isLast(number)) {
                return false;
            }
            over = true;
            // under the lock: whoever asks again because something changed comes before the keeping or after it
            try {
                keep.accept(value);
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
                throw e;
            }
        }
        answer.complete(value);
        return true;
    }

    /** Ends without an answer if that attempt is still the last; false when it is not. */
    boolean failed(int number, Throwable reason) {
        synchronized (this) {
            if (!isLast(number)) {
                return false;
            }
            over = true;
        }
        answer.completeExceptionally(reason);
        return true;
    }

    /** Ends without an answer whatever the attempt; what still waits for a thread is taken back. */
    void fail(Throwable reason) {
        CompletableFuture<T> before;
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            before = call;
            call = null;
        }
        cancel(before);
        answer.completeExceptionally(reason);
    }

    /** Outside the lock and after the attempt was counted on: cancelling calls back at once. */
    private void cancel(CompletableFuture<T> before) {
        if (before != null) {
            before.cancel(false);
        }
    }
}
