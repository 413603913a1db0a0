package org.hotcut.stun;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.IntPredicate;

/** A STUN message seen in the buffer it came in; valid as long as the buffer is. Immutable. Nothing is allocated for what is not asked for. */
public final class StunMessage {
    private static final int FINGERPRINT_LENGTH = 4;
    private static final int MOST_UNKNOWN = 32;

    private final ByteBuffer bytes;
    private final int start;
    private final int end;

    private StunMessage(ByteBuffer bytes, int start, int end) {
        this.bytes = bytes;
        this.start = start;
        this.end = end;
    }

    /** Returns whether this can be nothing but STUN: zero bits first and the magic cookie (RFC 8489 sections 5 and 6.3). It may still be broken. */
    public static boolean isStun(ByteBuffer datagram) {
        int at = datagram.position();
        return datagram.remaining() >= Stun.HEADER && (datagram.get(at) & 0xc0) == 0 && datagram.getInt(at + 4) == Stun.MAGIC_COOKIE;
    }

    /**
     * Looks at a datagram, from position to limit, in network byte order.
     *
     * @return null when it is not one whole message with whole attributes
     */
    public static StunMessage of(ByteBuffer datagram) {
        int start = datagram.position();
        int end = datagram.limit();
        if (!isStun(datagram) || (datagram.getShort(start + 2) & 0xffff) != end - start - Stun.HEADER || (end - start) % 4 != 0) {
            return null;
        }
        int at = start + Stun.HEADER;
        while (at < end) {
            at += Stun.ATTRIBUTE_HEADER + Stun.padded(datagram.getShort(at + 2) & 0xffff);
        }
        return at == end ? new StunMessage(datagram, start, end) : null;
    }

    /** Returns the class. */
    public StunClass stunClass() {
        return StunClass.of(type());
    }

    /** Returns the method, {@link Stun#BINDING} for one. */
    public int method() {
        return StunClass.method(type());
    }

    private int type() {
        return bytes.getShort(start);
    }

    /** Returns the transaction id, twelve bytes, a copy. */
    public byte[] transactionId() {
        byte[] id = new byte[Stun.TRANSACTION_ID];
        bytes.get(start + Stun.HEADER - id.length, id);
        return id;
    }

    /** Returns the value of the first attribute of this type, without padding, or null. */
    public ByteBuffer attribute(int type) {
        int at = find(type);
        return at < 0 ? null : bytes.slice(at + Stun.ATTRIBUTE_HEADER, length(at));
    }

    private int find(int type) {
        for (int at = start + Stun.HEADER; at < end; at = next(at)) {
            if (type(at) == type) {
                return at;
            }
        }
        return -1;
    }

    /** Returns the types of attributes that must be understood and are not (section 6.3.1), each once, in order; the first 32 of them. */
    public int[] unknown(IntPredicate known) {
        int[] unknown = new int[0];
        for (int at = start + Stun.HEADER; at < end && unknown.length < MOST_UNKNOWN; at = next(at)) {
            int type = type(at);
            if (type < Stun.COMPREHENSION_OPTIONAL && !known.test(type) && Arrays.stream(unknown).noneMatch(other -> other == type)) {
                unknown = Arrays.copyOf(unknown, unknown.length + 1);
                unknown[unknown.length - 1] = type;
            }
        }
        return unknown;
    }

    /** Returns whether there is a FINGERPRINT, right or not. */
    public boolean hasFingerprint() {
        return find(Stun.FINGERPRINT) >= 0;
    }

    /** Returns whether FINGERPRINT is the last attribute and fits the message (section 14.7). */
    public boolean isFingerprintRight() {
        int at = find(Stun.FINGERPRINT);
        return at >= 0 && length(at) == FINGERPRINT_LENGTH && next(at) == end && bytes.getInt(at + Stun.ATTRIBUTE_HEADER) == Fingerprint.of(bytes.slice(start, at - start));
    }

    private int type(int at) {
        return bytes.getShort(at) & 0xffff;
    }

    private int length(int at) {
        return bytes.getShort(at + 2) & 0xffff;
    }

    private int next(int at) {
        return at + Stun.ATTRIBUTE_HEADER + Stun.padded(length(at));
    }
}
