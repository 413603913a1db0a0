package org.hotcut.core.state.nonce;

import java.util.Arrays;

import org.hotcut.core.api.account.Nonces.Use;

/**
 * Counts of one nonce. As in IPsec (RFC 4303 section 3.4.3) a window remembers the 64 counts up to the highest one, for requests that a
 * client sent at once over UDP may overtake each other; what is older than the window counts as used.
 */
final class NonceRow {
    private static final int WINDOW = 64;
    private static final int REMEMBERED = 8;
    private static final long[] NONE = {};

    private final long issuedAt;
    private long highest;
    /** Bit n: count {@code highest - n} was used. */
    private long used;
    /** Which transactions used a count lately, as hashes over both; the oldest is overwritten. */
    private long[] uses;
    private int next;

    NonceRow(long issuedAt) {
        this(issuedAt, 0, 0, NONE);
    }

    NonceRow(long issuedAt, long highest, long used, long[] uses) {
        this.issuedAt = issuedAt;
        this.highest = highest;
        this.used = used;
        this.uses = uses;
        this.next = uses.length;
    }

    long issuedAt() {
        return issuedAt;
    }

    long highest() {
        return highest;
    }

    long used() {
        return used;
    }

    long[] uses() {
        return uses;
    }

    /** Uses a count; {@code use} is a hash over the count and the transaction. */
    Use use(long count, long use) {
        if (isFresh(count)) {
            mark(count);
            remember(use);
            return Use.FRESH;
        }
        return isRepeated(use) ? Use.FRESH : Use.REPLAYED;
    }

    private boolean isFresh(long count) {
        if (count > highest) {
            return true;
        }
        long behind = highest - count;
        return count > 0 && behind < WINDOW && (used & 1L << behind) == 0;
    }

    private void mark(long count) {
        if (count <= highest) {
            used |= 1L << (highest - count);
            return;
        }
        long ahead = count - highest;
        used = ahead >= WINDOW ? 1 : used << ahead | 1;
        highest = count;
    }

    private void remember(long use) {
        if (next == uses.length) {
            if (uses.length < REMEMBERED) {
                uses = Arrays.copyOf(uses, Math.max(1, 2 * uses.length));
            } else {
                next = 0;
            }
        }
        uses[next++] = use;
    }

    private boolean isRepeated(long use) {
        for (long known : uses) {
            if (known == use) {
                return true;
            }
        }
        return false;
    }
}
