package org.hotcut.core.state;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

import org.osgi.framework.BundleContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder {@code state} in the data folder: small files that only the server's user may read, replaced whole or appended to. Any
 * thread; calls block for the disk.
 */
public final class StateFolder {
    private static final Logger LOG = LoggerFactory.getLogger(StateFolder.class);

    private final Path folder;
    private final boolean posix;

    /** Opens the folder, made when it is new. */
    public StateFolder(Path folder) {
        this.folder = folder;
        this.posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
        try {
            Files.createDirectories(folder.toAbsolutePath().getParent());
            if (!Files.isDirectory(folder)) {
                Files.createDirectory(folder, mode("rwx------"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make the folder " + folder + ": " + e, e);
        }
    }

    /** Opens the folder of this installation: framework property {@code hotcut.data}, else {@code karaf.data}. */
    public static StateFolder of(BundleContext context) {
        String data = context.getProperty("hotcut.data");
        if (data == null) {
            data = context.getProperty("karaf.data");
        }
        if (data == null) {
            throw new IllegalStateException("No data folder: the framework property hotcut.data is not set");
        }
        return new StateFolder(Path.of(data, "state"));
    }

    /** Returns a file's content, or null when there is none. */
    public byte[] read(String name) {
        try {
            return Files.readAllBytes(folder.resolve(name));
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + folder.resolve(name) + ": " + e, e);
        }
    }

    /** Replaces a file, or leaves the old one untouched when that fails or the machine stops; it is on the disk when this returns. */
    public void write(String name, byte[] content) {
        Path temporary = folder.resolve(name + ".new");
        try {
            Files.deleteIfExists(temporary);
            try (FileChannel channel = open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                ByteBuffer buffer = ByteBuffer.wrap(content);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                channel.force(true);
            }
            Files.move(temporary, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            syncFolder();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + folder.resolve(name) + ": " + e, e);
        }
    }

    /** Appends to a file, made when it is new; it is on the disk when this returns. */
    public void append(String name, byte[] content) {
        try (FileChannel channel = open(folder.resolve(name), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(false);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot append to " + folder.resolve(name) + ": " + e, e);
        }
    }

    /** Deletes a file if it is there; it is gone from the disk when this returns. */
    public void delete(String name) {
        try {
            if (Files.deleteIfExists(folder.resolve(name))) {
                syncFolder();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot delete " + folder.resolve(name) + ": " + e, e);
        }
    }

    /** Renames a file that cannot be understood, and tells the admin what that means. */
    public void setAside(String name, String reason, String consequence) {
        Path aside = folder.resolve(name + ".damaged");
        LOG.error("{} is damaged ({}) and was moved to {}: {}", folder.resolve(name), reason, aside.getFileName(), consequence);
        try {
            Files.move(folder.resolve(name), aside, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot rename " + folder.resolve(name) + ": " + e, e);
        }
    }

    private FileChannel open(Path file, OpenOption... options) throws IOException {
        return FileChannel.open(file, Set.of(options), mode("rw-------"));
    }

    private FileAttribute<?>[] mode(String mode) {
        if (!posix) {
            return new FileAttribute<?>[0];
        }
        return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))};
    }

    /** Makes a rename durable; only POSIX systems let a folder be opened. */
    private void syncFolder() throws IOException {
        if (!posix) {
            return;
        }
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
