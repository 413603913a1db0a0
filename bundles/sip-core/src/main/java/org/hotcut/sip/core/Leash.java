package org.hotcut.sip.core;

import java.util.ArrayList;
import java.util.List;

import org.hotcut.sip.core.route.Hop;
import org.hotcut.sip.core.route.NextHop;

/** Leaves of the ways to where a request inside a dialog wants to go only those that the dialog leads to, see {@link Dialog#allows}. */
record Leash(Dialog dialog, String host, NextHop.Located located) implements NextHop.Located {
    @Override
    public void hops(List<Hop> hops) {
        List<Hop> allowed = hops;
        for (Hop hop : hops) {
            if (!dialog.allows(false, host, hop.address().getAddress())) {
                allowed = new ArrayList<>(allowed);
                allowed.remove(hop);
            }
        }
        if (allowed.isEmpty()) {
            located.none(403, "This dialog does not lead there");
        } else {
            located.hops(allowed);
        }
    }

    @Override
    public void none(int status, String reason) {
        located.none(status, reason);
    }
}
