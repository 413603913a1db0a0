package org.hotcut.turn.relay.limit;

/** What there can be too many allocations of. */
public enum Limit {
    /** In all. */
    TOTAL(508),
    /** Of a user. */
    USER(486),
    /** From a source. */
    SOURCE(508);

    private final int code;

    Limit(int code) {
        this.code = code;
    }

    /** Returns the error code by RFC 8656 section 19: 486 says that it is this user who has too many. */
    public int code() {
        return code;
    }
}
