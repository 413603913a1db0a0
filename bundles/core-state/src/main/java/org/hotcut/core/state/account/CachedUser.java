package org.hotcut.core.state.account;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.hotcut.core.api.account.Account;

/** An account and when the source last said so. */
final class CachedUser {
    private final Account account;
    private final CompletionStage<Account> answer;
    private volatile long readAt;
    private volatile long savedAt;

    CachedUser(Account account, long readAt, long savedAt) {
        this.account = account;
        this.answer = CompletableFuture.completedStage(account);
        this.readAt = readAt;
        this.savedAt = savedAt;
    }

    Account account() {
        return account;
    }

    /** Returns a stage that is complete, made once. */
    CompletionStage<Account> answer() {
        return answer;
    }

    long readAt() {
        return readAt;
    }

    /** Returns the {@link #readAt} that is on the disk. */
    long savedAt() {
        return savedAt;
    }

    void confirm(long now) {
        readAt = now;
    }

    void saved(long time) {
        savedAt = time;
    }
}
