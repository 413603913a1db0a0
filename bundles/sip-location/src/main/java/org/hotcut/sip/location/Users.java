package org.hotcut.sip.location;

import org.hotcut.sip.api.location.LocationListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * Finds who wants to hear of changes. A component apart from {@link SipLocation}: listeners need its service, so that whichever of the two began would otherwise
 * ask for the other in a circle, which SCR reports as an error.
 */
@Component(immediate = true, service = {})
public final class Users {
    private final Hearers hearers;

    /** Called by the component runtime, before the methods that bind. */
    @Activate
    public Users(@Reference SipLocation location) {
        hearers = location.hearers();
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindListener(LocationListener listener) {
        hearers.add(listener);
    }

    void unbindListener(LocationListener listener) {
        hearers.remove(listener);
    }
}
