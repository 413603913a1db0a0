package org.hotcut.sip.core.route;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.hotcut.core.api.Work;
import org.hotcut.core.api.net.Loops;
import org.hotcut.sip.core.transaction.Timer;
import org.hotcut.sip.core.transaction.TimerWheel;

/** Addresses of host names, for one loop: looked up on the blocking pool, remembered for a short time. */
public final class HostResolver {
    static final long LIMIT_MILLIS = 3_000;
    static final long REMEMBERED_MILLIS = 30_000;
    private static final int MOST_NAMES = 1_000;

    private final Work work;
    private final Loops loops;
    private final int loop;
    private final TimerWheel wheel;
    private final Map<String, Lookup> lookups = new LinkedHashMap<>();

    /** Looks up for the loop that turns this wheel. */
    public HostResolver(Work work, Loops loops, int loop, TimerWheel wheel) {
        this.work = work;
        this.loops = loops;
        this.loop = loop;
        this.wheel = wheel;
    }

    /** Tells, on the loop, at once or later, the addresses of a name; none when there are none, or nobody says in time. */
    void find(String host, Consumer<InetAddress[]> answer) {
        Lookup lookup = lookups.get(host);
        if (lookup == null) {
            lookup = new Lookup(host);
            if (!makeRoom()) {
                answer.accept(lookup.found);
                return;
            }
            lookups.put(host, lookup);
            lookup.start();
        }
        if (lookup.waiting == null) {
            answer.accept(lookup.found);
        } else {
            lookup.waiting.add(answer);
        }
    }

    private boolean makeRoom() {
        if (lookups.size() < MOST_NAMES) {
            return true;
        }
        Lookup eldest = lookups.values().iterator().next();
        if (eldest.waiting != null) {
            return false;
        }
        eldest.fire();
        return true;
    }

    /** A name that is looked up, then what is remembered of it; the timer is the limit of either. */
    private final class Lookup extends Timer {
        private final String host;
        private List<Consumer<InetAddress[]>> waiting = new ArrayList<>(1);
        private InetAddress[] found = {};

        Lookup(String host) {
            this.host = host;
        }

        void start() {
            wheel.set(this, LIMIT_MILLIS);
            work.call(() -> InetAddress.getAllByName(host)).whenComplete(
                (addresses, fault) -> loops.execute(loop, () -> arrived(addresses == null ? found : addresses)));
        }

        private void arrived(InetAddress[] addresses) {
            if (waiting == null) {
                return;
            }
            found = addresses;
            List<Consumer<InetAddress[]>> told = waiting;
            waiting = null;
            wheel.set(this, REMEMBERED_MILLIS);
            told.forEach(answer -> answer.accept(found));
        }

        @Override
        protected void fire() {
            if (waiting != null) {
                arrived(found);
                return;
            }
            wheel.cancel(this);
            lookups.remove(host, this);
        }
    }
}
