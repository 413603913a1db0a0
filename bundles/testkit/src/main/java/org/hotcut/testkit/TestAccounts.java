package org.hotcut.testkit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.hotcut.core.api.account.Account;
import org.hotcut.core.api.account.Accounts;
import org.hotcut.core.api.account.DigestAlgorithm;
import org.hotcut.core.api.account.Domain;

/** Accounts in a map, that can go away and that can remember what is no longer true. */
public final class TestAccounts implements Accounts {
    private final Map<String, Domain> domains = new LinkedHashMap<>();
    private final Map<String, Account> remembered = new LinkedHashMap<>();
    private final Map<String, Account> fresh = new LinkedHashMap<>();
    private CompletableFuture<Void> answering = CompletableFuture.completedFuture(null);

    /** Adds a domain. */
    public TestAccounts domain(String name, String realm, DigestAlgorithm... offers) {
        domains.put(name, new Domain(name, realm, List.of(offers)));
        return this;
    }

    /** Adds a user, or changes him, with hashes of some algorithms (all when none is given). */
    public TestAccounts user(String user, String domain, String password, DigestAlgorithm... algorithms) {
        changedElsewhere(user, domain, password, algorithms);
        remembered.put(user + '@' + domain, fresh.get(user + '@' + domain));
        return this;
    }

    /** Changes a user so that only {@link #findFresh} knows. */
    public void changedElsewhere(String user, String domain, String password, DigestAlgorithm... algorithms) {
        String realm = domains.get(domain).realm();
        Map<DigestAlgorithm, Account.Ha1> ha1 = new EnumMap<>(DigestAlgorithm.class);
        for (DigestAlgorithm algorithm : algorithms.length == 0 ? DigestAlgorithm.values() : algorithms) {
            ha1.put(algorithm, new Account.Ha1(hash(algorithm, user + ':' + realm + ':' + password),
                hash(algorithm, user + '@' + domain + ':' + realm + ':' + password)));
        }
        fresh.put(user + '@' + domain, new Account(user, domain, realm, ha1));
    }

    /** Nobody can say from now on. */
    public void goAway() {
        answering = CompletableFuture.failedFuture(new IllegalStateException("database is down"));
    }

    /** Answers wait for this stage from now on. */
    public void answerAfter(CompletableFuture<Void> stage) {
        answering = stage;
    }

    @Override
    public Domain domain(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return domains.get(lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower);
    }

    @Override
    public Collection<Domain> domains() {
        return domains.values();
    }

    @Override
    public CompletionStage<Account> find(String user, String domain) {
        return answering.thenApply(nothing -> remembered.get(user + '@' + domain));
    }

    @Override
    public CompletionStage<Account> findFresh(String user, String domain) {
        return answering.thenApply(nothing -> fresh.get(user + '@' + domain));
    }

    @Override
    public CompletionStage<Void> changed(String user, String domain) {
        remembered.putAll(fresh);
        return CompletableFuture.completedFuture(null);
    }

    /** Returns H(text) in lower-case hexadecimal digits. */
    public static String hash(DigestAlgorithm algorithm, String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm.jca()).digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
