package org.hotcut.sip.api;

import java.util.List;

import org.hotcut.core.api.net.Flow;

/**
 * Somewhere a request can go.
 *
 * @param uri      the Request-URI there; null leaves the request's own
 * @param flow     the line to use; null to find one by the first Route or the Request-URI
 * @param route    Route values to put on, the Path of a registration (RFC 3327); empty for none
 * @param strict   true when only {@code flow} will do (RFC 5626); false when, once it is gone, the URI may be tried
 * @param identity the user registered there, {@code alice@example.org}; null when nobody's proven place
 * @param binding  {@link org.hotcut.sip.api.location.Binding#key} of the registration; 0 when it is none
 */
public record Target(String uri, Flow flow, List<String> route, boolean strict, String identity, long binding) {
    /** A place found by its URI. */
    public static Target of(String uri) {
        return new Target(uri, null, List.of(), false, null, 0);
    }
}
