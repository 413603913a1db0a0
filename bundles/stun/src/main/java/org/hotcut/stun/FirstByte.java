package org.hotcut.stun;

/** What a datagram on a socket of TURN is, by its first byte (RFC 7983 section 7). What is none of these is nothing we speak. */
public final class FirstByte {
    private static final int STUN_TO = 3;
    private static final int DTLS_FROM = 20;
    private static final int DTLS_TO = 63;
    private static final int CHANNEL_FROM = 64;

    private FirstByte() { }

    /** Returns whether it is STUN. */
    public static boolean isStun(byte first) {
        return first >= 0 && first <= STUN_TO;
    }

    /** Returns whether it is a record of DTLS, or on a stream of TLS. */
    public static boolean isDtls(byte first) {
        return first >= DTLS_FROM && first <= DTLS_TO;
    }

    /** Returns whether it is ChannelData: 64 to 127 as RFC 5766 section 11 had it, since nothing else on our sockets begins so, and not only to 79. Which numbers are bound is another matter. */
    public static boolean isChannelData(byte first) {
        return first >= CHANNEL_FROM;
    }
}
