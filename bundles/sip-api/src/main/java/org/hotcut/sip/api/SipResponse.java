package org.hotcut.sip.api;

import org.osgi.annotation.versioning.ProviderType;

/** A response; see {@link SipMessage}. */
@ProviderType
public interface SipResponse extends SipMessage {
    /** Returns the status code. */
    int status();

    /** Returns the reason phrase, "" when there is none. */
    String reason();
}
