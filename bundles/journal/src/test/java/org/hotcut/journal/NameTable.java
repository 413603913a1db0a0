package org.hotcut.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListMap;

/** A table of numbers by name that keeps a journal: what an owner of one looks like. */
final class NameTable implements Journalled, Replay, AutoCloseable {
    static final int MAGIC = 0xff000001;
    static final int FORMER = 0x41424344;
    static final JournalKeeper.Policy SELDOM = new JournalKeeper.Policy(1 << 30, 3);

    final Map<String, Integer> rows = new ConcurrentSkipListMap<>();
    final Journal journal;
    final long loaded;
    private final RecordBuffer buffer;
    private JournalKeeper keeper;

    NameTable(Path folder, boolean unmistakable) throws IOException {
        RecordFormat format = new RecordFormat(MAGIC, FORMER, 1000, unmistakable);
        buffer = new RecordBuffer(format);
        journal = new Journal(folder, format, "Names");
        loaded = journal.load(this);
    }

    NameTable(Path folder) throws IOException {
        this(folder, true);
    }

    NameTable keep(JournalKeeper.Policy policy) {
        keeper = new JournalKeeper("names", journal, this, policy);
        return this;
    }

    @Override
    public synchronized CompletionStage<Rows> snapshot(Runnable turn) {
        turn.run();
        Iterator<Map.Entry<String, Integer>> all = List.copyOf(rows.entrySet()).iterator();
        return CompletableFuture.completedFuture(out -> {
            if (!all.hasNext()) {
                return false;
            }
            Map.Entry<String, Integer> row = all.next();
            write(row.getKey(), row.getValue(), out);
            return true;
        });
    }

    synchronized void put(String name, int number) throws IOException {
        buffer.clear();
        write(name, number, buffer);
        journal.append(buffer.written());
        rows.put(name, number);
    }

    static void write(String name, int number, RecordBuffer out) {
        out.begin();
        out.text(name);
        out.number(number);
        out.end();
    }

    @Override
    public void record(ByteBuffer content) {
        byte[] name = new byte[content.getInt()];
        content.get(name);
        rows.put(new String(name, StandardCharsets.UTF_8), content.getInt());
    }

    @Override
    public void snapshot() {
        rows.clear();
    }

    @Override
    public void close() {
        if (keeper != null) {
            keeper.stop();
        }
        journal.close();
    }
}
