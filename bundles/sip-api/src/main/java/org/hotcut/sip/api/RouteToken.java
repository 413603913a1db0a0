package org.hotcut.sip.api;

import org.hotcut.core.api.account.Identity;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What the signed token in our Record-Route says of an in-dialog request. It was made when the dialog was set up, is bound to its Call-ID,
 * and names both sides. Only a valid one is ever seen.
 */
@ProviderType
public interface RouteToken {
    /** Returns whether the request goes the way of the first one (caller to callee). */
    boolean fromCaller();

    /** Returns whether it came by the very line that its side used at set-up. */
    boolean sameFlow();

    /** Returns whether this is who that side was proven to be at set-up; for null, whether nobody was proven. */
    boolean sameIdentity(Identity identity);

    /** Returns whether the other side was proven to be this user of ours at set-up, or was registered as him: {@code alice@example.org}. */
    boolean leadsToUser(String address);

    /** Returns where it goes: the other side's line as first choice, then the Request-URI or next Route. */
    Target target();
}
