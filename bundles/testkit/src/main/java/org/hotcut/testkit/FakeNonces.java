package org.hotcut.testkit;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.hotcut.core.api.account.Nonces;

/** Nonce counts that are never forgotten, unless the test says so. */
public final class FakeNonces implements Nonces {
    private record Used(long count, String transaction) { }

    private final Map<String, Used> used = new ConcurrentHashMap<>();
    private volatile boolean forgetful;

    /** Says whether nothing is known of any nonce. */
    public void forgetful(boolean value) {
        forgetful = value;
    }

    @Override
    public Use use(String nonce, long issuedAt, long count, String transaction) {
        if (forgetful) {
            return Use.FORGOTTEN;
        }
        Used now = used.merge(nonce, new Used(count, transaction), (before, next) -> next.count > before.count ? next : before);
        return now.count == count && now.transaction.equals(transaction) ? Use.FRESH : Use.REPLAYED;
    }
}
