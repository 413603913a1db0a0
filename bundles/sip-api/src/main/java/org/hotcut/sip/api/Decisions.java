package org.hotcut.sip.api;

/** The decisions that carry nothing, made once. */
final class Decisions {
    static final Decision NEXT = new Decision.Next(null, null);
    static final Decision RESPOND = new Decision.Respond();
    static final Decision PENDING = new Decision.Pending();

    private Decisions() { }
}
