package org.hotcut.turn.server.auth;

import org.hotcut.core.api.account.Account;
import org.hotcut.core.api.account.Accounts;
import org.hotcut.core.api.account.Domain;

/**
 * A user name of an account: {@code alice} of the default domain, or {@code alice@example.org}.
 *
 * @param user       the part before the @
 * @param domain     one of ours
 * @param withDomain whether it was written with the domain, for which there is a hash of its own
 */
record AccountName(String user, String domain, boolean withDomain) {
    /**
     * Returns what a user name means; null when it names a domain that is not ours.
     *
     * @param bare the domain of names without one
     */
    static AccountName of(String username, Accounts accounts, Domain bare) {
        int at = username.lastIndexOf('@');
        if (at < 0) {
            return new AccountName(username, bare.name(), false);
        }
        Domain domain = at == 0 || at == username.length() - 1 ? null : accounts.domain(username.substring(at + 1));
        return domain == null ? null : new AccountName(username.substring(0, at), domain.name(), true);
    }

    /** Returns the hash of an account that is for the name as it was written; null when there is none. */
    String hash(Account.Ha1 hashes) {
        return hashes == null ? null : withDomain ? hashes.withDomain() : hashes.plain();
    }
}
