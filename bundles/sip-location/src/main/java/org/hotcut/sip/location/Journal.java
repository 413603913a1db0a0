package org.hotcut.sip.location;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The records on disk. A generation is a snapshot of the table and the journal begun just before it was taken, so that the two together
 * lack nothing: {@code 7.snapshot} and {@code 7.journal}. When the snapshot is complete, earlier generations are deleted. Records carry version
 * numbers, so it does not matter in which order files are read.
 *
 * <p>{@link #append} is called on loops, everything else by {@link JournalKeeper}'s thread. After an error nothing more is appended until a
 * snapshot could be written.
 */
final class Journal {
    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
    private static final String JOURNAL = ".journal";
    private static final String SNAPSHOT = ".snapshot";
    private static final String UNFINISHED = ".tmp";
    private static final String DAMAGED = ".damaged";
    private static final int PIECE = 1 << 16;

    private final Path folder;
    private final Object lock = new Object();
    private final List<Path> damaged = new ArrayList<>();
    private FileChannel channel;
    private long generation;
    private long synced;
    private volatile long size;
    private volatile long snapshotSize;
    private volatile IOException failure;

    /** Opens a folder, which is made when it is not there. Call {@link #load} next. */
    Journal(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
    }

    /** Reads everything, then begins a new generation's journal. Returns how many records there were. */
    long load(BiConsumer<String, Row> rows) throws IOException {
        long records = 0;
        for (Path file : files()) {
            if (file.toString().endsWith(UNFINISHED)) {
                Files.delete(file);
                continue;
            }
            generation = Math.max(generation, generation(file));
            if (!file.toString().endsWith(DAMAGED)) {
                records += read(file, rows);
            }
        }
        generation++;
        channel = create(file(generation, JOURNAL));
        forceFolder();
        return records;
    }

    private long read(Path file, BiConsumer<String, Row> rows) throws IOException {
        JournalReader.Found found = JournalReader.read(file, rows);
        if (found.damaged() > 0 || found.torn() > 0 && file.toString().endsWith(SNAPSHOT)) {
            LOG.error("{} is damaged: {} bytes of it are no records. The other {} records were read; it will be kept as {}{}", file,
                found.damaged() + found.torn(), found.records(), file.getFileName(), DAMAGED);
            damaged.add(file);
        } else if (found.torn() > 0) {
            LOG.warn("{} ends in {} bytes of a record that was being written when the server was stopped; nothing that was answered is lost", file, found.torn());
        }
        return found.records();
    }

    /**
     * Appends records: they survive the death of the process when this returns, and of the machine after the next {@link #sync}.
     *
     * @throws IOException when they are not on disk, or not for certain
     */
    void append(ByteBuffer records) throws IOException {
        synchronized (lock) {
            if (failure != null) {
                throw failure;
            }
            int length = records.remaining();
            try {
                write(channel, records);
                size += length;
            } catch (IOException e) {
                failed(e);
                throw e;
            }
        }
    }

    /** Forces to disk what was appended since the last time. */
    void sync() {
        FileChannel present;
        long upTo;
        synchronized (lock) {
            present = channel;
            upTo = size;
        }
        if (upTo == synced || failure != null) {
            return;
        }
        try {
            present.force(false);
            synced = upTo;
        } catch (IOException e) {
            failed(e);
        }
    }

    /**
     * Begins a new generation. Changes go on meanwhile.
     *
     * @param rows    the table, in which every change is that was ever appended
     * @param stopped asked now and then; true leaves things as they are
     */
    void compact(Collection<Map.Entry<String, Row>> rows, BooleanSupplier stopped) throws IOException {
        IOException before = failure;
        begin();
        Path unfinished = file(generation, SNAPSHOT + UNFINISHED);
        try {
            if (!snapshot(unfinished, rows, stopped)) {
                return;
            }
            Files.move(unfinished, file(generation, SNAPSHOT), StandardCopyOption.ATOMIC_MOVE);
            forceFolder();
        } finally {
            Files.deleteIfExists(unfinished);
        }
        dropEarlier();
        if (before != null) {
            failure = null;
            LOG.info("Registrations are written to {} again", folder);
        }
    }

    /** An empty journal serves: after an error nothing is appended, so trying again makes no further files. */
    private void begin() throws IOException {
        if (channel.isOpen() && channel.size() == 0) {
            return;
        }
        FileChannel fresh = create(file(generation + 1, JOURNAL));
        forceFolder();
        FileChannel old;
        synchronized (lock) {
            old = channel;
            channel = fresh;
            size = 0;
            synced = 0;
            generation++;
        }
        // until the snapshot is there the old journal counts
        try (old) {
            if (old.isOpen()) {
                old.force(false);
            }
        } catch (IOException e) {
            failed(e);
        }
    }

    private boolean snapshot(Path file, Collection<Map.Entry<String, Row>> rows, BooleanSupplier stopped) throws IOException {
        RecordWriter writer = new RecordWriter();
        try (FileChannel out = create(file)) {
            for (Map.Entry<String, Row> row : rows) {
                writer.add(row.getKey(), row.getValue());
                if (writer.length() < PIECE) {
                    continue;
                }
                if (stopped.getAsBoolean()) {
                    return false;
                }
                write(out, writer.written());
                writer.clear();
            }
            write(out, writer.written());
            out.force(true);
            snapshotSize = out.position();
            return true;
        }
    }

    private void dropEarlier() throws IOException {
        for (Path file : files()) {
            if (generation(file) >= generation || file.toString().endsWith(DAMAGED)) {
                continue;
            }
            if (damaged.remove(file)) {
                Files.move(file, file.resolveSibling(file.getFileName() + DAMAGED), StandardCopyOption.REPLACE_EXISTING);
            } else {
                Files.delete(file);
            }
        }
    }

    /** Forces what is there to disk and refuses all that comes. */
    void close() {
        synchronized (lock) {
            if (failure == null) {
                failure = new IOException("the journal is closed");
            }
            try (FileChannel last = channel) {
                if (last.isOpen()) {
                    last.force(false);
                }
            } catch (IOException e) {
                LOG.error("The registrations of the last second could not be forced to disk: {}", e.toString());
            }
        }
    }

    /** Returns why nothing can be written, or null. */
    IOException failure() {
        return failure;
    }

    /** Returns the journal's length in bytes, without the snapshot. */
    long size() {
        return size;
    }

    long snapshotSize() {
        return snapshotSize;
    }

    private void failed(IOException e) {
        if (failure == null) {
            failure = e;
            LOG.error("Registrations cannot be written to {} and are answered 500 until they can: {}", folder, e.toString());
        }
    }

    /** A new name is on the disk only after this. */
    private void forceFolder() throws IOException {
        try (FileChannel directory = FileChannel.open(folder)) {
            directory.force(true);
        }
    }

    private static FileChannel create(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
    }

    private static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private Path file(long generation, String kind) {
        return folder.resolve(generation + kind);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> generation(file) > 0).toList();
        }
    }

    /** Returns the number a file's name begins with, 0 when it is none of ours. */
    private static long generation(Path file) {
        String name = file.getFileName().toString();
        int dot = name.indexOf('.');
        return name.matches("[0-9]{1,18}\\.(journal|snapshot)(\\.tmp|\\.damaged)?") ? Long.parseLong(name, 0, dot, 10) : 0;
    }
}
