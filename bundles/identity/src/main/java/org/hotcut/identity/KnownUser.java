package org.hotcut.identity;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import org.hotcut.core.api.account.Accounts;
import org.hotcut.sip.api.Decision;
import org.hotcut.sip.api.SipUri;

/** Whether a user of ours is there: a certificate may outlive the account. */
final class KnownUser {
    private final Accounts accounts;

    KnownUser(Accounts accounts) {
        this.accounts = accounts;
    }

    /** Decides one way when there is such a user, the other when there is none, 503 when nobody can say. */
    Decision then(SipUri user, Decision there, Supplier<Decision> missing) {
        CompletionStage<Decision> answer = accounts.find(user.user(), user.host())
            .handle((account, away) -> away != null ? Decision.reply(503) : account != null ? there : missing.get());
        CompletableFuture<Decision> future = answer.toCompletableFuture();
        return future.isDone() ? future.join() : Decision.later(answer);
    }
}
