package org.hotcut.core.state.account;

import java.util.LinkedHashSet;
import java.util.Set;

import org.hotcut.core.api.account.AccountsListener;
import org.hotcut.core.state.Calls;
import org.hotcut.core.state.work.WorkClient;

/** What one listener is still to be told. What comes while it is being told is told next, the same of one account once. Any thread. */
final class Word implements AutoCloseable {
    private static final int MOST_ACCOUNTS = 1_000;
    private static final UserKey ALL = new UserKey(null, null);

    private final AccountsListener listener;
    private final DomainTable table;
    private final Calls calls;
    /** Guarded by this, as the one below. */
    private boolean domains;
    private Set<UserKey> accounts = new LinkedHashSet<>();

    Word(WorkClient work, String name, AccountsListener listener, DomainTable table) {
        this.listener = listener;
        this.table = table;
        calls = new Calls(work, "Telling " + name + " of our domains and accounts", this::tell);
    }

    void domains() {
        synchronized (this) {
            domains = true;
        }
        calls.ask();
    }

    void account(String user, String domain) {
        synchronized (this) {
            if (accounts.size() >= MOST_ACCOUNTS) {
                accounts.clear();
                accounts.add(ALL);
            } else if (!accounts.contains(ALL)) {
                accounts.add(new UserKey(user, domain));
            }
        }
        calls.ask();
    }

    void retry() {
        calls.retry();
    }

    @Override
    public void close() {
        calls.close();
    }

    private void tell() {
        boolean ofDomains;
        Set<UserKey> ofAccounts;
        synchronized (this) {
            ofDomains = domains;
            domains = false;
            ofAccounts = accounts;
            accounts = new LinkedHashSet<>();
        }
        if (ofDomains) {
            listener.domainsChanged(table.all());
        }
        ofAccounts.forEach(account -> listener.accountChanged(account.user(), account.domain()));
    }
}
