package org.hotcut.stun;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * A STUN message seen in the buffer it came in; valid as long as the buffer is. Immutable. Nothing is allocated for what is not asked for.
 *
 * <p>What follows MESSAGE-INTEGRITY or MESSAGE-INTEGRITY-SHA256 and is not covered by it is not seen, but for the stronger of the two and FINGERPRINT (RFC 8489 sections
 * 14.5 and 14.6).
 */
public final class StunMessage {
    private static final int FINGERPRINT_LENGTH = 4;
    private static final int MOST_UNKNOWN = 32;
    private static final int TEXT_LIMIT = 763;
    private static final int HUNDRED = 100;

    private final ByteBuffer bytes;
    private final int start;
    private final int end;
    /** Where MESSAGE-INTEGRITY is, or -1. */
    private final int integrity;
    /** Where MESSAGE-INTEGRITY-SHA256 is, or -1. */
    private final int integrity256;
    /** Where the first FINGERPRINT is, or -1. */
    private final int fingerprint;
    /** Where what counts ends: at the first of MESSAGE-INTEGRITY and MESSAGE-INTEGRITY-SHA256, or the end. */
    private final int counts;

    private StunMessage(ByteBuffer bytes, int start, int end, int integrity, int integrity256, int fingerprint) {
        this.bytes = bytes;
        this.start = start;
        this.end = end;
        this.integrity = integrity;
        this.integrity256 = integrity256;
        this.fingerprint = fingerprint;
        this.counts = integrity >= 0 ? integrity : integrity256 >= 0 ? integrity256 : end;
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
        int integrity = -1;
        int integrity256 = -1;
        int fingerprint = -1;
        int at = start + Stun.HEADER;
        while (at < end) {
            int type = datagram.getShort(at) & 0xffff;
            if (type == Stun.MESSAGE_INTEGRITY && integrity < 0 && integrity256 < 0) {
                integrity = at;
            } else if (type == Stun.MESSAGE_INTEGRITY_SHA256 && integrity256 < 0) {
                integrity256 = at;
            } else if (type == Stun.FINGERPRINT && fingerprint < 0) {
                fingerprint = at;
            }
            at += Stun.ATTRIBUTE_HEADER + Stun.padded(datagram.getShort(at + 2) & 0xffff);
        }
        return at == end ? new StunMessage(datagram, start, end, integrity, integrity256, fingerprint) : null;
    }

    /** As {@link #of(ByteBuffer)}. */
    public static StunMessage of(byte[] message) {
        return of(ByteBuffer.wrap(message));
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

    /** Returns whether there is an attribute of this type, whatever its value. */
    public boolean has(int type) {
        return find(type) >= 0;
    }

    /** Returns the value of the first attribute of this type, without padding, or null. */
    public ByteBuffer attribute(int type) {
        int at = find(type);
        return at < 0 ? null : slice(at);
    }

    /** Returns the values of the attributes of this type, in order, as many as these at most. */
    public List<ByteBuffer> attributes(int type, int most) {
        List<ByteBuffer> values = new ArrayList<>();
        for (int at = find(type); at >= 0 && values.size() < most; at = find(type, next(at))) {
            values.add(slice(at));
        }
        return values;
    }

    /** Returns the value of the first attribute of this type, a copy; null when there is none or it is longer than that. */
    public byte[] bytes(int type, int most) {
        int at = find(type);
        if (at < 0 || length(at) > most) {
            return null;
        }
        byte[] copy = new byte[length(at)];
        bytes.get(at + Stun.ATTRIBUTE_HEADER, copy);
        return copy;
    }

    /** Returns the value of the first attribute of this type as text; null when there is none, it is not UTF-8 or longer than what must be read (RFC 8489 section 14.3). */
    public String text(int type) {
        int at = find(type);
        if (at < 0 || length(at) > TEXT_LIMIT) {
            return null;
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(slice(at)).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /** Returns the value of the first attribute of this type, four bytes, unsigned; -1 when there is none or it is not of that length. */
    public long uint32(int type) {
        int at = find(type);
        return at < 0 || length(at) != Integer.BYTES ? -1 : bytes.getInt(at + Stun.ATTRIBUTE_HEADER) & 0xffff_ffffL;
    }

    /** Returns the first two bytes of a value of four, such as CHANNEL-NUMBER, unsigned; -1 when there is none or it is not of that length. */
    public int uint16(int type) {
        return (int) (uint32(type) >> Short.SIZE);
    }

    /** Returns the first byte of a value of four: REQUESTED-TRANSPORT, the address families. EVEN-PORT may have that byte alone; -1 when there is none or it is of another length. */
    public int uint8(int type) {
        int at = find(type);
        boolean isOfLength = at >= 0 && (length(at) == Integer.BYTES || length(at) == 1 && type == Stun.EVEN_PORT);
        return isOfLength ? bytes.get(at + Stun.ATTRIBUTE_HEADER) & 0xff : -1;
    }

    /** Returns the address of the first attribute of this type; null when there is none or its value is no address. */
    public InetSocketAddress xorAddress(int type) {
        int at = find(type);
        return at < 0 ? null : XorAddress.read(slice(at), transactionId());
    }

    /** Returns the addresses of all attributes of this type, in order; null when one of the values is none or there are more than these. */
    public List<InetSocketAddress> xorAddresses(int type, int most) {
        List<InetSocketAddress> addresses = new ArrayList<>();
        byte[] id = transactionId();
        for (int at = find(type); at >= 0; at = find(type, next(at))) {
            InetSocketAddress address = addresses.size() == most ? null : XorAddress.read(slice(at), id);
            if (address == null) {
                return null;
            }
            addresses.add(address);
        }
        return addresses;
    }

    /** Returns the number in PASSWORD-ALGORITHM; -1 when there is none or it is not whole. */
    public int passwordAlgorithm() {
        int[] all = PasswordAlgorithms.read(attribute(Stun.PASSWORD_ALGORITHM));
        return all == null || all.length != 1 ? -1 : all[0];
    }

    /** Returns the numbers in PASSWORD-ALGORITHMS in order; null when there is none or it is not whole. */
    public int[] passwordAlgorithms() {
        return PasswordAlgorithms.read(attribute(Stun.PASSWORD_ALGORITHMS));
    }

    /** Returns the code in ERROR-CODE; 0 when there is none. */
    public int errorCode() {
        int at = find(Stun.ERROR_CODE);
        return at < 0 || length(at) < Integer.BYTES ? 0 : (bytes.get(at + 6) & 7) * HUNDRED + (bytes.get(at + 7) & 0xff);
    }

    /** Returns the types of attributes that must be understood and are not (section 6.3.1), each once, in order; the first 32 of them. */
    public int[] unknown(IntPredicate known) {
        int[] unknown = new int[0];
        for (int at = start + Stun.HEADER; at < end && unknown.length < MOST_UNKNOWN; at = next(at)) {
            int type = type(at);
            boolean seen = at < counts || at == integrity || at == integrity256;
            if (seen && type < Stun.COMPREHENSION_OPTIONAL && !known.test(type) && Arrays.stream(unknown).noneMatch(other -> other == type)) {
                unknown = Arrays.copyOf(unknown, unknown.length + 1);
                unknown[unknown.length - 1] = type;
            }
        }
        return unknown;
    }

    /** Returns whether there is a FINGERPRINT, right or not. */
    public boolean hasFingerprint() {
        return fingerprint >= 0;
    }

    /** Returns whether FINGERPRINT is the last attribute and fits the message (section 14.7). */
    public boolean isFingerprintRight() {
        int at = fingerprint;
        return at >= 0 && length(at) == FINGERPRINT_LENGTH && next(at) == end && bytes.getInt(at + Stun.ATTRIBUTE_HEADER) == Fingerprint.of(bytes.slice(start, at - start));
    }

    /** Returns whether MESSAGE-INTEGRITY is there and was made with this key (section 14.5). */
    public boolean isIntegrityRight(byte[] key) {
        return integrity >= 0 && length(integrity) == Integrity.SHA1_LENGTH && isMacRight(integrity, key, false);
    }

    /** Returns whether MESSAGE-INTEGRITY-SHA256 is there, not truncated, which TURN does not allow, and was made with this key (section 14.6). */
    public boolean isIntegritySha256Right(byte[] key) {
        return isIntegritySha256Right(key, Integrity.SHA256_LENGTH);
    }

    /**
     * As {@link #isIntegritySha256Right(byte[])} for a usage that allows truncation.
     *
     * @param least bytes of it that there must be; fewer than 16 are never enough
     */
    public boolean isIntegritySha256Right(byte[] key, int least) {
        if (integrity256 < 0) {
            return false;
        }
        int length = length(integrity256);
        return length >= Math.max(least, Integrity.SHA256_LEAST) && length <= Integrity.SHA256_LENGTH && length % 4 == 0 && isMacRight(integrity256, key, true);
    }

    private boolean isMacRight(int at, byte[] key, boolean sha256) {
        byte[] said = new byte[length(at)];
        bytes.get(at + Stun.ATTRIBUTE_HEADER, said);
        byte[] right = Integrity.of(bytes.slice(start, at - start), said.length, key, sha256);
        return MessageDigest.isEqual(said, said.length == right.length ? right : Arrays.copyOf(right, said.length));
    }

    private int find(int type) {
        return switch (type) {
            case Stun.MESSAGE_INTEGRITY -> integrity;
            case Stun.MESSAGE_INTEGRITY_SHA256 -> integrity256;
            case Stun.FINGERPRINT -> fingerprint;
            default -> find(type, start + Stun.HEADER);
        };
    }

    private int find(int type, int from) {
        for (int at = from; at < counts; at = next(at)) {
            if (type(at) == type) {
                return at;
            }
        }
        return -1;
    }

    private ByteBuffer slice(int at) {
        return bytes.slice(at + Stun.ATTRIBUTE_HEADER, length(at));
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
