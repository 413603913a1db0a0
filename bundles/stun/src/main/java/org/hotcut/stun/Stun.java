package org.hotcut.stun;

/** Numbers of RFC 8489. */
public final class Stun {
    /** Method Binding (section 18.2). */
    public static final int BINDING = 0x001;

    /** ERROR-CODE (section 14.8). */
    public static final int ERROR_CODE = 0x0009;
    /** UNKNOWN-ATTRIBUTES (section 14.13). */
    public static final int UNKNOWN_ATTRIBUTES = 0x000a;
    /** XOR-MAPPED-ADDRESS (section 14.2). */
    public static final int XOR_MAPPED_ADDRESS = 0x0020;
    /** SOFTWARE (section 14.14). */
    public static final int SOFTWARE = 0x8022;
    /** FINGERPRINT (section 14.7). */
    public static final int FINGERPRINT = 0x8028;

    /** Attributes from here on may be passed over by whoever does not know them. */
    public static final int COMPREHENSION_OPTIONAL = 0x8000;

    static final int HEADER = 20;
    static final int ATTRIBUTE_HEADER = 4;
    static final int TRANSACTION_ID = 12;
    static final int MAGIC_COOKIE = 0x2112a442;

    private Stun() { }

    /** Returns a length with the padding to the next four bytes. */
    static int padded(int length) {
        return length + 3 & ~3;
    }
}
