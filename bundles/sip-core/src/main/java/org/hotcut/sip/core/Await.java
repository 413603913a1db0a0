package org.hotcut.sip.core;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A handler's wish to be called when somebody registers at an address. It listens from the moment it is made and takes effect when the handler's
 * decision does; what it heard before is told then.
 */
final class Await {
    private final Agenda agenda;
    private final int place;
    private final String address;
    private final String timer;
    private final AtomicBoolean posted = new AtomicBoolean();
    private boolean kept;
    private boolean heard;

    Await(Agenda agenda, int place, String address, String timer) {
        this.agenda = agenda;
        this.place = place;
        this.address = address;
        this.timer = timer;
    }

    int place() {
        return place;
    }

    String address() {
        return address;
    }

    String timer() {
        return timer;
    }

    boolean isSame(Await other) {
        return place == other.place && address.equals(other.address) && timer.equals(other.timer);
    }

    /** Somebody has registered. Safe for any thread; however many register in a moment, the exchange hears it once. */
    void registered() {
        if (posted.compareAndSet(false, true)) {
            CoreLoop loop = agenda.exchange().loop();
            loop.services.loops.execute(loop.number, this::tell);
        }
    }

    private void tell() {
        posted.set(false);
        if (kept) {
            agenda.registered(this);
        } else {
            heard = true;
        }
    }

    /** Its decision is carried out. */
    void keep() {
        kept = true;
        if (heard) {
            heard = false;
            registered();
        }
    }
}
