package org.hotcut.sip.core;

import org.hotcut.sip.core.transaction.Timer;

/** A timer that a handler asked for by name. */
final class Wake extends Timer {
    private final Exchange exchange;
    private final int place;
    private final String name;

    /**
     * Remembers a timer.
     *
     * @param place of the handler in the chain
     */
    Wake(Exchange exchange, int place, String name) {
        this.exchange = exchange;
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
        exchange.woken(this);
    }
}
