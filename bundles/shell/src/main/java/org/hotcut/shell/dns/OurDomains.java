package org.hotcut.shell.dns;

import java.util.List;

import org.hotcut.core.api.account.Accounts;
import org.hotcut.core.api.account.Domain;
import org.hotcut.shell.AbsentException;
import org.hotcut.shell.Services;

/** The domains a command is about. */
final class OurDomains {
    private OurDomains() { }

    /** Returns all of them, or the one that was named. */
    static List<String> named(Services services, String name) throws AbsentException {
        Accounts accounts = services.need(Accounts.class);
        if (name == null) {
            return accounts.domains().stream().map(Domain::name).toList();
        }
        Domain domain = accounts.domain(name);
        if (domain == null) {
            throw new IllegalArgumentException(name + " is not a domain of ours: domain:list shows them.");
        }
        return List.of(domain.name());
    }
}
