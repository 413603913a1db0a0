package org.hotcut.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleCacheTest {

    @TempDir
    Path folder;
    private Path jar;
    private Path cached;

    @BeforeEach
    void startOnce() throws IOException {
        jar = Files.createDirectories(folder.resolve("system/net/0.1.0")).resolve("net-0.1.0.jar");
        Files.writeString(jar, "one");
        Files.createDirectories(folder.resolve("data/cache/bundle1"));
        cache().emptyIfOfAnotherBuild();
        cached = Files.writeString(Files.createDirectories(folder.resolve("data/cache/bundle1")).resolve("bundle.info"), "installed");
    }

    @Test
    void keepsTheBundlesOfTheSameBuild() throws IOException {
        cache().emptyIfOfAnotherBuild();

        assertTrue(Files.exists(cached));
    }

    @Test
    void forgetsTheBundlesOfAnotherBuildOfTheSameVersion() throws IOException {
        Files.writeString(jar, "two");

        cache().emptyIfOfAnotherBuild();

        assertFalse(Files.exists(folder.resolve("data/cache")));
    }

    @Test
    void forgetsWhatWasSwappedIntoTheOtherBuildButNotThatItWas() throws IOException {
        Path upgrades = Files.createDirectories(folder.resolve("data/upgrades/org.hotcut.net")).getParent();
        Files.writeString(upgrades.resolve("org.hotcut.net/0.1.1.jar"), "swapped in");
        Files.writeString(upgrades.resolve("ledger.properties"), "");
        Files.writeString(upgrades.resolve("history.log"), "");
        cache().emptyIfOfAnotherBuild();
        assertTrue(Files.exists(upgrades.resolve("ledger.properties")));
        Files.writeString(jar, "two");

        cache().emptyIfOfAnotherBuild();

        try (Stream<Path> left = Files.list(upgrades)) {
            assertEquals(List.of(upgrades.resolve("history.log")), left.collect(Collectors.toList()));
        }
    }

    private BundleCache cache() {
        return new BundleCache(folder.resolve("system"), folder.resolve("data"));
    }
}
