package org.hotcut.stun;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes one message, attribute after attribute. What pads them is zero: nothing is ever sent but what was given. Confined to one thread. */
public final class StunWriter {
    private static final int INITIAL = 64;
    private static final int HUNDRED = 100;
    private static final int LONGEST = 0xffff;

    private final byte[] transactionId;
    private ByteBuffer out = ByteBuffer.allocate(INITIAL);

    /**
     * Begins a message.
     *
     * @param transactionId twelve bytes
     */
    public StunWriter(StunClass stunClass, int method, byte[] transactionId) {
        this.transactionId = transactionId.clone();
        out.putShort((short) stunClass.type(method)).putShort((short) 0).putInt(Stun.MAGIC_COOKIE).put(transactionId, 0, Stun.TRANSACTION_ID);
    }

    /** Begins the response that a request was done. */
    public static StunWriter success(StunMessage request) {
        return new StunWriter(StunClass.SUCCESS_RESPONSE, request.method(), request.transactionId());
    }

    /** Begins the response that a request was not done, with ERROR-CODE. */
    public static StunWriter error(StunMessage request, int code, String reason) {
        return new StunWriter(StunClass.ERROR_RESPONSE, request.method(), request.transactionId()).errorCode(code, reason);
    }

    /** Begins the response that a request was not done, with ERROR-CODE. */
    public static StunWriter error(StunMessage request, StunError error) {
        return error(request, error.code(), error.reason());
    }

    /**
     * Adds an attribute.
     *
     * @throws IllegalArgumentException when it does not fit into a message
     */
    public StunWriter attribute(int type, byte[] value) {
        return attribute(type, ByteBuffer.wrap(value));
    }

    /** Adds an attribute whose value is that buffer from position to limit; it is not moved. */
    public StunWriter attribute(int type, ByteBuffer value) {
        int length = value.remaining();
        room(Stun.ATTRIBUTE_HEADER + Stun.padded(length));
        // what is skipped is zero: no byte of this buffer was ever written before
        out.putShort((short) type).putShort((short) length).put(value.duplicate()).position(Stun.padded(out.position()));
        return this;
    }

    /** Adds an attribute without a value: DONT-FRAGMENT. */
    public StunWriter flag(int type) {
        return attribute(type, new byte[0]);
    }

    /** Adds an attribute of text. */
    public StunWriter text(int type, String text) {
        return attribute(type, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds an attribute of four bytes: LIFETIME, CONNECTION-ID. */
    public StunWriter uint32(int type, long value) {
        return attribute(type, ByteBuffer.allocate(Integer.BYTES).putInt((int) value).array());
    }

    /** Adds an attribute of two bytes and two reserved ones: CHANNEL-NUMBER. */
    public StunWriter uint16(int type, int value) {
        return uint32(type, (long) value << Short.SIZE);
    }

    /** Adds an attribute of one byte and three reserved ones: REQUESTED-TRANSPORT, REQUESTED-ADDRESS-FAMILY, ADDITIONAL-ADDRESS-FAMILY. */
    public StunWriter uint8(int type, int value) {
        return uint32(type, (long) value << 24);
    }

    /** Adds EVEN-PORT. */
    public StunWriter evenPort(boolean reserveNext) {
        return attribute(Stun.EVEN_PORT, new byte[] {(byte) (reserveNext ? 0x80 : 0)});
    }

    /** Adds an attribute of an address. */
    public StunWriter xorAddress(int type, InetSocketAddress address) {
        return attribute(type, XorAddress.write(address, transactionId));
    }

    /** Adds an attribute of an address that is written as it is: MAPPED-ADDRESS, ALTERNATE-SERVER, RESPONSE-ORIGIN, OTHER-ADDRESS. */
    public StunWriter address(int type, InetSocketAddress address) {
        return attribute(type, XorAddress.plain(address));
    }

    /** Adds ERROR-CODE. */
    public StunWriter errorCode(int code, String reason) {
        return attribute(Stun.ERROR_CODE, errorCode(0, code, reason));
    }

    /** Adds ADDRESS-ERROR-CODE (RFC 8656 section 18.12). */
    public StunWriter addressErrorCode(int family, int code, String reason) {
        return attribute(Stun.ADDRESS_ERROR_CODE, errorCode(family, code, reason));
    }

    private static byte[] errorCode(int family, int code, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(4 + text.length).put((byte) family).put((byte) 0).put((byte) (code / HUNDRED)).put((byte) (code % HUNDRED)).put(text).array();
    }

    /** Adds UNKNOWN-ATTRIBUTES. */
    public StunWriter unknownAttributes(int... types) {
        ByteBuffer value = ByteBuffer.allocate(2 * types.length);
        for (int type : types) {
            value.putShort((short) type);
        }
        return attribute(Stun.UNKNOWN_ATTRIBUTES, value.array());
    }

    /** Adds PASSWORD-ALGORITHM. */
    public StunWriter passwordAlgorithm(int number) {
        return attribute(Stun.PASSWORD_ALGORITHM, PasswordAlgorithms.write(number));
    }

    /** Adds PASSWORD-ALGORITHMS. */
    public StunWriter passwordAlgorithms(int... numbers) {
        return attribute(Stun.PASSWORD_ALGORITHMS, PasswordAlgorithms.write(numbers));
    }

    /** Adds the first attribute of this type that a message has, as it is there; nothing when it has none. */
    public StunWriter copy(StunMessage message, int type) {
        ByteBuffer value = message.attribute(type);
        return value == null ? this : attribute(type, value);
    }

    /** Adds MESSAGE-INTEGRITY, after which only MESSAGE-INTEGRITY-SHA256 and FINGERPRINT count. */
    public StunWriter messageIntegrity(byte[] key) {
        return attribute(Stun.MESSAGE_INTEGRITY, Integrity.of(written(), Integrity.SHA1_LENGTH, key, false));
    }

    /** Adds MESSAGE-INTEGRITY-SHA256, after which only FINGERPRINT counts. */
    public StunWriter messageIntegritySha256(byte[] key) {
        return messageIntegritySha256(key, Integrity.SHA256_LENGTH);
    }

    /**
     * Adds MESSAGE-INTEGRITY-SHA256, truncated.
     *
     * @param length bytes of it, 16 to 32, a multiple of four
     */
    public StunWriter messageIntegritySha256(byte[] key, int length) {
        return attribute(Stun.MESSAGE_INTEGRITY_SHA256, Arrays.copyOf(Integrity.of(written(), length, key, true), length));
    }

    /** Adds FINGERPRINT, which must be the last. */
    public StunWriter fingerprint() {
        length(out.position() + 2 * Stun.ATTRIBUTE_HEADER);
        int value = Fingerprint.of(written());
        return uint32(Stun.FINGERPRINT, value);
    }

    /** Returns the message, a copy. */
    public byte[] bytes() {
        length(out.position());
        return Arrays.copyOf(out.array(), out.position());
    }

    private ByteBuffer written() {
        return ByteBuffer.wrap(out.array(), 0, out.position());
    }

    private void length(int end) {
        out.putShort(2, (short) (end - Stun.HEADER));
    }

    private void room(int more) {
        if (out.position() - Stun.HEADER + more > LONGEST) {
            throw new IllegalArgumentException("a STUN message has 65535 bytes of attributes at most");
        }
        if (out.remaining() < more) {
            out = ByteBuffer.allocate(Math.max(2 * out.capacity(), out.position() + more)).put(out.flip());
        }
    }
}
