package org.hotcut.sip.api;

import org.osgi.annotation.versioning.ProviderType;

/** Reads texts that are not in a message, such as configuration. Implemented by {@code sip-core}. */
@ProviderType
public interface SipParser {
    /**
     * Reads a URI.
     *
     * @throws IllegalArgumentException naming the fault
     */
    SipUri uri(String text);

    /**
     * Reads one name-addr or addr-spec with header parameters.
     *
     * @throws IllegalArgumentException naming the fault
     */
    NameAddr address(String text);
}
