package org.hotcut.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Makes of a bundle another one that differs: the next version of it, as far as a server can tell. */
public final class ChangedJar {
    /** The manifest header that only changed jars have; its value is the version. */
    public static final String MARKER = "Hotcut-Marker";

    private ChangedJar() { }

    /** Copies a bundle with another Bundle-Version and a {@link #MARKER}; returns the target. */
    public static Path of(Path bundle, String version, Path target) throws IOException {
        return of(bundle, version, target, new Attributes());
    }

    /** Copies a bundle with another Bundle-Version, a {@link #MARKER} and other headers put in place of its own. */
    public static Path of(Path bundle, String version, Path target, Attributes headers) throws IOException {
        try (JarFile jar = new JarFile(bundle.toFile())) {
            Manifest manifest = new Manifest(jar.getManifest());
            manifest.getMainAttributes().putValue("Bundle-Version", version);
            manifest.getMainAttributes().putValue(MARKER, version);
            manifest.getMainAttributes().putAll(headers);
            try (OutputStream out = Files.newOutputStream(target); JarOutputStream copy = new JarOutputStream(out, manifest)) {
                for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements();) {
                    copyEntry(jar, entries.nextElement(), copy);
                }
            }
        }
        return target;
    }

    private static void copyEntry(JarFile jar, JarEntry entry, JarOutputStream copy) throws IOException {
        if (entry.getName().equals(JarFile.MANIFEST_NAME)) {
            return;
        }
        copy.putNextEntry(new JarEntry(entry.getName()));
        try (InputStream in = jar.getInputStream(entry)) {
            in.transferTo(copy);
        }
        copy.closeEntry();
    }
}
