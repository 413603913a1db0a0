package org.hotcut.sip.api;

import javax.sip.message.Request;

import org.osgi.annotation.versioning.ProviderType;

/** Reads what does not come from the network: texts such as configuration, requests made with JAIN-SIP. Implemented by {@code sip-core}. */
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

    /**
     * Takes a request that was edited with JAIN-SIP, see {@link SipMessage#toJainSip}; a handler may forward it as the one it was asked about. It is encoded to
     * bytes here, and what was given is not kept.
     *
     * @throws IllegalArgumentException naming the fault of what it is encoded to
     */
    SipRequest request(Request request);
}
