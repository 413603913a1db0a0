package org.hotcut.core.state.account;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import org.hotcut.core.api.account.Account;
import org.hotcut.core.api.account.AccountSource;
import org.hotcut.core.api.account.DigestAlgorithm;
import org.hotcut.core.api.account.Domain;

/** A source that records what it is asked, and fails or hangs when the test says so. */
final class RecordingSource implements AccountSource {
    final List<String> asked = new CopyOnWriteArrayList<>();
    final List<Domain> domains = new CopyOnWriteArrayList<>(List.of(new Domain("example.org", null, List.of())));
    final Map<String, Account> accounts = new ConcurrentHashMap<>();
    /** Address by hash of the user's name. */
    final Map<String, String> hashed = new ConcurrentHashMap<>();
    volatile Exception failure;
    /** Calls wait for it; open unless the test closes it. */
    volatile CountDownLatch gate = new CountDownLatch(0);

    RecordingSource with(String user, String hash) {
        accounts.put(user + "@example.org", account(user, hash));
        return this;
    }

    static Account account(String user, String hash) {
        return new Account(user, "example.org", "example.org", Map.of(DigestAlgorithm.MD5, new Account.Ha1(hash, null)));
    }

    long asksFor(String what) {
        return asked.stream().filter(what::equals).count();
    }

    @Override
    public List<Domain> domains() throws Exception {
        List<Domain> seen = List.copyOf(domains);
        enter("domains");
        return seen;
    }

    @Override
    public Account find(String user, String domain) throws Exception {
        Account seen = accounts.get(user + '@' + domain);
        enter(user + '@' + domain);
        return seen;
    }

    @Override
    public Account findHashed(String userhash) throws Exception {
        Account seen = hashed.get(userhash) == null ? null : accounts.get(hashed.get(userhash));
        enter(userhash);
        return seen;
    }

    private void enter(String what) throws Exception {
        asked.add(what);
        CountDownLatch here = gate;
        here.await();
        if (failure != null) {
            throw failure;
        }
    }
}
