package org.hotcut.launcher;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    private BundleCache cache() {
        return new BundleCache(folder.resolve("system"), folder.resolve("data"));
    }
}
