package org.hotcut.sip.events;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/** The form of a record in a file: {@code HCE1}, length and CRC-32C of what follows, then kind, length of the key, key and row; a deleted row has length -1. */
final class Records {
    private static final int MAGIC = 0x48434531;
    private static final int HEADER = 3 * Integer.BYTES;
    private static final int FIXED = 1 + 2 * Integer.BYTES;
    private static final int LONGEST = 4 << 20;

    private Records() { }

    static ByteBuffer write(Entry entry) {
        byte[] key = entry.key().getBytes(StandardCharsets.UTF_8);
        int row = entry.row() == null ? 0 : entry.row().length;
        int length = FIXED + key.length + row;
        ByteBuffer out = ByteBuffer.allocate(HEADER + length).putInt(MAGIC).putInt(length).putInt(0);
        out.put(entry.kind()).putInt(key.length).put(key).putInt(entry.row() == null ? -1 : row);
        if (entry.row() != null) {
            out.put(entry.row());
        }
        return out.putInt(2 * Integer.BYTES, crc(out.array(), HEADER, length)).flip();
    }

    /**
     * Reads a file up to its end or the first bytes that are no record.
     *
     * @return how many bytes were left
     */
    static long read(Path file, Consumer<Entry> entries) throws IOException {
        long whole = 0;
        long size = Files.size(file);
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
            while (whole < size) {
                Entry entry = entry(in);
                if (entry == null) {
                    break;
                }
                entries.accept(entry);
                whole += HEADER + FIXED + entry.key().getBytes(StandardCharsets.UTF_8).length + (entry.row() == null ? 0 : entry.row().length);
            }
        } catch (EOFException e) {
            return size - whole;
        }
        return size - whole;
    }

    private static Entry entry(DataInputStream in) throws IOException {
        if (in.readInt() != MAGIC) {
            return null;
        }
        int length = in.readInt();
        int sum = in.readInt();
        if (length < FIXED || length > LONGEST) {
            return null;
        }
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return crc(bytes, 0, length) == sum ? entry(ByteBuffer.wrap(bytes)) : null;
    }

    private static Entry entry(ByteBuffer bytes) {
        byte kind = bytes.get();
        int keyLength = bytes.getInt();
        String key = new String(bytes.array(), bytes.position(), keyLength, StandardCharsets.UTF_8);
        bytes.position(bytes.position() + keyLength);
        int rowLength = bytes.getInt();
        return new Entry(kind, key, rowLength < 0 ? null : Arrays.copyOfRange(bytes.array(), bytes.position(), bytes.position() + rowLength));
    }

    private static int crc(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }
}
