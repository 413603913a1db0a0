package org.hotcut.testkit;

import java.util.HashMap;
import java.util.Map;

import org.hotcut.core.api.account.Nonces;

/** Highest counts in a map. For one thread. */
public final class TestNonces implements Nonces {
    private record Seen(long count, String transaction) { }

    private final Map<String, Seen> seen = new HashMap<>();
    private boolean forgetful;

    /** Knows nothing of any nonce from now on. */
    public void forget() {
        forgetful = true;
    }

    @Override
    public Use use(String nonce, long issuedAt, long count, String transaction) {
        if (forgetful) {
            return Use.FORGOTTEN;
        }
        Seen last = seen.get(nonce);
        if (last != null && last.count() == count && last.transaction().equals(transaction)) {
            return Use.FRESH;
        }
        if (last != null && count <= last.count()) {
            return Use.REPLAYED;
        }
        seen.put(nonce, new Seen(count, transaction));
        return Use.FRESH;
    }
}
