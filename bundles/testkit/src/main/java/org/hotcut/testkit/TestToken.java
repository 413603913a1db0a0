package org.hotcut.testkit;

import org.hotcut.core.api.account.Identity;
import org.hotcut.sip.api.RouteToken;
import org.hotcut.sip.api.Target;

/**
 * A token as {@code sip-core} would have found it valid.
 *
 * @param identity name of who was proven at set-up, or null
 */
public record TestToken(boolean fromCaller, boolean sameFlow, String identity, Target target) implements RouteToken {
    @Override
    public boolean sameIdentity(Identity other) {
        return other == null ? identity == null : other.name().equals(identity);
    }
}
