package org.hotcut.core.state.account;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import org.hotcut.core.api.account.Account;
import org.hotcut.core.api.account.AccountSource;

/** Looks users up: from the cache, or by one question for all who ask for the same user at the same time. */
final class UserLookups {
    /** Questions open at a time; a flood of users who are none of ours must not take more. */
    static final int MOST_OPEN = 5_000;
    private static final CompletionStage<Account> NOBODY = CompletableFuture.completedStage(null);

    private final UserCache cache;
    private final Inquiries inquiries;
    private final LongSupplier clock;
    private final Consumer<UserKey> gone;
    private final Map<UserKey, Inquiry<Account>> open = new ConcurrentHashMap<>();

    /** {@code gone} is told when the source no longer has a user whom it had. */
    UserLookups(UserCache cache, Inquiries inquiries, LongSupplier clock, Consumer<UserKey> gone) {
        this.cache = cache;
        this.inquiries = inquiries;
        this.clock = clock;
        this.gone = gone;
    }

    /**
     * Looks a user up.
     *
     * @param fresh how old a remembered user may be at most, milliseconds
     * @param stale up to which age it is returned at once all the same, and asked for in the background
     * @param keep  up to which age it is believed when the source does not answer
     */
    CompletionStage<Account> find(UserKey key, long fresh, long stale, long keep) {
        CachedUser known = cache.get(key);
        if (known == null) {
            return cache.isNobody(key) ? NOBODY : ask(key, keep);
        }
        long age = clock.getAsLong() - known.readAt();
        if (age <= fresh) {
            return known.answer();
        }
        // while asking is hopeless the domains are read each second: that is how we learn that it is not any more
        if (age <= keep && inquiries.isHopeless()) {
            return known.answer();
        }
        CompletionStage<Account> asked = ask(key, keep);
        return age <= stale ? known.answer() : asked;
    }

    /** Forgets a user, or (user null) a domain's users, or all; answers on their way are asked for again. */
    void changed(String user, String domain) {
        open.forEach((key, inquiry) -> {
            if (key.matches(user, domain)) {
                inquiries.ask(inquiry);
            }
        });
        cache.forget(user, domain);
    }

    private CompletionStage<Account> ask(UserKey key, long keep) {
        Inquiry<Account> inquiry = open.get(key);
        if (inquiry == null || inquiry.isOver()) {
            if (open.size() >= MOST_OPEN) {
                return remembered(key, keep, new UnavailableException("too many users are being looked up"));
            }
            inquiry = join(key, inquiry);
        }
        CompletableFuture<Account> outcome = new CompletableFuture<>();
        inquiry.answer().whenComplete((account, failure) -> {
            if (failure == null) {
                outcome.complete(account);
            } else {
                remembered(key, keep, failure).whenComplete((old, reason) -> complete(outcome, old, reason));
            }
        });
        return outcome.minimalCompletionStage();
    }

    private Inquiry<Account> join(UserKey key, Inquiry<Account> before) {
        if (before != null) {
            open.remove(key, before);
        }
        Inquiry<Account> made = new Inquiry<>(source -> read(source, key), account -> keep(key, account));
        Inquiry<Account> other = open.putIfAbsent(key, made);
        if (other != null) {
            return other;
        }
        made.answer().whenComplete((account, failure) -> open.remove(key, made));
        inquiries.start(made);
        return made;
    }

    private void keep(UserKey key, Account account) {
        if (cache.put(key, account)) {
            gone.accept(key);
        }
    }

    /** Asks a source; what it returns is copied, for nothing of a behaviour bundle may stay in memory. */
    private static Account read(AccountSource source, UserKey key) throws Exception {
        Account account = source.find(key.user(), key.domain());
        // a database may compare without case; we do not (RFC 3261 section 19.1.4)
        if (account == null || !account.user().equals(key.user())) {
            return null;
        }
        return new Account(key.user(), key.domain(), account.realm(), Map.copyOf(account.ha1()));
    }

    /** Returns what was known before, when the source could not say. */
    private CompletionStage<Account> remembered(UserKey key, long keep, Throwable failure) {
        CachedUser known = cache.get(key);
        if (known != null && clock.getAsLong() - known.readAt() <= keep) {
            return known.answer();
        }
        return CompletableFuture.failedStage(failure);
    }

    private static void complete(CompletableFuture<Account> outcome, Account account, Throwable failure) {
        if (failure == null) {
            outcome.complete(account);
        } else {
            outcome.completeExceptionally(failure);
        }
    }
}
