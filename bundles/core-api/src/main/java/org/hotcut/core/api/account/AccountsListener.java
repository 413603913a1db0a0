package org.hotcut.core.api.account;

import java.util.Collection;

import org.osgi.annotation.versioning.ConsumerType;

/** Whiteboard: told by {@code core-state} when our domains, or somebody's account, are others than before. Called on the pool, in order, never twice at a time. */
@ConsumerType
public interface AccountsListener {
    /**
     * Called after a domain was added, changed or removed, and when the domains are known for the first time after a start. May block as work on the pool may.
     *
     * @param domains all our domains, as {@link Accounts#domains} returns them
     */
    void domainsChanged(Collection<Domain> domains);

    /**
     * Called after an account was added, changed (another password) or removed, when that is in force: {@link Accounts#find} says how it is now. Of what another program
     * did to the database we learn when the account is asked for next. May block as work on the pool may. Who comes later is not told what was before.
     *
     * @param user   null for all of the domain
     * @param domain null for all domains: so much has changed at once that it is not told one by one
     */
    default void accountChanged(String user, String domain) { }
}
