package org.hotcut.sip.core;

import org.hotcut.core.api.account.Identity;
import org.hotcut.core.api.net.Flow;
import org.hotcut.sip.api.RouteToken;
import org.hotcut.sip.api.Target;
import org.hotcut.sip.core.route.DialogToken;

/** A valid token as handlers see it. */
record Dialog(DialogToken token, Flow flow, Target target) implements RouteToken {
    @Override
    public boolean fromCaller() {
        return token.fromCaller();
    }

    @Override
    public boolean sameFlow() {
        return token.sameFlow(flow);
    }

    @Override
    public boolean sameIdentity(Identity identity) {
        return token.sameIdentity(identity);
    }
}
