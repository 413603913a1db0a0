package org.hotcut.sip.events;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rows on disk. A generation is a snapshot and the journal of what came after it: {@code 7.snapshot}, {@code 7.journal}. Read in the order of their numbers, a
 * snapshot before its journal, they give what was there last; when a snapshot is complete, earlier generations are deleted. Files are for the server's user
 * alone: messages are private.
 *
 * <p>{@link #append} and {@link #turn} are called on the home loop, the rest by {@link Keeper}'s thread. After an error nothing more is appended until a snapshot could
 * be written.
 */
final class Journal {
    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
    private static final String JOURNAL = ".journal";
    private static final String SNAPSHOT = ".snapshot";
    private static final String UNFINISHED = ".tmp";
    private static final String DAMAGED = ".damaged";
    private static final Comparator<Path> ORDER = Comparator.comparingLong(Journal::generation).thenComparing(file -> !file.toString().endsWith(SNAPSHOT));

    private final Path folder;
    private final FileAttribute<?>[] mode;
    private FileChannel channel;
    private long generation;
    private volatile long size;
    private volatile long snapshotSize;
    private volatile IOException failure;

    /** Opens a folder, which is made when it is not there. Call {@link #load} next. */
    Journal(Path folder) throws IOException {
        this.folder = folder;
        boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
        mode = posix ? attribute("rw-------") : new FileAttribute<?>[0];
        Files.createDirectories(folder.getParent());
        if (!Files.isDirectory(folder)) {
            Files.createDirectory(folder, posix ? attribute("rwx------") : new FileAttribute<?>[0]);
        }
    }

    private static FileAttribute<?>[] attribute(String mode) {
        return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))};
    }

    /**
     * Gives every entry in the order in which it was written, then begins a new generation.
     *
     * @param fresh called before a snapshot's entries: what was given before does not count
     */
    void load(Consumer<Entry> entries, Runnable fresh) throws IOException {
        for (Path file : files()) {
            generation = Math.max(generation, generation(file));
            if (file.toString().endsWith(UNFINISHED)) {
                Files.delete(file);
                continue;
            }
            if (file.toString().endsWith(SNAPSHOT)) {
                fresh.run();
            }
            read(file, entries);
        }
        generation++;
        channel = create(file(generation, JOURNAL));
        forceFolder();
    }

    private void read(Path file, Consumer<Entry> entries) throws IOException {
        long left = Records.read(file, entries);
        if (left == 0) {
            return;
        }
        LOG.warn("{} ends in {} bytes that are no record: they were being written when the server was stopped, or are damaged; a copy is kept as {}{}", file, left,
            file.getFileName(), DAMAGED);
        Files.copy(file, file.resolveSibling(file.getFileName() + DAMAGED), StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * Appends an entry: it survives the death of the process when this returns, and of the machine after the next {@link #sync}.
     *
     * @throws IOException when it is not on disk, or not for certain
     */
    void append(Entry entry) throws IOException {
        if (failure != null) {
            throw new IOException(failure.getMessage(), failure);
        }
        try {
            write(channel, Records.write(entry));
            size = channel.position();
        } catch (IOException e) {
            failed(e);
            throw e;
        }
    }

    /** Forces to disk what was appended since the last time. */
    void sync() {
        FileChannel present = channel;
        try {
            if (failure == null && present.isOpen()) {
                present.force(false);
            }
        } catch (IOException e) {
            if (present == channel) {
                failed(e);
            }
        }
    }

    /** Returns the file of the next generation's journal; null when nothing was written to the present one, so that trying again makes no further files. */
    FileChannel next() throws IOException {
        if (channel.isOpen() && channel.position() == 0) {
            return null;
        }
        FileChannel fresh = create(file(generation + 1, JOURNAL));
        forceFolder();
        return fresh;
    }

    /** Appends to the next generation, if there is one, from now on; what is in the tables at this moment is its snapshot. */
    void turn(FileChannel fresh) throws IOException {
        if (fresh == null) {
            return;
        }
        FileChannel old = channel;
        channel = fresh;
        generation++;
        size = 0;
        old.close();
    }

    /** Writes the snapshot of the present generation and deletes earlier ones. */
    void snapshot(List<Supplier<Entry>> rows) throws IOException {
        Path unfinished = file(generation, SNAPSHOT + UNFINISHED);
        try (FileChannel out = create(unfinished)) {
            for (Supplier<Entry> row : rows) {
                write(out, Records.write(row.get()));
            }
            out.force(true);
            snapshotSize = out.position();
        }
        Files.move(unfinished, file(generation, SNAPSHOT), StandardCopyOption.ATOMIC_MOVE);
        forceFolder();
        for (Path file : files()) {
            if (generation(file) < generation) {
                Files.delete(file);
            }
        }
        if (failure != null) {
            failure = null;
            LOG.info("Subscriptions and messages are written to {} again", folder);
        }
    }

    /** Forces what is there to disk and refuses all that comes. */
    void close() {
        sync();
        failure = failure == null ? new IOException("the journal is closed") : failure;
        try {
            channel.close();
        } catch (IOException e) {
            LOG.error("The messages of the last second could not be forced to disk: {}", e.toString());
        }
    }

    long size() {
        return size;
    }

    long snapshotSize() {
        return snapshotSize;
    }

    /** Returns why nothing can be written, or null. */
    IOException failure() {
        return failure;
    }

    private void failed(IOException e) {
        if (failure == null) {
            failure = e;
            LOG.error("Subscriptions and messages cannot be written to {} and are answered 500 until they can: {}", folder, e.toString());
        }
    }

    private void forceFolder() throws IOException {
        try (FileChannel directory = FileChannel.open(folder)) {
            directory.force(true);
        }
    }

    private FileChannel create(Path file) throws IOException {
        Set<OpenOption> options = Set.of(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        return FileChannel.open(file, options, mode);
    }

    private static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private Path file(long number, String kind) {
        return folder.resolve(number + kind);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> generation(file) > 0).sorted(ORDER).toList();
        }
    }

    /** Returns the number a file's name begins with, 0 when it is none of ours. */
    private static long generation(Path file) {
        String name = file.getFileName().toString();
        return name.matches("[0-9]{1,18}\\.(journal|snapshot)(\\.tmp)?") ? Long.parseLong(name, 0, name.indexOf('.'), 10) : 0;
    }
}
