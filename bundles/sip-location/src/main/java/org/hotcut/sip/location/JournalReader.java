package org.hotcut.sip.location;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import java.util.zip.CRC32C;

/** Reads a file of records, passing over what is damaged: what follows is found again by the magic number of records. A file is wholly of one version. */
final class JournalReader {
    private static final int WINDOW = 1 << 20;

    /**
     * What was found.
     *
     * @param records that were whole
     * @param damaged bytes that belong to no record
     * @param torn    bytes at the end that begin as a record does: a write that the death of the process cut off
     */
    record Found(long records, long damaged, long torn) { }

    private final FileChannel channel;
    private final BiConsumer<String, Row> rows;
    private final CRC32C crc = new CRC32C();
    private ByteBuffer window = ByteBuffer.allocate(WINDOW).flip();
    private boolean ended;
    private int magic = RecordWriter.MAGIC;

    private JournalReader(FileChannel channel, BiConsumer<String, Row> rows) {
        this.channel = channel;
        this.rows = rows;
    }

    static Found read(Path file, BiConsumer<String, Row> rows) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            return new JournalReader(channel, rows).read();
        }
    }

    private Found read() throws IOException {
        long records = 0;
        long damaged = 0;
        long odd = 0;
        boolean cut = false;
        if (available(Integer.BYTES) && window.getInt(window.position()) == RecordWriter.FIRST_MAGIC) {
            magic = RecordWriter.FIRST_MAGIC;
        }
        while (available(1)) {
            int length = whole();
            if (length == 0) {
                cut = odd == 0 ? cutOff() : cut;
                window.get();
                odd++;
                continue;
            }
            if (isTaken(length)) {
                records++;
            } else {
                damaged += RecordWriter.HEADER + length;
            }
            window.position(window.position() + RecordWriter.HEADER + length);
            damaged += odd;
            odd = 0;
        }
        return cut ? new Found(records, damaged, odd) : new Found(records, damaged + odd, 0);
    }

    /** A record that cannot be understood, such as one of a later Hotcut that was rolled back, must not keep all others from being read. */
    private boolean isTaken(int length) {
        try {
            RecordReader.read(window.slice(window.position() + RecordWriter.HEADER, length), rows);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Returns whether this can be the beginning of a record, or what a file system shows of a block that was not written in time. */
    private boolean cutOff() {
        int first = window.remaining() < Integer.BYTES ? magic : window.getInt(window.position());
        return first == magic || first == 0;
    }

    /** Returns the length of the record that begins here, 0 when none does. */
    private int whole() throws IOException {
        if (!available(RecordWriter.HEADER) || window.getInt(window.position()) != magic) {
            return 0;
        }
        int length = window.getInt(window.position() + Integer.BYTES);
        if (length <= 0 || length > RecordWriter.LONGEST || !available(RecordWriter.HEADER + length)) {
            return 0;
        }
        crc.reset();
        crc.update(window.slice(window.position() + RecordWriter.HEADER, length));
        return (int) crc.getValue() == window.getInt(window.position() + 2 * Integer.BYTES) ? length : 0;
    }

    private boolean available(int length) throws IOException {
        while (window.remaining() < length && !ended) {
            fill(length);
        }
        return window.remaining() >= length;
    }

    private void fill(int length) throws IOException {
        if (window.capacity() < length) {
            window = ByteBuffer.allocate(length + WINDOW).put(window);
        } else {
            window.compact();
        }
        ended = channel.read(window) < 0;
        window.flip();
    }
}
