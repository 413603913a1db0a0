package org.hotcut.journal;

import java.io.IOException;
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
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files of a journal: {@code 7.journal}, {@code 7.snapshot} and what became of such. For the server's user alone: what is kept is private. */
final class Generations {
    static final String JOURNAL = ".journal";
    static final String SNAPSHOT = ".snapshot";
    static final String UNFINISHED = ".tmp";
    static final String DAMAGED = ".damaged";
    private static final Pattern OURS = Pattern.compile("[0-9]{1,18}\\.(journal|snapshot)(\\.tmp|\\.damaged)?");
    private static final Comparator<Path> ORDER = Comparator.comparingLong(Generations::number).thenComparing(file -> !isSnapshot(file));

    private final Path folder;
    private final boolean posix;

    /** Opens a folder, made when it is new. */
    Generations(Path folder) throws IOException {
        this.folder = folder;
        posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
        Path parent = folder.toAbsolutePath().getParent();
        if (!Files.isDirectory(parent)) {
            Files.createDirectories(parent); // which would not have a link to a folder
        }
        if (!Files.isDirectory(folder)) {
            Files.createDirectory(folder, mode("rwx------"));
        }
    }

    Path file(long number, String kind) {
        return folder.resolve(number + kind);
    }

    /** Returns all files, in the order in which they were begun; a snapshot before its journal. */
    List<Path> all() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> number(file) > 0).sorted(ORDER).toList();
        }
    }

    static boolean isSnapshot(Path file) {
        return file.toString().endsWith(SNAPSHOT);
    }

    static boolean isUnfinished(Path file) {
        return file.toString().endsWith(UNFINISHED);
    }

    static boolean isDamaged(Path file) {
        return file.toString().endsWith(DAMAGED);
    }

    /** Returns the number a file's name begins with, 0 when it is none of ours. */
    static long number(Path file) {
        String name = file.getFileName().toString();
        return OURS.matcher(name).matches() ? Long.parseLong(name, 0, name.indexOf('.'), 10) : 0;
    }

    /** Opens a file that is empty. */
    FileChannel create(Path file) throws IOException {
        Set<OpenOption> options = Set.of(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        return FileChannel.open(file, options, mode("rw-------"));
    }

    /** Gives a file that was written and forced its name. */
    void publish(Path unfinished, Path file) throws IOException {
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        force();
    }

    static void setAside(Path file) throws IOException {
        Files.move(file, file.resolveSibling(file.getFileName() + DAMAGED), StandardCopyOption.REPLACE_EXISTING);
    }

    /** A new name is on the disk only after this; only POSIX systems let a folder be opened. */
    void force() throws IOException {
        if (!posix) {
            return;
        }
        try (FileChannel directory = FileChannel.open(folder)) {
            directory.force(true);
        }
    }

    private FileAttribute<?>[] mode(String mode) {
        return posix ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))} : new FileAttribute<?>[0];
    }

    @Override
    public String toString() {
        return folder.toString();
    }
}
