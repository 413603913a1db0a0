package org.hotcut.sip.api;

import org.osgi.annotation.versioning.ProviderType;

/**
 * A URI of a SIP message (RFC 3261 section 19.1), looked at without building a model of it. Immutable. For schemes other than sip and
 * sips only {@link #scheme} and {@link #text} say something.
 */
@ProviderType
public interface SipUri {
    /** Returns the whole URI as it stands in the message, without angle brackets. */
    String text();

    /** Returns the scheme in lower case. */
    String scheme();

    /** Returns whether the scheme is sip or sips. */
    boolean isSip();

    /** Returns the user part with escapes resolved, without a password; null when there is none. */
    String user();

    /** Returns the host in lower case, an IPv6 address without brackets, no trailing dot. */
    String host();

    /** Returns the port, or -1. */
    int port();

    /** Returns a URI parameter's value with escapes resolved, "" when it has none, null when it is absent. Any case. */
    String param(String name);

    /** Returns {@code user@host}, or the host alone: the key of a registration (RFC 3261 section 10.3 step 5). */
    String address();

    /** Compares after the rules of RFC 3261 section 19.1.4. */
    boolean matches(SipUri other);
}
