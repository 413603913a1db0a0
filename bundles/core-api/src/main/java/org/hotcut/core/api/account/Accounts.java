package org.hotcut.core.api.account;

import java.util.Collection;
import java.util.concurrent.CompletionStage;

import org.osgi.annotation.versioning.ProviderType;

/** Accounts as handlers see them: from memory when seen lately, else from the {@link AccountSource}. Implemented by {@code core-state}. Never blocks. */
@ProviderType
public interface Accounts {
    /** Returns our domain of that name (any case, trailing dot allowed), or null. From memory: kept current in the background and by {@link #changed}. */
    Domain domain(String name);

    /** Returns all our domains; the first is the default one. */
    Collection<Domain> domains();

    /**
     * Looks a user up.
     *
     * @return complete at once when seen lately; the account, or null when there is none; exceptionally when nobody can say: the source is
     *     away or failing and the user was not seen lately
     */
    CompletionStage<Account> find(String user, String domain);

    /** As {@link #find} but asks the source again when what is remembered is older than a second: for a password that did not match. */
    CompletionStage<Account> findFresh(String user, String domain);

    /**
     * As {@link #find}, of a user who hides his name (USERHASH, RFC 8489 section 14.4). Whoever knows a name and a realm can make it: it proves nothing.
     *
     * @param userhash SHA-256(user:realm), 32 bytes
     */
    CompletionStage<Account> findHashed(byte[] userhash);

    /**
     * Forgets what is remembered of one user (or, when user is null, of the domain and all its users; when both are null, of all) and reads the domains again.
     *
     * @return completes when the new state is in force
     */
    CompletionStage<Void> changed(String user, String domain);
}
