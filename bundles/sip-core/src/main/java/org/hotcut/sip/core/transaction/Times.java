package org.hotcut.sip.core.transaction;

/** The times of RFC 3261 table 4, in milliseconds. */
final class Times {
    /** Round-trip estimate. */
    static final long T1 = 500;
    /** The longest interval between retransmissions. */
    static final long T2 = 4_000;
    /** How long a message stays in the network. */
    static final long T4 = 5_000;
    /** Timers B, F, H, J, L and M. */
    static final long GIVE_UP = 64 * T1;
    /** Timer D: more than 32 s. */
    static final long D = 32_500;
    /** RFC 4320 section 4.1: when a client's Timer E is reset to T2 (0.5 + 1 + 2 s after the request), a 100 is due. */
    static final long E_AT_T2 = 7 * T1;

    private Times() { }
}
