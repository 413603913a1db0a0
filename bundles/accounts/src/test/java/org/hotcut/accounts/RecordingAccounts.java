package org.hotcut.accounts;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

import org.hotcut.core.api.account.Account;
import org.hotcut.core.api.account.Accounts;
import org.hotcut.core.api.account.Domain;

/** Records what was said to have changed. */
final class RecordingAccounts implements Accounts {
    final List<String> changes = new CopyOnWriteArrayList<>();
    volatile CompletionStage<Void> answer = CompletableFuture.completedStage(null);

    @Override
    public CompletionStage<Void> changed(String user, String domain) {
        changes.add(user == null ? domain : user + '@' + domain);
        return answer;
    }

    @Override
    public Domain domain(String name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Collection<Domain> domains() {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Account> find(String user, String domain) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Account> findHashed(byte[] userhash) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Account> findFresh(String user, String domain) {
        throw new UnsupportedOperationException();
    }
}
