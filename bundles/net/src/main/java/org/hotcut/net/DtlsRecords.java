package org.hotcut.net;

import java.nio.ByteBuffer;

/** What can be read of DTLS records (RFC 6347 section 4.1) without a key. */
final class DtlsRecords {
    private static final int FIRST = 20;
    private static final int LAST = 63;
    private static final int HEADER = 13;
    private static final int VERSION_AT = 1;
    private static final int EPOCH_AT = 3;
    private static final int LENGTH_AT = 11;
    private static final short DTLS_1_0 = (short) 0xfeff;
    private static final short DTLS_1_2 = (short) 0xfefd;
    private static final int HANDSHAKE = 22;
    private static final int MESSAGE_HEADER = 12;
    private static final int FRAGMENT_LENGTH_AT = 9;
    private static final int CLIENT_HELLO = 1;
    /** Behind both headers, the version and 32 random octets. */
    private static final int SESSION_AT = HEADER + MESSAGE_HEADER + 2 + 32;
    /** A client that shows no certificate has nothing to say that is longer. */
    private static final int LONGEST_MESSAGE = 4096;

    private DtlsRecords() { }

    /** Returns whether a datagram to a port that has others too is one of DTLS (RFC 7983 section 7). */
    static boolean isDtls(ByteBuffer datagram) {
        if (!datagram.hasRemaining()) {
            return false;
        }
        int first = datagram.get(datagram.position());
        return first >= FIRST && first <= LAST;
    }

    /** Returns whether all records have versions that Bouncy Castle knows: of 0xFEFE it thinks that the program is wrong, and ends whatever it is about. */
    static boolean areOfKnownVersions(ByteBuffer datagram) {
        for (int at = datagram.position(); at + HEADER <= datagram.limit(); at += HEADER + (datagram.getShort(at + LENGTH_AT) & 0xffff)) {
            short version = datagram.getShort(at + VERSION_AT);
            if (version != DTLS_1_0 && version != DTLS_1_2) {
                return false;
            }
        }
        return true;
    }

    static boolean isClientHello(ByteBuffer datagram) {
        int at = datagram.position();
        return datagram.remaining() > HEADER + MESSAGE_HEADER && datagram.get(at) == HANDSHAKE && datagram.getShort(at + EPOCH_AT) == 0 && datagram.get(at + HEADER) == CLIENT_HELLO;
    }

    /** Returns whether the ClientHello that begins there has a cookie, good or bad. */
    static boolean showsCookie(byte[] datagram) {
        if (datagram.length <= SESSION_AT) {
            return false;
        }
        int at = SESSION_AT + 1 + number(datagram, SESSION_AT, 1);
        return at < datagram.length && datagram[at] != 0;
    }

    /** Returns whether the messages of a handshake that are in the clear there are as short as those of honest clients; room is made for as much as they say. */
    static boolean isBearable(byte[] datagram) {
        for (int at = 0; at + HEADER <= datagram.length;) {
            int length = Math.min(number(datagram, at + LENGTH_AT, 2), datagram.length - at - HEADER);
            if (datagram[at] == HANDSHAKE && number(datagram, at + EPOCH_AT, 2) == 0 && !areBearable(datagram, at + HEADER, length)) {
                return false;
            }
            at += HEADER + length;
        }
        return true;
    }

    /** Returns the same of the content of one handshake record. */
    static boolean areBearable(byte[] messages, int from, int count) {
        int end = from + count;
        for (int at = from; at + MESSAGE_HEADER <= end; at += MESSAGE_HEADER + number(messages, at + FRAGMENT_LENGTH_AT, 3)) {
            if (number(messages, at + 1, 3) > LONGEST_MESSAGE) {
                return false;
            }
        }
        return true;
    }

    private static int number(byte[] bytes, int at, int count) {
        int number = 0;
        for (int i = at; i < at + count; i++) {
            number = number << 8 | bytes[i] & 0xff;
        }
        return number;
    }
}
