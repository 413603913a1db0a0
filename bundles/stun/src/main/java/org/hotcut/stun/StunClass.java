package org.hotcut.stun;

/** The class of a message (RFC 8489 section 5). */
public enum StunClass {
    /** Wants an answer. */
    REQUEST(0x000),
    /** Wants none. */
    INDICATION(0x010),
    /** The answer that it was done. */
    SUCCESS_RESPONSE(0x100),
    /** The answer that it was not. */
    ERROR_RESPONSE(0x110);

    private static final int CLASS_BITS = 0x110;

    private final int bits;

    StunClass(int bits) {
        this.bits = bits;
    }

    /** Returns the class that a message type says. */
    static StunClass of(int type) {
        return switch (type & CLASS_BITS) {
            case 0x000 -> REQUEST;
            case 0x010 -> INDICATION;
            case 0x100 -> SUCCESS_RESPONSE;
            default -> ERROR_RESPONSE;
        };
    }

    /** Returns the message type for a method: its bits lie round those of the class (figure 3). */
    int type(int method) {
        return method & 0xf | (method & 0x70) << 1 | (method & 0xf80) << 2 | bits;
    }

    /** Returns the method that a message type says. */
    static int method(int type) {
        return type & 0xf | type >> 1 & 0x70 | type >> 2 & 0xf80;
    }
}
