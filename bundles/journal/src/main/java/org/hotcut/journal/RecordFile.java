package org.hotcut.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.zip.CRC32C;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a file of records; what it does at a damaged place stands in {@link RecordFormat}. */
final class RecordFile {
    private static final Logger LOG = LoggerFactory.getLogger(RecordFile.class);
    private static final int WINDOW = 1 << 20;

    /**
     * What was found.
     *
     * @param records that were taken
     * @param damaged bytes that belong to no record, or to one that was not taken
     * @param torn    bytes at the end that begin as a record does: a write that the death of the process cut off
     */
    record Found(long records, long damaged, long torn) { }

    private final FileChannel channel;
    private final RecordFormat format;
    private final Replay replay;
    private final CRC32C crc = new CRC32C();
    private ByteBuffer window = ByteBuffer.allocate(WINDOW).flip();
    private boolean ended;
    private int magic;
    private long records;
    private long damaged;
    private long odd;
    private boolean cut;

    private RecordFile(FileChannel channel, RecordFormat format, Replay replay) {
        this.channel = channel;
        this.format = format;
        this.replay = replay;
        magic = format.magic();
    }

    static Found read(Path file, RecordFormat format, Replay replay) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            return new RecordFile(channel, format, replay).read();
        }
    }

    private Found read() throws IOException {
        if (available(Integer.BYTES) && window.getInt(window.position()) == format.formerMagic()) {
            magic = format.formerMagic();
        }
        boolean trusted = true;
        while (available(1)) {
            int length = whole();
            if (length == 0) {
                passOne();
                trusted = format.unmistakable();
            } else {
                take(length, trusted);
            }
        }
        return cut ? new Found(records, damaged, odd) : new Found(records, damaged + odd, 0);
    }

    private void passOne() {
        cut = odd == 0 ? cutOff() : cut;
        window.get();
        odd++;
    }

    private void take(int length, boolean trusted) {
        if (trusted && isTaken(length)) {
            records++;
        } else {
            damaged += RecordFormat.HEADER + length;
        }
        window.position(window.position() + RecordFormat.HEADER + length);
        damaged += odd;
        odd = 0;
    }

    /** A record that cannot be understood must not keep all others from being read. */
    private boolean isTaken(int length) {
        try {
            replay.record(window.slice(window.position() + RecordFormat.HEADER, length));
            return true;
        } catch (RuntimeException e) {
            LOG.debug("not understood", e);
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
        if (!available(RecordFormat.HEADER) || window.getInt(window.position()) != magic) {
            return 0;
        }
        int length = window.getInt(window.position() + RecordFormat.LENGTH_AT);
        if (length <= 0 || length > format.longest() || !available(RecordFormat.HEADER + length)) {
            return 0;
        }
        crc.reset();
        crc.update(window.slice(window.position() + RecordFormat.HEADER, length));
        return (int) crc.getValue() == window.getInt(window.position() + RecordFormat.CRC_AT) ? length : 0;
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
