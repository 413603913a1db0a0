package org.hotcut.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The bundles that Karaf has installed.
 *
 * <p>Karaf installs its boot features into an empty cache only, and a bundle of a known version never again. So after an upgrade of the
 * installation, or a new build of the same version, the cache would go on running the old code; it holds nothing that cannot be made anew.
 */
final class BundleCache {

    private static final String HISTORY = "history.log";

    private final Path system;
    private final Path cache;
    private final Path upgrades;
    private final Path build;

    /**
     * @param system the folder of the installation's own bundles
     * @param data the folder of everything that changes
     */
    BundleCache(Path system, Path data) {
        this.system = system;
        this.cache = data.resolve("cache");
        this.upgrades = data.resolve("upgrades");
        this.build = data.resolve("build");
    }

    /**
     * Empties the cache if it belongs to another build than the one that starts now. What was swapped into the other build's server is forgotten too: the
     * new build counts.
     *
     * @throws IOException if a file cannot be read, written or deleted
     */
    void emptyIfOfAnotherBuild() throws IOException {
        String present = digest();
        if (Files.exists(build) && Files.readString(build).equals(present)) {
            return;
        }
        delete(cache);
        forgetUpgrades();
        Files.writeString(build, present);
    }

    private void forgetUpgrades() throws IOException {
        if (!Files.isDirectory(upgrades)) {
            return;
        }
        List<Path> entries;
        try (Stream<Path> all = Files.list(upgrades)) {
            entries = all.filter(entry -> !entry.endsWith(HISTORY)).collect(Collectors.toList());
        }
        for (Path entry : entries) {
            delete(entry);
        }
    }

    private String digest() throws IOException {
        MessageDigest digest = sha256();
        for (Path file : filesBelow(system)) {
            digest.update(system.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
            digest.update(Files.readAllBytes(file));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no SHA-256", e);
        }
    }

    private static List<Path> filesBelow(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().collect(Collectors.toList());
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).collect(Collectors.toList())) {
                Files.delete(file);
            }
        }
    }
}
