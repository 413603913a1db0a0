package org.hotcut.core.state.account;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.hotcut.core.api.account.AccountsListener;
import org.hotcut.core.state.Calls;
import org.hotcut.core.state.work.WorkPool;

/** Who is told when the domains changed. One that comes is told at once: it may have been away while they did. */
final class DomainListeners {
    private final WorkPool pool;
    private final DomainTable domains;
    private final Map<Long, Calls> present = new ConcurrentHashMap<>();

    DomainListeners(WorkPool pool, DomainTable domains) {
        this.pool = pool;
        this.domains = domains;
    }

    void add(long id, String name, AccountsListener listener) {
        Calls calls = new Calls(pool.client("word of domains to " + name), "Telling " + name + " of our domains", () -> listener.domainsChanged(domains.all()));
        present.put(id, calls);
        if (domains.known()) {
            calls.ask();
        }
    }

    void remove(long id) {
        Calls calls = present.remove(id);
        if (calls != null) {
            calls.close();
        }
    }

    void tell() {
        present.values().forEach(Calls::ask);
    }

    void tick() {
        present.values().forEach(Calls::retry);
    }
}
