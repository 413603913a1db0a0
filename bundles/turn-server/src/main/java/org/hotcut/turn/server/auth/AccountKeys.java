package org.hotcut.turn.server.auth;

import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.hotcut.core.api.account.Account;
import org.hotcut.core.api.account.Accounts;
import org.hotcut.core.api.account.DigestAlgorithm;
import org.hotcut.core.api.account.Domain;
import org.hotcut.stun.Stun;

/** Compares a claim with the account it names. The hashes of SIP are TURN's keys, when the realm is the same (RFC 8489 section 9.2.2). */
final class AccountKeys {
    private static final byte[] NO_KEY = new byte[32];

    private final Accounts accounts;

    AccountKeys(Accounts accounts) {
        this.accounts = accounts;
    }

    /**
     * What came of it.
     *
     * @param account  whose it would be, or null when there is none
     * @param username by which he is known here, also when it was hidden
     * @param key      by which the claim was made, or null when it was not
     */
    record Found(Account account, String username, byte[] key) { }

    /** Compares. Fails when nobody can say. */
    CompletionStage<Found> find(Claim claim, Domain bare) {
        if (claim.username() == null) {
            // a hash of nobody's name is asked for once more as well: it must take as long to refuse
            return accounts.findHashed(claim.userhash()).thenCompose(account -> again(claim, account, account == null
                ? new AccountName(HexFormat.of().formatHex(claim.userhash()), bare.name(), false) : new AccountName(account.user(), account.domain(), false)));
        }
        AccountName name = AccountName.of(claim.username(), accounts, bare);
        // one there is not is looked up all the same, in a domain of ours: who asks must not see a difference
        AccountName asked = name == null ? new AccountName(claim.username(), bare.name(), false) : name;
        return accounts.find(asked.user(), asked.domain()).thenCompose(account -> again(claim, account, asked));
    }

    /** The password may have been changed, or the user added, by another program. */
    private CompletionStage<Found> again(Claim claim, Account account, AccountName name) {
        Found found = found(claim, account, name);
        return found.key() != null ? CompletableFuture.completedStage(found)
            : accounts.findFresh(name.user(), name.domain()).thenApply(fresh -> found(claim, fresh, name));
    }

    private static Found found(Claim claim, Account account, AccountName name) {
        byte[] key = account == null || !account.realm().equals(claim.realm()) ? null : key(name.hash(account.ha1().get(algorithm(claim.algorithm()))));
        // an unknown user's answer takes as long to refuse
        boolean right = claim.isMadeWith(key == null ? NO_KEY : key) && key != null;
        return new Found(account, claim.username() == null && account != null ? account.user() : claim.username(), right ? key : null);
    }

    /** Returns the key in a hash, which a foreign program may have written; null when there is none. */
    private static byte[] key(String hash) {
        try {
            byte[] key = hash == null ? new byte[0] : HexFormat.of().parseHex(hash);
            return key.length == 0 ? null : key;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Returns whether an account could be proven by MD5, but not by the algorithm of the claim. */
    static boolean hasOnlyMd5(Account account, Claim claim) {
        return account != null && account.realm().equals(claim.realm()) && !account.ha1().containsKey(algorithm(claim.algorithm()))
            && account.ha1().containsKey(DigestAlgorithm.MD5);
    }

    private static DigestAlgorithm algorithm(int number) {
        return number == Stun.MD5 ? DigestAlgorithm.MD5 : DigestAlgorithm.SHA_256;
    }
}
