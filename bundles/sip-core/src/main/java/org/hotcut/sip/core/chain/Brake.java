package org.hotcut.sip.core.chain;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

import org.hotcut.core.api.net.Flows;

/**
 * Stops the streams that fill the queue of one name, on one loop (contract, clause 5): from three quarters on those whose events wait are not read, until half
 * of it is free. Touched by its loop alone.
 */
final class Brake {
    private final Parking parking;
    private final Flows flows;
    private final Set<Long> stopped = new HashSet<>();
    private boolean on;

    Brake(Parking parking, Flows flows) {
        this.parking = parking;
        this.flows = flows;
    }

    /** An event has joined those that are parked. */
    void parked(Event last, Collection<Event> all) {
        if (on) {
            stop(last);
        } else if (parking.isFilling()) {
            on = true;
            all.forEach(this::stop);
        }
    }

    // who comes and goes with a new connection each time must not make the set grow for ever
    private void stop(Event event) {
        long stream = event.stream();
        if (stream != 0 && event.isParked() && stopped.size() < Parking.MOST_EVENTS && stopped.add(stream)) {
            flows.pause(stream, true);
        }
    }

    /** Lets go when there is room again. */
    void ease() {
        if (on && parking.isEased()) {
            release();
        }
    }

    void release() {
        stopped.forEach(stream -> flows.pause(stream, false));
        stopped.clear();
        on = false;
    }
}
