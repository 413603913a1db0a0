package org.hotcut.stun;

/** Numbers of RFC 8489 and of what is built on it: TURN (RFC 8656), TURN to TCP peers (RFC 6062), mobility (RFC 8016), NAT behaviour (RFC 5780). */
public final class Stun {
    /** Method Binding (section 18.2). */
    public static final int BINDING = 0x001;
    /** Method Allocate (RFC 8656 section 7). */
    public static final int ALLOCATE = 0x003;
    /** Method Refresh (RFC 8656 section 8). */
    public static final int REFRESH = 0x004;
    /** Method Send, an indication (RFC 8656 section 11). */
    public static final int SEND = 0x006;
    /** Method Data, an indication (RFC 8656 section 11). */
    public static final int DATA_METHOD = 0x007;
    /** Method CreatePermission (RFC 8656 section 10). */
    public static final int CREATE_PERMISSION = 0x008;
    /** Method ChannelBind (RFC 8656 section 12). */
    public static final int CHANNEL_BIND = 0x009;
    /** Method Connect (RFC 6062 section 6.1). */
    public static final int CONNECT = 0x00a;
    /** Method ConnectionBind (RFC 6062 section 6.1). */
    public static final int CONNECTION_BIND = 0x00b;
    /** Method ConnectionAttempt, an indication (RFC 6062 section 6.1). */
    public static final int CONNECTION_ATTEMPT = 0x00c;

    /** MAPPED-ADDRESS (section 14.1). */
    public static final int MAPPED_ADDRESS = 0x0001;
    /** CHANGE-REQUEST (RFC 5780 section 7.2). */
    public static final int CHANGE_REQUEST = 0x0003;
    /** USERNAME (section 14.3). */
    public static final int USERNAME = 0x0006;
    /** MESSAGE-INTEGRITY (section 14.5). */
    public static final int MESSAGE_INTEGRITY = 0x0008;
    /** ERROR-CODE (section 14.8). */
    public static final int ERROR_CODE = 0x0009;
    /** UNKNOWN-ATTRIBUTES (section 14.13). */
    public static final int UNKNOWN_ATTRIBUTES = 0x000a;
    /** CHANNEL-NUMBER (RFC 8656 section 18.1). */
    public static final int CHANNEL_NUMBER = 0x000c;
    /** LIFETIME, seconds (RFC 8656 section 18.2). */
    public static final int LIFETIME = 0x000d;
    /** XOR-PEER-ADDRESS (RFC 8656 section 18.3). */
    public static final int XOR_PEER_ADDRESS = 0x0012;
    /** DATA (RFC 8656 section 18.4). */
    public static final int DATA = 0x0013;
    /** REALM (section 14.9). */
    public static final int REALM = 0x0014;
    /** NONCE (section 14.10). */
    public static final int NONCE = 0x0015;
    /** XOR-RELAYED-ADDRESS (RFC 8656 section 18.5). */
    public static final int XOR_RELAYED_ADDRESS = 0x0016;
    /** REQUESTED-ADDRESS-FAMILY (RFC 8656 section 18.6). */
    public static final int REQUESTED_ADDRESS_FAMILY = 0x0017;
    /** EVEN-PORT, one byte whose highest bit is R (RFC 8656 section 18.7). */
    public static final int EVEN_PORT = 0x0018;
    /** REQUESTED-TRANSPORT, a protocol number of IP (RFC 8656 section 18.8). */
    public static final int REQUESTED_TRANSPORT = 0x0019;
    /** DONT-FRAGMENT, without a value (RFC 8656 section 18.9). */
    public static final int DONT_FRAGMENT = 0x001a;
    /** ACCESS-TOKEN (RFC 7635 section 6.2). */
    public static final int ACCESS_TOKEN = 0x001b;
    /** MESSAGE-INTEGRITY-SHA256 (section 14.6). */
    public static final int MESSAGE_INTEGRITY_SHA256 = 0x001c;
    /** PASSWORD-ALGORITHM (section 14.12). */
    public static final int PASSWORD_ALGORITHM = 0x001d;
    /** USERHASH (section 14.4). */
    public static final int USERHASH = 0x001e;
    /** XOR-MAPPED-ADDRESS (section 14.2). */
    public static final int XOR_MAPPED_ADDRESS = 0x0020;
    /** RESERVATION-TOKEN, eight bytes (RFC 8656 section 18.10). */
    public static final int RESERVATION_TOKEN = 0x0022;
    /** PRIORITY (RFC 8445 section 16.1). */
    public static final int PRIORITY = 0x0024;
    /** USE-CANDIDATE (RFC 8445 section 16.1). */
    public static final int USE_CANDIDATE = 0x0025;
    /** PADDING (RFC 5780 section 7.6). */
    public static final int PADDING = 0x0026;
    /** RESPONSE-PORT (RFC 5780 section 7.5). */
    public static final int RESPONSE_PORT = 0x0027;
    /** CONNECTION-ID (RFC 6062 section 6.2.1). */
    public static final int CONNECTION_ID = 0x002a;
    /** ADDITIONAL-ADDRESS-FAMILY (RFC 8656 section 18.11). */
    public static final int ADDITIONAL_ADDRESS_FAMILY = 0x8000;
    /** ADDRESS-ERROR-CODE (RFC 8656 section 18.12). */
    public static final int ADDRESS_ERROR_CODE = 0x8001;
    /** PASSWORD-ALGORITHMS (section 14.11). */
    public static final int PASSWORD_ALGORITHMS = 0x8002;
    /** ALTERNATE-DOMAIN (section 14.16). */
    public static final int ALTERNATE_DOMAIN = 0x8003;
    /** ICMP (RFC 8656 section 18.13). */
    public static final int ICMP = 0x8004;
    /** SOFTWARE (section 14.14). */
    public static final int SOFTWARE = 0x8022;
    /** ALTERNATE-SERVER (section 14.15). */
    public static final int ALTERNATE_SERVER = 0x8023;
    /** FINGERPRINT (section 14.7). */
    public static final int FINGERPRINT = 0x8028;
    /** RESPONSE-ORIGIN (RFC 5780 section 7.3). */
    public static final int RESPONSE_ORIGIN = 0x802b;
    /** OTHER-ADDRESS (RFC 5780 section 7.4). */
    public static final int OTHER_ADDRESS = 0x802c;
    /** MOBILITY-TICKET (RFC 8016 section 3.3). */
    public static final int MOBILITY_TICKET = 0x8030;

    /** Attributes from here on may be passed over by whoever does not know them. */
    public static final int COMPREHENSION_OPTIONAL = 0x8000;
    /** Bytes of the header of a message. */
    public static final int HEADER = 20;
    /** Bytes of the header of an attribute. */
    public static final int ATTRIBUTE_HEADER = 4;
    /** Bytes of a transaction id. */
    public static final int TRANSACTION_ID = 12;

    /** Password algorithm MD5 (section 18.5.1). */
    public static final int MD5 = 1;
    /** Password algorithm SHA-256 (section 18.5.1). */
    public static final int SHA256 = 2;

    static final int MAGIC_COOKIE = 0x2112a442;

    private Stun() { }

    /** Returns a length with the padding to the next four bytes. */
    public static int padded(int length) {
        return length + 3 & ~3;
    }
}
