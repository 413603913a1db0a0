package org.hotcut.sip.notifier;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.hotcut.core.api.account.Accounts;
import org.hotcut.sip.api.event.Subscription;

/** Whether who has subscribed may still know (RFC 6665 section 4.2.1.3 holds for a refresh too). */
final class Rights {
    /** Reasons of RFC 6665 section 4.1.3. */
    static final String REJECTED = "rejected";
    static final String NO_RESOURCE = "noresource";

    private final Accounts accounts;
    private final Rules rules;

    Rights(Accounts accounts, Rules rules) {
        this.accounts = accounts;
        this.rules = rules;
    }

    /** Completes with the reason why a subscription must end, null when it need not or nobody can say now. */
    CompletionStage<String> lost(Subscription subscription) {
        // just after a start nobody's domain is known
        if (accounts.domains().isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        if (!rules.mayWatch(subscription.watcher(), subscription.eventPackage(), subscription.address())) {
            return CompletableFuture.completedFuture(REJECTED);
        }
        return isThere(subscription.address()).thenCompose(there -> {
            boolean isSettled = !there || subscription.vouched() || subscription.watcher().equals(subscription.address());
            return isSettled ? CompletableFuture.completedFuture(there ? null : NO_RESOURCE) : isThere(subscription.watcher()).thenApply(he -> he ? null : REJECTED);
        });
    }

    private CompletionStage<Boolean> isThere(String address) {
        int at = address.lastIndexOf('@');
        return accounts.find(address.substring(0, Math.max(0, at)), address.substring(at + 1)).handle((account, away) -> away != null || account != null);
    }
}
