package org.hotcut.certificates;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * What was taken from each source last, and what was said of it: the memory of this bundle. It is on disk, so that a file that breaks does not take its
 * predecessor away, not even over an update or a restart.
 */
final class Shelf {
    private static final String CHAIN = "chain.pem";
    private static final String KEY = "key.pem";
    private static final String NOTES = "notes.properties";
    private static final String PLAN = "presented.txt";
    private static final int MOST = 1_000;

    private final Path path;

    Shelf(Path path) {
        this.path = path;
    }

    List<String> names() throws IOException {
        List<String> names = new ArrayList<>();
        for (Path each : PrivateFiles.children(path, MOST)) {
            if (Files.isDirectory(each)) {
                names.add(each.getFileName().toString());
            }
        }
        return names;
    }

    /** Returns what is kept of that source; empty when there is nothing, or nothing that can be read. */
    Optional<KeyChain> read(String name, Instant now) {
        Path folder = path.resolve(name);
        if (!Files.exists(folder.resolve(CHAIN))) {
            return Optional.empty();
        }
        try {
            Material material = new Material(null);
            material.add(folder);
            return Optional.of(Judge.judge(material, now));
        } catch (RefusedException e) {
            return Optional.empty();
        }
    }

    void put(String name, KeyChain chain) throws IOException {
        Path folder = folder(name);
        PrivateFiles.replace(folder.resolve(KEY), Pem.of(chain.key()), PrivateFiles.OWNER);
        PrivateFiles.replace(folder.resolve(CHAIN), chain.chainPem(), PrivateFiles.OWNER);
    }

    void forget(String name) throws IOException {
        PrivateFiles.deleteFolder(path.resolve(name));
    }

    String note(String name, String key) throws IOException {
        return notes(name).getProperty(key, "");
    }

    /** Notes something of a source. Returns whether it is new. */
    boolean note(String name, String key, String value) throws IOException {
        Properties notes = notes(name);
        if (value.equals(notes.getProperty(key, ""))) {
            return false;
        }
        notes.setProperty(key, value);
        StringWriter text = new StringWriter();
        notes.store(text, null);
        PrivateFiles.replace(folder(name).resolve(NOTES), text.toString(), PrivateFiles.OWNER);
        return true;
    }

    /** Returns what {@link #presented(String)} was told last. */
    String presented() throws IOException {
        Path file = path.resolve(PLAN);
        return Files.exists(file) ? Files.readString(file) : "";
    }

    void presented(String plan) throws IOException {
        PrivateFiles.createFolder(path, "rwx------");
        PrivateFiles.replace(path.resolve(PLAN), plan, PrivateFiles.OWNER);
    }

    private Properties notes(String name) throws IOException {
        Properties notes = new Properties();
        Path file = path.resolve(name).resolve(NOTES);
        if (Files.exists(file)) {
            notes.load(new StringReader(Files.readString(file)));
        }
        return notes;
    }

    private Path folder(String name) throws IOException {
        Path folder = path.resolve(name);
        PrivateFiles.createFolder(folder, "rwx------");
        return folder;
    }
}
