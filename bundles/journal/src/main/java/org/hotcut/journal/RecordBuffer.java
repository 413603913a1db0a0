package org.hotcut.journal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** Puts records together, one after the other, in memory that is used again. Confined to one thread at a time. */
public final class RecordBuffer {
    private static final int KEEP = 1 << 20;
    private static final int INITIAL = 4096;

    private final RecordFormat format;
    private final CRC32C crc = new CRC32C();
    private byte[] bytes = new byte[INITIAL];
    private ByteBuffer out = ByteBuffer.wrap(bytes);
    private int whole;

    /** Begins without a record. */
    public RecordBuffer(RecordFormat format) {
        this.format = format;
    }

    /** Begins a record; one that was not ended is forgotten. */
    public void begin() {
        out.position(whole);
        room(RecordFormat.HEADER);
        out.putInt(format.magic()).putInt(0).putInt(0);
    }

    /**
     * Ends the record.
     *
     * @throws IllegalArgumentException when it is too long; it is forgotten
     */
    public void end() {
        int start = whole + RecordFormat.HEADER;
        int length = out.position() - start;
        if (length > format.longest()) {
            out.position(whole);
            throw new IllegalArgumentException("a record of " + length + " bytes is too long");
        }
        crc.reset();
        crc.update(bytes, start, length);
        out.putInt(whole + RecordFormat.LENGTH_AT, length).putInt(whole + RecordFormat.CRC_AT, (int) crc.getValue());
        whole = out.position();
    }

    /** Begins a part that has its own length before it. Returns where, for {@link #endPart}. */
    public int beginPart() {
        number(0);
        return out.position();
    }

    /** Ends the part that began there. */
    public void endPart(int start) {
        out.putInt(start - Integer.BYTES, out.position() - start);
    }

    /** Adds an octet. */
    public void octet(byte value) {
        room(1);
        out.put(value);
    }

    /** Adds four octets. */
    public void number(int value) {
        room(Integer.BYTES);
        out.putInt(value);
    }

    /** Adds eight octets. */
    public void longNumber(long value) {
        room(Long.BYTES);
        out.putLong(value);
    }

    /** Adds octets and their length before them; -1 for null. */
    public void octets(byte[] value) {
        if (value == null) {
            number(-1);
            return;
        }
        room(Integer.BYTES + value.length);
        out.putInt(value.length).put(value);
    }

    /** Adds a text as UTF-8 and its length before it; -1 for null. */
    public void text(String text) {
        if (text == null) {
            number(-1);
            return;
        }
        int length = text.length();
        room(Integer.BYTES + length);
        int at = out.position() + Integer.BYTES;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= 128) {
                octets(text.getBytes(StandardCharsets.UTF_8));
                return;
            }
            bytes[at + i] = (byte) c;
        }
        out.putInt(length).position(at + length);
    }

    /** Returns how many bytes all records have. */
    public int length() {
        return whole;
    }

    /** Returns the records that were ended and not yet cleared; valid until the next is begun. */
    public ByteBuffer written() {
        return ByteBuffer.wrap(bytes, 0, whole);
    }

    /** Forgets all records. */
    public void clear() {
        if (bytes.length > KEEP) {
            bytes = new byte[INITIAL];
            out = ByteBuffer.wrap(bytes);
        }
        out.clear();
        whole = 0;
    }

    private void room(int more) {
        if (out.remaining() >= more) {
            return;
        }
        int position = out.position();
        bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, position + more));
        out = ByteBuffer.wrap(bytes);
        out.position(position);
    }
}
