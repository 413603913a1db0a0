package org.hotcut.sip.api;

import org.osgi.annotation.versioning.ProviderType;

/** A URI with header parameters, as in From, To, Contact and Route. Immutable. */
@ProviderType
public interface NameAddr {
    /** Returns the display name without quotes, "" when there is none. */
    String displayName();

    /** Returns the URI. */
    SipUri uri();

    /** Returns a header parameter's value without quotes, "" when it has none, null when it is absent. Any case. */
    String param(String name);

    /** Returns the value as it stands in the message. */
    String text();
}
