package org.hotcut.sip.api.location;

import java.util.List;

import org.hotcut.sip.api.SipUri;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Globally routable URIs of devices (RFC 5627): public ones, the address with the instance as {@code gr}, and temporary ones that tell nobody whose they are. Implemented by
 * {@code sip-location}, which keeps nothing for them: a temporary one is what it says, encrypted. Safe for any thread; never blocks.
 */
@ProviderType
public interface Gruus {
    /** Where it leads. */
    int FOUND = 0;

    /**
     * What a GRUU names (RFC 5627 section 5.5).
     *
     * @param status   {@link #FOUND}; 404 when it is none of ours or no longer one; 480 when that device of the address is not registered now
     * @param address  the address-of-record behind it, null for 404
     * @param bindings of that device, its preferred line first; empty unless it was found
     */
    record Device(int status, String address, List<Binding> bindings) { }

    /**
     * Finds the device that a GRUU names.
     *
     * @param uri of one of our domains
     * @return null when the URI is no GRUU: it has no {@code gr}
     */
    Device resolve(SipUri uri);

    /** Returns the public GRUU of a binding's device, or null when it has no instance. */
    String publicGruu(Binding binding);

    /** Returns a new temporary GRUU of a binding's device, valid while the device is registered with that Call-ID; null when it has no instance. */
    String temporaryGruu(Binding binding);
}
