package org.hotcut.sip.core;

import java.util.ArrayDeque;
import java.util.Queue;

import org.hotcut.sip.core.chain.Chain;
import org.hotcut.sip.core.chain.Lane;

/** What the handlers of an exchange have still to decide, one event after the other, by the chain that was in force when it began. */
final class Agenda {
    private final Exchange exchange;
    private final Chain chain;
    private Dispatch inside;
    private Queue<Dispatch> waiting;

    Agenda(Exchange exchange, Chain chain) {
        this.exchange = exchange;
        this.chain = chain;
    }

    /**
     * Gives an event to a link of the chain, after those that came before it; what waits there already is not added again. Returns false when the chain has
     * no such place.
     */
    boolean ask(Dispatch.Kind kind, int place, String timer) {
        if (place >= chain.size()) {
            return false;
        }
        if (waiting != null && waiting.stream().anyMatch(other -> other.isSame(kind, place, timer))) {
            return true;
        }
        Dispatch dispatch = new Dispatch(exchange, kind, place, timer);
        if (inside == null) {
            offer(dispatch);
        } else {
            waiting = waiting == null ? new ArrayDeque<>(2) : waiting;
            waiting.add(dispatch);
        }
        return true;
    }

    private void offer(Dispatch dispatch) {
        inside = dispatch;
        lane(dispatch).offer(dispatch);
    }

    private Lane lane(Dispatch dispatch) {
        return chain.link(dispatch.place()).lane(exchange.loop().number);
    }

    /** Puts another dispatch in place of the present one. */
    void replace(Dispatch dispatch) {
        inside = dispatch;
    }

    /** The present event is decided; the next one is given only by {@link #next}, when the decision was carried out. */
    void decided() {
        inside = null;
    }

    void next() {
        while (inside == null && waiting != null && !waiting.isEmpty()) {
            offer(waiting.poll());
        }
    }

    boolean isEmpty() {
        return inside == null && (waiting == null || waiting.isEmpty());
    }

    /** Forgets everything: the exchange is over. */
    void end() {
        if (inside != null) {
            lane(inside).forget(inside);
            inside.release();
        }
        inside = null;
        waiting = null;
    }

    /** Returns the name of a link. */
    String name(int place) {
        return chain.link(place).name();
    }

    /** Returns the name that is waited for because nobody bears it, or null. */
    String parkedFor() {
        return inside != null && inside.isParked() ? name(inside.place()) : null;
    }
}
