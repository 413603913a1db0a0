package org.hotcut.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The file by which Karaf's feature service learns which bundles to take instead of those that features list.
 *
 * <p>It reads one such file only. That is the one in the data folder, to which the bundle {@code upgrade} adds what was swapped into the running server; it begins as a
 * copy of what the distribution replaces, {@code etc/org.apache.karaf.features.xml}.
 */
final class FeatureProcessing {

    private final Path delivered;
    private final Path read;

    /**
     * @param etc the folder of the configuration
     * @param data the folder of everything that changes
     */
    FeatureProcessing(Path etc, Path data) {
        this.delivered = etc.resolve("org.apache.karaf.features.xml");
        this.read = data.resolve("upgrades").resolve("replacements.xml");
    }

    /**
     * Makes the file when there is none.
     *
     * @throws IOException if it cannot be written
     */
    void ensure() throws IOException {
        if (Files.exists(read) || !Files.exists(delivered)) {
            return;
        }
        Files.createDirectories(read.getParent());
        Files.copy(delivered, read);
    }
}
