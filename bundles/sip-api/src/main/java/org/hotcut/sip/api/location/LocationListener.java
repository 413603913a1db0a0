package org.hotcut.sip.api.location;

import java.util.List;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Hears what becomes of registrations. For state bundles: {@code sip-location} finds it as a service, at any time, and forgets it when it goes.
 *
 * <p>It is told after the change is in the table and in the journal, so {@link Location#find} already answers by it. What was changed at one address on two loops at
 * once is told on both, in either order: who needs to know how things are asks {@link Location}. What is read from the journal at the start is told to nobody.
 */
@ConsumerType
public interface LocationListener {
    /** What became of a binding. */
    enum Event {
        /** A device that was not there registered. */
        CREATED,
        /** A device registered anew: for longer, by another line, with another Contact. */
        REFRESHED,
        /** Its client or another one of the user took it back, or put another device's binding in its place. */
        UNREGISTERED,
        /** Its time was up. Told when the table is walked next, half a minute later at most. */
        EXPIRED,
        /** Its connection closed. It stays, unreachable, until it expires or the device is back. */
        LOST
    }

    /**
     * One of the things that became of an address.
     *
     * @param event   what happened
     * @param binding as it is now, or was last
     */
    record Change(Event event, Binding binding) { }

    /**
     * Called when something has changed. Must return at once: it holds up a loop.
     *
     * @param address the address-of-record
     * @param changes what happened at once, never empty
     */
    void changed(String address, List<Change> changes);
}
