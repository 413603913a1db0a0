package org.hotcut.core.api.account;

import java.util.Collection;

import org.osgi.annotation.versioning.ConsumerType;

/** Whiteboard: told by {@code core-state} when our domains are others than before. */
@ConsumerType
public interface AccountsListener {
    /**
     * Called on the pool after a domain was added, changed or removed, and when the domains are known for the first time after a start; in order,
     * never twice at a time. May block as work on the pool may.
     *
     * @param domains all our domains, as {@link Accounts#domains} returns them
     */
    void domainsChanged(Collection<Domain> domains);
}
