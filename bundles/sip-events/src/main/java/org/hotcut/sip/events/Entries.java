package org.hotcut.sip.events;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;

import org.hotcut.journal.Journal;
import org.hotcut.journal.RecordBuffer;
import org.hotcut.journal.RecordFormat;
import org.hotcut.journal.Rows;

/** Rows as records of the journal: kind, key, row; a deleted row has length -1. Appending is confined to the home loop. */
final class Entries {
    /** A message's body may be any octets, also those of a record. */
    static final RecordFormat FORMAT = new RecordFormat(0x48434531, 0x48434531, 4 << 20, false);

    private final Journal journal;
    private final RecordBuffer buffer = new RecordBuffer(FORMAT);

    Entries(Journal journal) {
        this.journal = journal;
    }

    /**
     * Appends an entry: it survives the death of the process when this returns, and of the machine a second later.
     *
     * @throws IOException when it is not on disk, or not for certain
     */
    void append(Entry entry) throws IOException {
        buffer.clear();
        write(entry, buffer);
        journal.append(buffer.written());
    }

    static Rows rows(List<Supplier<Entry>> all) {
        Iterator<Supplier<Entry>> rows = all.iterator();
        return out -> {
            if (!rows.hasNext()) {
                return false;
            }
            write(rows.next().get(), out);
            return true;
        };
    }

    private static void write(Entry entry, RecordBuffer out) {
        out.begin();
        out.octet(entry.kind());
        out.text(entry.key());
        out.octets(entry.row());
        out.end();
    }

    static Entry read(ByteBuffer in) {
        byte kind = in.get();
        byte[] key = octets(in, in.getInt());
        if (key == null) {
            throw new IllegalArgumentException("a record without a key");
        }
        return new Entry(kind, new String(key, StandardCharsets.UTF_8), octets(in, in.getInt()));
    }

    private static byte[] octets(ByteBuffer in, int length) {
        if (length < 0) {
            return null;
        }
        if (length > in.remaining()) {
            throw new IllegalArgumentException("a field is longer than its record");
        }
        byte[] octets = new byte[length];
        in.get(octets);
        return octets;
    }
}
