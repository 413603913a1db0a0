package org.hotcut.core.state.account;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;

import org.hotcut.core.api.account.Account;
import org.hotcut.core.state.Lru;

/**
 * Looks users up by the hash of their name (RFC 8489 section 14.4). Kept is only whom a hash stands for, and for a second that it stands for nobody; what that user's
 * account is now is looked up as for everybody.
 */
final class HashedUsers {
    /** Questions open at a time; hashes that strangers invent must not take more. */
    static final int MOST_OPEN = 1_000;
    private static final long NOBODY_MILLIS = 1_000;
    private static final int MOST_NOBODIES = 10_000;
    private static final CompletionStage<Account> NOBODY = CompletableFuture.completedStage(null);

    private final Inquiries inquiries;
    private final LongSupplier clock;
    private final Lru<String, UserKey> known;
    private final Map<String, Long> nobodies = new ConcurrentHashMap<>();
    private final Map<String, Inquiry<UserKey>> open = new ConcurrentHashMap<>();

    HashedUsers(Inquiries inquiries, int capacity, LongSupplier clock) {
        this.inquiries = inquiries;
        this.clock = clock;
        known = new Lru<>(capacity, (hash, key) -> { });
    }

    void resize(int capacity) {
        known.resize(capacity);
    }

    /** Looks a hash up, then the account of whom it stands for by {@code find}. */
    CompletionStage<Account> find(String hash, Function<UserKey, CompletionStage<Account>> find) {
        UserKey key = known.get(hash);
        if (key == null) {
            return ask(hash, find);
        }
        return find.apply(key).thenCompose(account -> account == null ? askAnew(hash, find) : CompletableFuture.completedStage(account));
    }

    /** Something changed: who is nobody may be somebody now; a hash stands for a name in a realm, and only a domain's realm can change. */
    void changed(String user) {
        if (user == null) {
            known.removeIf(hash -> true);
        }
        open.values().forEach(inquiries::ask);
        nobodies.clear();
    }

    void tick() {
        long now = clock.getAsLong();
        nobodies.values().removeIf(readAt -> now - readAt >= NOBODY_MILLIS);
    }

    private CompletionStage<Account> askAnew(String hash, Function<UserKey, CompletionStage<Account>> find) {
        known.remove(hash);
        return ask(hash, find);
    }

    private CompletionStage<Account> ask(String hash, Function<UserKey, CompletionStage<Account>> find) {
        Long readAt = nobodies.get(hash);
        if (readAt != null && clock.getAsLong() - readAt < NOBODY_MILLIS) {
            return NOBODY;
        }
        Inquiry<UserKey> inquiry = open.get(hash);
        if (inquiry == null || inquiry.isOver()) {
            if (open.size() >= MOST_OPEN) {
                return CompletableFuture.failedStage(new UnavailableException("too many users are being looked up by a hash"));
            }
            inquiry = join(hash, inquiry);
        }
        return inquiry.answer().thenCompose(key -> key == null ? NOBODY : find.apply(key));
    }

    private Inquiry<UserKey> join(String hash, Inquiry<UserKey> before) {
        if (before != null) {
            open.remove(hash, before);
        }
        Inquiry<UserKey> made = new Inquiry<>(source -> key(source.findHashed(hash)), key -> keep(hash, key));
        Inquiry<UserKey> other = open.putIfAbsent(hash, made);
        if (other != null) {
            return other;
        }
        made.answer().whenComplete((key, failure) -> open.remove(hash, made));
        inquiries.start(made);
        return made;
    }

    private static UserKey key(Account account) {
        return account == null ? null : new UserKey(account.user(), account.domain());
    }

    private void keep(String hash, UserKey key) {
        if (key != null) {
            known.put(hash, key);
        } else if (nobodies.size() < MOST_NOBODIES) {
            nobodies.put(hash, clock.getAsLong());
        }
    }
}
