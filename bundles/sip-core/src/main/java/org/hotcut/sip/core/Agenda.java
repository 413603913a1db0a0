package org.hotcut.sip.core;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;

import org.hotcut.sip.api.Decision;
import org.hotcut.sip.core.chain.Chain;
import org.hotcut.sip.core.chain.Lane;

/**
 * What the handlers of an exchange have still to decide, one event after the other, by the chain that was in force when it began; and what they left with the
 * decisions they made. Belongs to the exchange's loop.
 */
final class Agenda {
    private final Exchange exchange;
    private final Chain chain;
    private Dispatch inside;
    private Queue<Dispatch> waiting;
    private Remembered remembered;

    Agenda(Exchange exchange, Chain chain) {
        this.exchange = exchange;
        this.chain = chain;
    }

    Exchange exchange() {
        return exchange;
    }

    /** Gives an event to a link of the chain, after those that came before it; what waits there already is not added again. */
    void ask(Dispatch.Kind kind, int place, String timer) {
        if (place >= chain.size()) {
            Decider.nobodyDecided(exchange);
            return;
        }
        if (waiting != null && waiting.stream().anyMatch(other -> other.isSame(kind, place, timer))) {
            return;
        }
        Dispatch dispatch = new Dispatch(this, kind, place, timer);
        if (inside == null) {
            offer(dispatch);
        } else {
            waiting = waiting == null ? new ArrayDeque<>(2) : waiting;
            waiting.add(dispatch);
        }
    }

    private void offer(Dispatch dispatch) {
        inside = dispatch;
        lane(dispatch).offer(dispatch);
    }

    private Lane lane(Dispatch dispatch) {
        return chain.link(dispatch.place()).lane(exchange.loop().number);
    }

    /** Makes the event that the present one is to be given as to another bearer. */
    Dispatch again(Dispatch.Kind kind, int place, String timer) {
        Dispatch dispatch = new Dispatch(this, kind, place, timer);
        if (!exchange.isOver()) {
            inside = dispatch;
        }
        return dispatch;
    }

    /** Carries the decision about the present event out, then gives the next one. */
    void decided(Dispatch dispatch, Decision decision) {
        if (exchange.isOver()) {
            dispatch.release();
            return;
        }
        inside = null;
        try {
            keep(dispatch);
            Decider.apply(exchange, dispatch, decision);
        } catch (RuntimeException e) {
            handlerFailed(dispatch, e);
        }
        next();
    }

    void handlerFailed(Dispatch dispatch, Throwable fault) {
        dispatch.release();
        if (!exchange.isOver()) {
            inside = null;
            Decider.handlerFailed(exchange, dispatch, fault);
            next();
        }
    }

    /** Nobody was there to decide. A timer that nobody heard leaves the exchange to its branches. */
    void giveUp(Dispatch dispatch, Drop reason) {
        if (exchange.isOver()) {
            return;
        }
        exchange.loop().counters.drop(reason);
        inside = null;
        if (dispatch.kind() != Dispatch.Kind.WOKEN || !exchange.isUnderWay()) {
            exchange.reply(503, null);
        }
        next();
    }

    private void keep(Dispatch dispatch) {
        if (dispatch.hasLeftSomething()) {
            remembered = remembered == null ? new Remembered(this) : remembered;
            remembered.keep(dispatch);
        }
    }

    /** Somebody has registered where a handler waits for it. */
    void registered(Await await) {
        if (!exchange.isOver()) {
            ask(Dispatch.Kind.WOKEN, await.place(), await.timer());
        }
    }

    void woken(Wake wake) {
        remembered.forget(wake);
        ask(Dispatch.Kind.WOKEN, wake.place(), wake.name());
    }

    private void next() {
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
        if (remembered != null) {
            remembered.end();
        }
        remembered = null;
    }

    /** Returns whether a handler waits for a time to come. */
    boolean hasTimers() {
        return remembered != null && remembered.hasTimers();
    }

    /** Returns what the handler at a place has noted; it may ask on another thread. */
    Map<String, String> notes(int place) {
        Remembered kept = remembered;
        return kept == null ? Map.of() : kept.notes(place);
    }

    /** Returns whether such a registration is waited for already; a handler may ask on another thread. */
    boolean awaits(Await same) {
        Remembered kept = remembered;
        return kept != null && kept.awaits(same);
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
