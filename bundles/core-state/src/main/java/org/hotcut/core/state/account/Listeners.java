package org.hotcut.core.state.account;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.hotcut.core.api.account.AccountsListener;
import org.hotcut.core.state.work.WorkPool;

/** Who is told when domains or accounts changed. One that comes is told of the domains at once: it may have been away while they did. */
final class Listeners {
    private final WorkPool pool;
    private final DomainTable domains;
    private final Map<Long, Word> present = new ConcurrentHashMap<>();

    Listeners(WorkPool pool, DomainTable domains) {
        this.pool = pool;
        this.domains = domains;
    }

    void add(long id, String name, AccountsListener listener) {
        Word word = new Word(pool.client("word of accounts to " + name), name, listener, domains);
        present.put(id, word);
        if (domains.known()) {
            word.domains();
        }
    }

    void remove(long id) {
        Word word = present.remove(id);
        if (word != null) {
            word.close();
        }
    }

    void tellDomains() {
        present.values().forEach(Word::domains);
    }

    /** An account changed, or (user null) all of a domain, or all. */
    void tellAccount(String user, String domain) {
        present.values().forEach(word -> word.account(user, domain));
    }

    void tick() {
        present.values().forEach(Word::retry);
    }
}
