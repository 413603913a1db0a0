package org.hotcut.sip.core.transaction;

/** Something that is due at a time. Belongs to one wheel and is in it at most once. */
public abstract class Timer {
    Timer before;
    Timer after;
    long due;

    /** Called on the wheel's loop when the time has come; the timer is out of the wheel then and may be set again. */
    protected abstract void fire();

    /** Returns whether it is set. */
    public final boolean isSet() {
        return after != null;
    }
}
