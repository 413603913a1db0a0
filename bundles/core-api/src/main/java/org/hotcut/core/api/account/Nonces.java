package org.hotcut.core.api.account;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Which nonce counts were used (RFC 7616 section 3.4), so that a captured answer cannot be replayed. Survives swaps and restarts; capped, the least lately used
 * nonces are forgotten first. Safe for any thread; never blocks.
 */
@ProviderType
public interface Nonces {
    /** What a use of a count means. */
    enum Use {
        /** Higher than any before, or the same transaction asking again. */
        FRESH,
        /** Used before by another transaction. */
        REPLAYED,
        /** Of this nonce nothing is known although it is old enough that it ought to be: ask for a new one, stale=true. */
        FORGOTTEN
    }

    /**
     * Uses a count.
     *
     * @param nonce       a nonce whose signature was checked
     * @param issuedAt    when it was made, milliseconds since 1970
     * @param count       the nc value
     * @param transaction key of the server transaction that carries it: the same one may ask any number of times
     */
    Use use(String nonce, long issuedAt, long count, String transaction);
}
