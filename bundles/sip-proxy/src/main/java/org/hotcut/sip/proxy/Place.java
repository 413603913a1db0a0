package org.hotcut.sip.proxy;

import java.util.List;

import org.hotcut.sip.api.location.Binding;

/**
 * What a Request-URI of ours names.
 *
 * @param status   0, or what to answer because it names nothing
 * @param address  the address-of-record
 * @param bindings there, preferred first
 * @param mayPush  whether registrations there are heard, so that devices may be pushed
 */
record Place(int status, String address, List<Binding> bindings, boolean mayPush) {
    Place withPush() {
        return new Place(status, address, bindings, true);
    }
}
