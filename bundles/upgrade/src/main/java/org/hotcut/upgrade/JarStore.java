package org.hotcut.upgrade;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URL;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.osgi.framework.Bundle;

/** The jars of bundles that were swapped: {@code SYMBOLIC-NAME/VERSION-DIGEST.jar}, so that two builds of one version lie side by side. */
final class JarStore {
    static final int LARGEST_JAR = 128 * 1024 * 1024;

    private static final String MANIFEST = "META-INF/MANIFEST.MF";
    private static final String DRAFT = "incoming-";
    private static final int DIGITS = 8;

    private final Path folder;

    JarStore(Path folder) {
        this.folder = folder;
    }

    Candidate fetch(URI uri) throws IOException, Refusal {
        Path draft = draft();
        try {
            download(uri, draft);
            return keep(Candidate.read(draft, uri.toString()), draft);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /** Returns a kept jar; the file is relative to the folder. */
    Candidate find(String file) throws IOException, Refusal {
        Path path = folder.resolve(file);
        if (!Files.isRegularFile(path)) {
            throw new Refusal("The jar " + path + " is gone, so this version cannot be put back.");
        }
        return Candidate.read(path, path.toString());
    }

    String relative(Candidate candidate) {
        return folder.relativize(candidate.file()).toString();
    }

    Path absolute(String file) {
        return folder.resolve(file).toAbsolutePath();
    }

    /** Keeps what is installed now, entry by entry: the place it was installed from may be gone or may hold something else by now. */
    Candidate export(Bundle bundle) throws IOException, Refusal {
        Path draft = draft();
        try {
            try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(draft))) {
                copyEntry(bundle, MANIFEST, zip);
                copyFolder(bundle, "/", zip);
            }
            return keep(Candidate.read(draft, bundle.getLocation()), draft);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /** Deletes the jars of a bundle but for those named. */
    void retain(String bundle, Collection<String> files) throws IOException {
        Path own = folder.resolve(bundle);
        if (!Files.isDirectory(own)) {
            return;
        }
        List<Path> jars;
        try (Stream<Path> all = Files.list(own)) {
            jars = all.toList();
        }
        for (Path jar : jars) {
            if (!files.contains(folder.relativize(jar).toString())) {
                Files.delete(jar);
            }
        }
        if (files.isEmpty()) {
            Files.delete(own);
        }
    }

    /** Removes what the end of the process left behind. */
    void clear() throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (DirectoryStream<Path> drafts = Files.newDirectoryStream(folder, DRAFT + "*")) {
            for (Path draft : drafts) {
                Files.delete(draft);
            }
        }
    }

    private Path draft() throws IOException {
        Files.createDirectories(folder);
        return Files.createTempFile(folder, DRAFT, ".jar");
    }

    private Candidate keep(Candidate candidate, Path draft) throws IOException, Refusal {
        Path kept = folder.resolve(candidate.bundle()).resolve(candidate.version() + "-" + digest(draft) + ".jar");
        Files.createDirectories(kept.getParent());
        Files.move(draft, kept, StandardCopyOption.REPLACE_EXISTING);
        return Candidate.read(kept, kept.toString());
    }

    private static void download(URI uri, Path draft) throws IOException, Refusal {
        try (InputStream in = uri.toURL().openStream(); OutputStream out = Files.newOutputStream(draft)) {
            byte[] buffer = new byte[64 * 1024];
            long size = 0;
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                size += n;
                if (size > LARGEST_JAR) {
                    throw new Refusal(uri + " is larger than " + LARGEST_JAR / 1024 / 1024 + " MB.");
                }
                out.write(buffer, 0, n);
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new Refusal(uri + " cannot be read: " + e + ".");
        }
    }

    private static void copyFolder(Bundle bundle, String path, ZipOutputStream zip) throws IOException {
        Enumeration<String> entries = bundle.getEntryPaths(path);
        while (entries != null && entries.hasMoreElements()) {
            String entry = entries.nextElement();
            if (entry.endsWith("/")) {
                copyFolder(bundle, entry, zip);
            } else if (!entry.equals(MANIFEST)) {
                copyEntry(bundle, entry, zip);
            }
        }
    }

    private static void copyEntry(Bundle bundle, String name, ZipOutputStream zip) throws IOException {
        URL url = bundle.getEntry(name);
        if (url == null) {
            return;
        }
        ZipEntry entry = new ZipEntry(name);
        entry.setTime(0);
        zip.putNextEntry(entry);
        try (InputStream in = url.openStream()) {
            in.transferTo(zip);
        }
        zip.closeEntry();
    }

    private static String digest(Path file) throws IOException {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            return HexFormat.of().formatHex(digest).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
