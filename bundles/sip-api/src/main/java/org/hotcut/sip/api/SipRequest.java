package org.hotcut.sip.api;

import org.osgi.annotation.versioning.ProviderType;

/** A request; see {@link SipMessage}. */
@ProviderType
public interface SipRequest extends SipMessage {
    /** Returns the Request-URI. */
    SipUri uri();

    /** Returns Max-Forwards, or -1 when it is absent. */
    int maxForwards();

    /** Returns this request with another Request-URI. */
    SipRequest withUri(String uri);

    /** Returns this request with a header field added above the first of its name, or at the end. */
    SipRequest withHeader(String name, String value);

    /** Returns this request without any header of that name. */
    SipRequest without(String name);
}
