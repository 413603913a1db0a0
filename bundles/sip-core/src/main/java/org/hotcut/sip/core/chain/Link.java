package org.hotcut.sip.core.chain;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.hotcut.core.api.net.Flows;
import org.hotcut.core.api.net.Loops;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A name of the chain and who bears it now. Safe for any thread. */
public final class Link {
    /** How long a bearer that leaves may finish what is inside (contract, clause 3). */
    public static final long DRAIN_MILLIS = 2_000;
    private static final Logger LOG = LoggerFactory.getLogger(Link.class);

    private final String name;
    private final Loops loops;
    private final long drainMillis;
    private final Lane[] lanes;
    private final Parking parking = new Parking();
    private final List<Bearer> bearers = new ArrayList<>();
    private volatile Bearer bearer;
    private volatile long absentSince = System.nanoTime();
    private volatile boolean closed;

    Link(String name, Loops loops, Flows flows, long drainMillis) {
        this.name = name;
        this.loops = loops;
        this.drainMillis = drainMillis;
        lanes = new Lane[loops.count()];
        for (int i = 0; i < lanes.length; i++) {
            lanes[i] = new Lane(this, loops, i, new Brake(parking, flows));
        }
    }

    /** Returns the name. */
    public String name() {
        return name;
    }

    /** Returns who gets new work, or null. */
    public Bearer bearer() {
        return bearer;
    }

    /** Returns the part of it that belongs to a loop. */
    public Lane lane(int loop) {
        return lanes[loop];
    }

    /** Returns how many events wait for a bearer. */
    public int parked() {
        return parking.events();
    }

    /** Returns how many milliseconds nobody has borne the name, 0 when somebody does. */
    public long absent() {
        return bearer != null ? 0 : Math.max(1, (System.nanoTime() - absentSince) / 1_000_000);
    }

    Parking parking() {
        return parking;
    }

    void close() {
        closed = true;
        for (Lane lane : lanes) {
            loops.execute(lane.loop(), lane::release);
        }
    }

    /** Adds a bearer; what is parked is given to it if it is the first. */
    void bind(Bearer added) {
        synchronized (bearers) {
            bearers.add(added);
            elect();
        }
        for (Lane lane : lanes) {
            loops.execute(lane.loop(), lane::resume);
        }
    }

    /** Takes a bearer out and returns when nothing is inside it any more, or after the time limit when it is fenced. */
    void unbind(long service) {
        Bearer leaving;
        synchronized (bearers) {
            leaving = bearers.stream().filter(one -> one.service() == service).findFirst().orElse(null);
            if (leaving == null) {
                return;
            }
            bearers.remove(leaving);
            leaving.leave();
            elect();
        }
        if (!closed && !drained(leaving)) {
            LOG.warn("{} ({}) did not finish within {} ms what it began; its requests go to the next bearer of the name", name, leaving.bundle(), drainMillis);
            leaving.fence();
            for (Lane lane : lanes) {
                loops.execute(lane.loop(), () -> lane.fence(leaving));
            }
        }
    }

    private void elect() {
        Collections.sort(bearers);
        Bearer next = bearers.isEmpty() ? null : bearers.get(0);
        if (next == null && bearer != null) {
            absentSince = System.nanoTime();
        }
        bearer = next;
    }

    // a loop that runs a task has left whatever handler it was in
    private boolean drained(Bearer leaving) {
        CountDownLatch idle = new CountDownLatch(lanes.length);
        for (Lane lane : lanes) {
            loops.execute(lane.loop(), () -> lane.drain(leaving, idle::countDown));
        }
        if (loops.current() >= 0) {
            return idle.getCount() == 0; // a loop cannot wait for itself
        }
        try {
            return idle.await(drainMillis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
