package org.hotcut.testkit;

import org.hotcut.core.api.account.Identity;
import org.hotcut.sip.api.RouteToken;
import org.hotcut.sip.api.Target;

/**
 * What a valid token says.
 *
 * @param fromCaller which way
 * @param sameFlow   whether by the line of set-up
 * @param identity   who that side was proven to be at set-up, or null
 * @param target     where it goes
 */
public record FakeRouteToken(boolean fromCaller, boolean sameFlow, Identity identity, Target target) implements RouteToken {
    /** Returns whether that is the user in {@link #target}. */
    @Override
    public boolean leadsToUser(String address) {
        return address.equals(target.identity());
    }

    @Override
    public boolean sameIdentity(Identity other) {
        if (identity == null || other == null) {
            return identity == other;
        }
        return identity.kind() == other.kind() && identity.name().equals(other.name());
    }
}
