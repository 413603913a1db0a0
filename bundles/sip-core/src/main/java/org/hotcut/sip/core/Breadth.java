package org.hotcut.sip.core;

import java.util.Arrays;
import java.util.List;

/**
 * Max-Breadth of one response context (RFC 5393 section 5.3.3): into how many branches a request may still fall apart on its way, over all branches that are open.
 * Those that have ended give theirs back.
 */
final class Breadth {
    private final int whole;
    private int[] shares = new int[1];

    /**
     * Takes over what the request brought.
     *
     * @param asked Max-Breadth of the request, -1 when it has none
     * @param most  what counts then, and the most that is granted
     */
    Breadth(int asked, int most) {
        whole = asked < 0 ? most : Math.min(asked, most);
    }

    /**
     * Shares what is free among new branches.
     *
     * @param branches all of them, the new ones last
     * @param first    the place of the first new one
     * @param more     whether others may follow while these are open: half is kept for them
     * @return false, giving nothing, when that is not one for each
     */
    boolean share(List<Branch> branches, int first, boolean more) {
        int count = branches.size() - first;
        int free = whole;
        for (int i = 0; i < first; i++) {
            free -= branches.get(i).isOver() ? 0 : shares[i];
        }
        if (free < count) {
            return false;
        }
        int given = more ? Math.max(count, free - free / 2) : free;
        if (branches.size() > shares.length) {
            shares = Arrays.copyOf(shares, branches.size());
        }
        // what does not divide goes to the last, so that a target named twice never gets more than there is
        Arrays.fill(shares, first, branches.size(), given / count);
        for (int i = 0; i < given % count; i++) {
            shares[branches.size() - 1 - i]++;
        }
        return true;
    }

    /** Returns the share of a branch. */
    int of(int branch) {
        return shares[branch];
    }
}
