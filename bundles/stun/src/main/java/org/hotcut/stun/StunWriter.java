package org.hotcut.stun;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes one message, attribute after attribute. Confined to one thread. */
public final class StunWriter {
    private static final int INITIAL = 64;
    private static final int HUNDRED = 100;

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

    /** Adds an attribute. */
    public StunWriter attribute(int type, byte[] value) {
        room(Stun.ATTRIBUTE_HEADER + Stun.padded(value.length));
        out.putShort((short) type).putShort((short) value.length).put(value).position(Stun.padded(out.position()));
        return this;
    }

    /** Adds an attribute of an address. */
    public StunWriter xorAddress(int type, InetSocketAddress address) {
        return attribute(type, XorAddress.write(address, transactionId));
    }

    /** Adds ERROR-CODE. */
    public StunWriter errorCode(int code, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        return attribute(Stun.ERROR_CODE, ByteBuffer.allocate(4 + text.length).putShort((short) 0).put((byte) (code / HUNDRED)).put((byte) (code % HUNDRED)).put(text).array());
    }

    /** Adds UNKNOWN-ATTRIBUTES. */
    public StunWriter unknownAttributes(int... types) {
        ByteBuffer value = ByteBuffer.allocate(2 * types.length);
        for (int type : types) {
            value.putShort((short) type);
        }
        return attribute(Stun.UNKNOWN_ATTRIBUTES, value.array());
    }

    /** Adds FINGERPRINT, which must be the last. */
    public StunWriter fingerprint() {
        int end = out.position();
        length(end + 2 * Stun.ATTRIBUTE_HEADER);
        int value = Fingerprint.of(ByteBuffer.wrap(out.array(), 0, end));
        return attribute(Stun.FINGERPRINT, ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
    }

    /** Returns the message, a copy. */
    public byte[] bytes() {
        length(out.position());
        return Arrays.copyOf(out.array(), out.position());
    }

    private void length(int end) {
        out.putShort(2, (short) (end - Stun.HEADER));
    }

    private void room(int more) {
        if (out.remaining() < more) {
            out = ByteBuffer.allocate(Math.max(2 * out.capacity(), out.position() + more)).put(out.flip());
        }
    }
}
