package org.hotcut.core.state.account;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

import org.hotcut.core.api.account.Account;
import org.hotcut.core.state.Lru;
import org.hotcut.core.state.StateFolder;

/** Users seen lately, also on the disk; and for a second who is none, so that one who asks and asks costs no query each time. */
final class UserCache {
    private static final long NOBODY_MILLIS = 1_000;
    private static final int MOST_NOBODIES = 10_000;
    /** A confirmation of what is on the disk already is written that seldom: it only matters for how many days it is believed. */
    private static final long CONFIRM_ON_DISK_MILLIS = 3_600_000;

    private final LongSupplier clock;
    private final Lru<UserKey, CachedUser> users;
    private final Map<UserKey, Long> nobodies = new ConcurrentHashMap<>();
    private final UserJournal journal;

    UserCache(StateFolder folder, int capacity, long keepMillis, LongSupplier clock) {
        this.clock = clock;
        users = new Lru<>(capacity, (key, user) -> { });
        journal = new UserJournal(folder, users);
        journal.restore(clock.getAsLong() - keepMillis);
    }

    void resize(int capacity) {
        users.resize(capacity);
    }

    int size() {
        return users.size();
    }

    int capacity() {
        return users.capacity();
    }

    CachedUser get(UserKey key) {
        return users.get(key);
    }

    boolean isNobody(UserKey key) {
        Long readAt = nobodies.get(key);
        return readAt != null && clock.getAsLong() - readAt < NOBODY_MILLIS;
    }

    /** Takes what the source said of a user: the account, or null for nobody. Returns whether he is nobody and was somebody. */
    boolean put(UserKey key, Account account) {
        long now = clock.getAsLong();
        if (account == null) {
            return putNobody(key, now);
        }
        nobodies.remove(key);
        CachedUser known = users.get(key);
        if (known == null || !known.account().equals(account)) {
            known = new CachedUser(account, now, 0);
            users.put(key, known);
        }
        known.confirm(now);
        if (now - known.savedAt() >= CONFIRM_ON_DISK_MILLIS) {
            known.saved(now);
            journal.put(known);
        }
        return false;
    }

    /** Forgets a user, or (user null) a domain's users, or all. */
    void forget(String user, String domain) {
        if (user != null && domain != null) {
            users.remove(new UserKey(user, domain));
        } else {
            users.removeIf(key -> key.matches(user, domain));
        }
        nobodies.keySet().removeIf(key -> key.matches(user, domain));
        journal.forget(user, domain);
    }

    void tick() {
        long now = clock.getAsLong();
        nobodies.values().removeIf(readAt -> now - readAt >= NOBODY_MILLIS);
        journal.flush();
    }

    private boolean putNobody(UserKey key, long now) {
        boolean wasSomebody = users.get(key) != null;
        if (wasSomebody) {
            users.remove(key);
            journal.forget(key.user(), key.domain());
        }
        if (nobodies.size() < MOST_NOBODIES) {
            nobodies.put(key, now);
        }
        return wasSomebody;
    }
}
