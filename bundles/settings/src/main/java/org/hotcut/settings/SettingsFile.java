package org.hotcut.settings;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** A file of settings. It is replaced as a whole, so that nobody ever reads half of it. Not thread-safe. */
final class SettingsFile {
    private static final long EDITED_MILLIS = 500;
    private static final long PAUSE_MILLIS = 100;
    private static final int TRIES = 50;

    private final Path path;
    private final LongSupplier clock;
    private Stamp ours;

    /** What shows that a file was written. */
    private record Stamp(FileTime modified, long size, Object key) {
        static Stamp of(Path file) throws IOException {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(now.lastModifiedTime(), now.size(), now.fileKey());
        }

        boolean isOldAt(long millis) {
            return Math.abs(millis - modified.toMillis()) > EDITED_MILLIS;
        }
    }

    SettingsFile(Path path, LongSupplier clock) {
        this.path = path;
        this.clock = clock;
    }

    Path path() {
        return path;
    }

    void delete() throws IOException {
        Files.deleteIfExists(path);
    }

    /** Changes these settings and leaves the others and all comments alone; nothing happens when there is no file. Waits while somebody writes it. */
    void change(Map<String, Object> changed, Set<String> removed) throws IOException {
        for (int i = 0; i < TRIES && Files.isRegularFile(path); i++) {
            Path real = path.toRealPath();
            Stamp stamp = Stamp.of(real);
            String text = Files.readString(real, StandardCharsets.ISO_8859_1);
            String edited = new SettingsText(text).edit(changed, removed);
            if (edited.equals(text)) {
                return;
            }
            boolean last = i == TRIES - 1;
            if ((last || stamp.equals(ours) || stamp.isOldAt(clock.getAsLong())) && replace(real, stamp, edited, last)) {
                return;
            }
            pause();
        }
    }

    /** Returns false when somebody has written it meanwhile. */
    private boolean replace(Path real, Stamp stamp, String text, boolean inAnyCase) throws IOException {
        Path next = real.resolveSibling('.' + real.getFileName().toString() + ".new");
        try {
            Files.copy(real, next, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
            write(next, text);
            if (!inAnyCase && !Stamp.of(real).equals(stamp)) {
                Files.delete(next);
                return false;
            }
            Files.move(next, real, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            // in a folder that is not ours, or mounted by itself, a file can be written but not replaced
            Files.deleteIfExists(next);
            write(real, text);
        }
        ours = Stamp.of(real);
        return true;
    }

    private static void write(Path file, String text) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = StandardCharsets.ISO_8859_1.encode(text);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    private static void pause() throws IOException {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }
}
