package org.hotcut.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureProcessingTest {

    @TempDir
    Path folder;

    @Test
    void beginsAsWhatTheDistributionReplacesAndIsNotTouchedAgain() throws IOException {
        Path delivered = Files.createDirectories(folder.resolve("etc")).resolve("org.apache.karaf.features.xml");
        Path read = folder.resolve("data/upgrades/replacements.xml");
        Files.writeString(delivered, "delivered");

        new FeatureProcessing(folder.resolve("etc"), folder.resolve("data")).ensure();
        assertEquals("delivered", Files.readString(read));

        Files.writeString(read, "with what was swapped in");
        new FeatureProcessing(folder.resolve("etc"), folder.resolve("data")).ensure();
        assertEquals("with what was swapped in", Files.readString(read));
    }

    @Test
    void isNotMadeOfNothing() throws IOException {
        new FeatureProcessing(folder, folder.resolve("data")).ensure();

        assertFalse(Files.exists(folder.resolve("data")));
    }
}
