package org.hotcut.testkit;

import java.util.Collection;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

import org.hotcut.core.api.account.Account;
import org.hotcut.core.api.account.AccountSource;
import org.hotcut.core.api.account.Accounts;
import org.hotcut.core.api.account.DigestAlgorithm;
import org.hotcut.core.api.account.Domain;

/** Accounts in a map, which can be made to hang or to fail. Safe for any thread. */
public final class FakeAccounts implements Accounts {
    /** How look-ups of users go. */
    public enum Mode { ANSWERS, HANGS, FAILS }

    private final Map<String, Domain> domains = new LinkedHashMap<>();
    private final Map<String, Account> users = new LinkedHashMap<>();
    private final Map<String, Account> remembered = new LinkedHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<Runnable> hanging = new CopyOnWriteArrayList<>();
    private volatile Mode mode = Mode.ANSWERS;

    /** Adds a domain that offers MD5. */
    public FakeAccounts domain(String name, DigestAlgorithm... offers) {
        Domain domain = new Domain(name, name, offers.length == 0 ? List.of(DigestAlgorithm.MD5) : List.of(offers));
        synchronized (domains) {
            domains.put(name, domain);
        }
        return this;
    }

    /** Adds a domain. */
    public FakeAccounts domain(Domain domain) {
        synchronized (domains) {
            domains.put(domain.name(), domain);
        }
        return this;
    }

    /** Keeps what {@link #find} says of a user as it is now, also when it is nothing; {@link #findFresh} learns what is changed later. */
    public void remember(String user, String domain) {
        synchronized (domains) {
            remembered.put(user + '@' + domain, users.get(user + '@' + domain));
        }
    }

    /** Adds a user with hashes for every algorithm, and the domain if it is new. */
    public FakeAccounts user(String user, String domain, String password) {
        return user(user, domain, password, DigestAlgorithm.values());
    }

    /** Adds a user with hashes for some algorithms, and the domain if it is new. */
    public FakeAccounts user(String user, String domain, String password, DigestAlgorithm... algorithms) {
        if (domain(domain) == null) {
            domain(domain, new DigestAlgorithm[0]);
        }
        Map<DigestAlgorithm, Account.Ha1> hashes = new EnumMap<>(DigestAlgorithm.class);
        for (DigestAlgorithm algorithm : algorithms) {
            hashes.put(algorithm, new Account.Ha1(DigestClient.hash(algorithm, user + ':' + domain + ':' + password),
                DigestClient.hash(algorithm, user + '@' + domain + ':' + domain + ':' + password)));
        }
        synchronized (domains) {
            users.put(user + '@' + domain, new Account(user, domain, domain, hashes));
        }
        return this;
    }

    /** Removes a user. */
    public void removeUser(String user, String domain) {
        synchronized (domains) {
            users.remove(user + '@' + domain);
        }
    }

    /** Removes a domain; its users stay. */
    public void removeDomain(String name) {
        synchronized (domains) {
            domains.remove(name);
        }
    }

    /** Says how look-ups go from now on; those that hang are answered when it is no longer {@link Mode#HANGS}. */
    public void mode(Mode next) {
        mode = next;
        if (next != Mode.HANGS) {
            List<Runnable> all = List.copyOf(hanging);
            hanging.clear();
            all.forEach(Runnable::run);
        }
    }

    /** Returns the addresses that were asked for, in order. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    @Override
    public Domain domain(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        synchronized (domains) {
            return domains.get(lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower);
        }
    }

    @Override
    public Collection<Domain> domains() {
        synchronized (domains) {
            return List.copyOf(domains.values());
        }
    }

    @Override
    public CompletionStage<Account> find(String user, String domain) {
        return look(user, domain, true);
    }

    private CompletionStage<Account> look(String user, String domain, boolean fromMemory) {
        asked.add(user + '@' + domain);
        CompletableFuture<Account> answer = new CompletableFuture<>();
        if (mode == Mode.HANGS) {
            hanging.add(() -> answer(answer, user, domain, fromMemory));
        } else {
            answer(answer, user, domain, fromMemory);
        }
        return answer;
    }

    private void answer(CompletableFuture<Account> answer, String user, String domain, boolean fromMemory) {
        if (mode == Mode.FAILS) {
            answer.completeExceptionally(new IllegalStateException("accounts are away"));
            return;
        }
        answer.complete(account(user, domain, fromMemory));
    }

    private Account account(String user, String domain, boolean fromMemory) {
        String address = user + '@' + domain;
        synchronized (domains) {
            return fromMemory && remembered.containsKey(address) ? remembered.get(address) : users.get(address);
        }
    }

    @Override
    public CompletionStage<Account> findFresh(String user, String domain) {
        return look(user, domain, false);
    }

    @Override
    public CompletionStage<Account> findHashed(byte[] userhash) {
        String wanted = HexFormat.of().formatHex(userhash);
        Account found;
        synchronized (domains) {
            found = users.values().stream().filter(user -> DigestClient.hash(DigestAlgorithm.SHA_256, user.user() + ':' + user.realm()).equals(wanted)).findFirst().orElse(null);
        }
        return found == null ? look(wanted, "userhash", true) : look(found.user(), found.domain(), true);
    }

    @Override
    public CompletionStage<Void> changed(String user, String domain) {
        return CompletableFuture.completedFuture(null);
    }

    /** Returns these accounts as what a database would be; hanging blocks it until the mode changes. */
    public AccountSource source() {
        return new AccountSource() {
            @Override
            public List<Domain> domains() throws Exception {
                if (mode == Mode.FAILS) {
                    throw new java.io.IOException("the database is down");
                }
                return List.copyOf(FakeAccounts.this.domains());
            }

            @Override
            public Account find(String user, String domain) throws Exception {
                return FakeAccounts.this.find(user, domain).toCompletableFuture().get();
            }
        };
    }
}
