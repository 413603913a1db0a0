package org.hotcut.identity;

import org.hotcut.core.api.account.Accounts;
import org.hotcut.core.api.net.Endpoint;
import org.hotcut.core.api.net.Flows;
import org.hotcut.sip.api.SipUri;

/** Which hosts this server answers for: its domains and the places where it listens. */
final class OwnHosts {
    private final Accounts accounts;
    private final Flows flows;

    OwnHosts(Accounts accounts, Flows flows) {
        this.accounts = accounts;
        this.flows = flows;
    }

    /** Returns whether a URI's host is one of them. */
    boolean contain(SipUri uri) {
        if (!uri.isSip()) {
            return false;
        }
        if (accounts.domain(uri.host()) != null) {
            return true;
        }
        for (Endpoint endpoint : flows.endpoints()) {
            if (endpoint.isAt(uri.host())) {
                return true;
            }
        }
        return false;
    }
}
