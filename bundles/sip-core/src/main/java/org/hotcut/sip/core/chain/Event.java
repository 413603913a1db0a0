package org.hotcut.sip.core.chain;

import org.hotcut.sip.api.Decision;
import org.hotcut.sip.api.SipHandler;

/**
 * One dispatch: something that the bearer of a name must decide about. Given to a bearer at most once; what must be given again is a new event
 * ({@link #again}), so that whoever still holds this one holds nothing. All methods are called on the event's loop.
 */
public abstract class Event {
    Bearer bearer;
    boolean parked;
    long since;
    int size;
    private volatile boolean closed;

    /** Returns about how many bytes it keeps in memory. */
    protected abstract int bytes();

    /** Returns the id of the stream flow it came by, 0 when it came by none. */
    protected abstract long stream();

    /** Asks the handler. */
    protected abstract Decision ask(SipHandler handler);

    /** Carries the decision out. It is never a {@link Decision.Later}. */
    protected abstract void decided(Decision decision);

    /** The handler threw, or its stage failed. */
    protected abstract void failed(Throwable fault);

    /** There is no decision yet: it waits for a bearer, or for the bearer's stage. */
    protected abstract void delayed();

    /** Nobody bore the name in time. */
    protected abstract void late();

    /** Too much is waiting already. */
    protected abstract void refused();

    /** Returns this event for another bearer. */
    protected abstract Event again();

    /** From now on nothing that comes of it counts. */
    protected final void close() {
        closed = true;
    }

    /** Returns whether nobody waits for it any more. */
    final boolean isForgotten() {
        return closed;
    }

    /** Returns whether it is decided, or its bearer was fenced; safe for any thread. */
    protected final boolean isClosed() {
        Bearer asked = bearer;
        return closed || asked != null && asked.isFenced();
    }

    /** Returns whether it waits for a bearer. */
    public final boolean isParked() {
        return parked;
    }
}
