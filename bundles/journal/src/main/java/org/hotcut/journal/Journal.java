package org.hotcut.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The records on disk. A generation is a snapshot of the table and the journal begun before it was taken, so that the two together lack nothing: {@code
 * 7.snapshot} and {@code 7.journal}. When the snapshot is complete, earlier generations are deleted.
 *
 * <p>{@link #append} may be called by any thread, blocks for the kernel only, and keeps the order of its calls. {@link #load} comes first. The rest is for {@link
 * JournalKeeper}. After an error nothing more is appended until a snapshot could be written.
 */
public final class Journal {
    /** What a snapshot has in it. */
    interface Content {
        /** Returns false when it was stopped. */
        boolean writeTo(FileChannel out) throws IOException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

    private final Generations files;
    private final RecordFormat format;
    private final String what;
    private final String meanwhile;
    private final Object lock = new Object();
    private final Set<Path> damaged = new HashSet<>();
    private FileChannel channel;
    private FileChannel retired;
    private long generation;
    private long synced;
    private boolean stale;
    private volatile long size;
    private volatile long snapshotSize;
    private volatile IOException failure;

    /**
     * Opens a folder, which is made when it is not there. Call {@link #load} next.
     *
     * @param what is kept, as the beginning of a sentence in the log
     */
    public Journal(Path folder, RecordFormat format, String what) throws IOException {
        this(folder, format, what, "are refused");
    }

    /**
     * Opens a folder, which is made when it is not there. Call {@link #load} next.
     *
     * @param what      is kept, as the beginning of a sentence in the log
     * @param meanwhile what becomes of that while it cannot be written, as its end
     */
    public Journal(Path folder, RecordFormat format, String what, String meanwhile) throws IOException {
        files = new Generations(folder);
        this.format = format;
        this.what = what;
        this.meanwhile = meanwhile;
    }

    /** Gives everything that was kept, then begins a new generation's journal. Returns how many records were taken. */
    public long load(Replay replay) throws IOException {
        long records = 0;
        for (Path file : files.all()) {
            generation = Math.max(generation, Generations.number(file));
            if (Generations.isUnfinished(file)) {
                Files.delete(file);
            } else if (!Generations.isDamaged(file)) {
                records += read(file, replay);
                stale = true;
            }
        }
        generation++;
        channel = files.create(files.file(generation, Generations.JOURNAL));
        files.force();
        return records;
    }

    private long read(Path file, Replay replay) throws IOException {
        if (Generations.isSnapshot(file)) {
            replay.snapshot();
        }
        RecordFile.Found found = RecordFile.read(file, format, replay);
        if (found.damaged() > 0 || found.torn() > 0 && Generations.isSnapshot(file)) {
            LOG.error("{} is damaged: {} bytes of it are no records that could be taken. The other {} records were read; it will be kept as {}{}", file,
                found.damaged() + found.torn(), found.records(), file.getFileName(), Generations.DAMAGED);
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
    public void append(ByteBuffer records) throws IOException {
        synchronized (lock) {
            IOException before = failure;
            if (before != null) {
                throw new IOException(before.getMessage(), before);
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
            if (upTo == synced || failure != null) {
                return;
            }
        }
        try {
            present.force(false);
        } catch (IOException e) {
            failed(e);
            return;
        }
        synchronized (lock) {
            synced = present == channel ? upTo : synced;
        }
    }

    /** Makes the file that {@link #turn} turns to; null when nothing was written to the present one, so that trying again makes no further files. */
    FileChannel next() throws IOException {
        FileChannel present;
        synchronized (lock) {
            present = channel;
        }
        if (present.isOpen() && present.size() == 0) {
            return null;
        }
        FileChannel next = files.create(files.file(generation + 1, Generations.JOURNAL));
        files.force();
        return next;
    }

    /** Appends to the next generation from now on, if there is one. Waits for no disk: safe on any loop. */
    void turn(FileChannel next) {
        if (next == null) {
            return;
        }
        synchronized (lock) {
            retired = channel;
            channel = next;
            size = 0;
            synced = 0;
            generation++;
        }
    }

    /** Returns whether the present generation appends to this file. */
    boolean isPresent(FileChannel file) {
        synchronized (lock) {
            return channel == file;
        }
    }

    /** Until the snapshot is there the journal of the generation before counts. */
    void retire() {
        FileChannel old;
        synchronized (lock) {
            old = retired;
            retired = null;
        }
        if (old == null) {
            return;
        }
        try (old) {
            if (old.isOpen()) {
                old.force(false);
            }
        } catch (IOException e) {
            failed(e);
        }
    }

    /** Writes the snapshot of the present generation and deletes earlier ones. Returns false when the content was not written out. */
    boolean replace(Content snapshot) throws IOException {
        IOException before = failure;
        Path unfinished = files.file(generation, Generations.SNAPSHOT + Generations.UNFINISHED);
        try {
            try (FileChannel out = files.create(unfinished)) {
                if (!snapshot.writeTo(out)) {
                    return false;
                }
                out.force(true);
                snapshotSize = out.position();
            }
            files.publish(unfinished, files.file(generation, Generations.SNAPSHOT));
        } finally {
            Files.deleteIfExists(unfinished);
        }
        dropEarlier();
        if (before != null) {
            failure = null;
            LOG.info("{} are written to {} again", what, files);
        }
        return true;
    }

    private void dropEarlier() throws IOException {
        for (Path file : files.all()) {
            if (Generations.number(file) >= generation || Generations.isDamaged(file)) {
                continue;
            }
            if (damaged.remove(file)) {
                Generations.setAside(file);
            } else {
                Files.delete(file);
            }
        }
        stale = false;
    }

    /** Forces what is there to disk and refuses all that comes. Stop the keeper first. */
    public void close() {
        retire();
        synchronized (lock) {
            if (failure == null) {
                failure = new IOException("the journal is closed");
            }
            try (FileChannel last = channel) {
                if (last.isOpen()) {
                    last.force(false);
                }
            } catch (IOException e) {
                LOG.error("{} of the last second could not be forced to disk: {}", what, e.toString());
            }
        }
    }

    /** Returns why nothing can be written, or null. */
    public IOException failure() {
        return failure;
    }

    /** Returns the journal's length in bytes, without the snapshot. */
    public long size() {
        return size;
    }

    /** Returns the length of the last snapshot in bytes. */
    public long snapshotSize() {
        return snapshotSize;
    }

    /** Returns whether there are files of earlier generations. */
    boolean isStale() {
        return stale;
    }

    String what() {
        return what;
    }

    RecordFormat format() {
        return format;
    }

    private void failed(IOException e) {
        if (failure == null) {
            failure = e;
            LOG.error("{} cannot be written to {} and {} until they can: {}", what, files, meanwhile, e.toString());
        }
    }

    static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
