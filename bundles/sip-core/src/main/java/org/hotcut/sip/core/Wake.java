package org.hotcut.sip.core;

import org.hotcut.sip.core.transaction.Timer;

/** A timer that a handler asked for by name. */
final class Wake extends Timer {
    private final Agenda agenda;
    private final int place;
    private final String name;

    /**
     * Remembers a timer.
     *
     * @param place of the handler in the chain
     */
    Wake(Agenda agenda, int place, String name) {
        this.agenda = agenda;
        this.place = place;
        this.name = name;
    }

    int place() {
        return place;
    }

    String name() {
        return name;
    }

    @Override
    protected void fire() {
        agenda.woken(this);
    }
}
