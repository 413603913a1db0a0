package org.hotcut.core.state.nonce;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.function.BiConsumer;
import java.util.zip.CRC32;

import org.hotcut.core.state.Lru;
import org.hotcut.core.state.StateFolder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The table between a clean stop and the next start, in the file {@code nonces}. That the file is there <em>is</em> the mark of a clean stop: it
 * is written as the last thing and deleted before the first use. Writing while in use would cost much and gain nothing, since after an unclean
 * stop the very last use, of whatever nonce, would be missing.
 */
final class NonceFile {
    private static final Logger LOG = LoggerFactory.getLogger(NonceFile.class);
    private static final String FILE = "nonces";
    private static final int VERSION = 1;
    private static final int CRC = 8;
    private static final int MOST_USES = 8;

    private final StateFolder folder;

    NonceFile(StateFolder folder) {
        this.folder = folder;
    }

    /** Reads and deletes the file. Returns the horizon: {@code now} when there was no clean stop. */
    long restore(BiConsumer<Long, NonceRow> rows, long now) {
        byte[] content = folder.read(FILE);
        if (content == null) {
            return now;
        }
        try {
            long horizon = parse(content, rows);
            folder.delete(FILE);
            return horizon;
        } catch (IOException e) {
            folder.setAside(FILE, e.getMessage(), "nonces issued before this start are void, phones ask for a new one");
            return now;
        }
    }

    void save(Lru<Long, NonceRow> rows, long horizon) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(VERSION);
            out.writeLong(horizon);
            rows.forEach((nonce, row) -> write(out, nonce, row));
            out.writeLong(crc(bytes.toByteArray(), bytes.size()));
            folder.write(FILE, bytes.toByteArray());
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("Nonce counts were not saved ({}): phones will ask for a new nonce after the next start", e.getMessage());
        }
    }

    private static void write(DataOutputStream out, long nonce, NonceRow row) {
        try {
            out.writeLong(nonce);
            out.writeLong(row.issuedAt());
            out.writeLong(row.highest());
            out.writeLong(row.used());
            out.writeByte(row.uses().length);
            for (long use : row.uses()) {
                out.writeLong(use);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long parse(byte[] content, BiConsumer<Long, NonceRow> rows) throws IOException {
        int end = content.length - CRC;
        if (end < Integer.BYTES + Long.BYTES) {
            throw new IOException("too short");
        }
        DataInputStream check = new DataInputStream(new ByteArrayInputStream(content, end, CRC));
        if (check.readLong() != crc(content, end)) {
            throw new IOException("checksum differs");
        }
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(content, 0, end));
        if (in.readInt() != VERSION) {
            throw new IOException("another version's");
        }
        long horizon = in.readLong();
        while (in.available() > 0) {
            rows.accept(in.readLong(), row(in));
        }
        return horizon;
    }

    private static NonceRow row(DataInputStream in) throws IOException {
        long issuedAt = in.readLong();
        long highest = in.readLong();
        long used = in.readLong();
        long[] uses = new long[Math.min(MOST_USES, in.readUnsignedByte())];
        for (int i = 0; i < uses.length; i++) {
            uses[i] = in.readLong();
        }
        return new NonceRow(issuedAt, highest, used, uses);
    }

    private static long crc(byte[] content, int length) {
        CRC32 crc = new CRC32();
        crc.update(Arrays.copyOf(content, length));
        return crc.getValue();
    }
}
