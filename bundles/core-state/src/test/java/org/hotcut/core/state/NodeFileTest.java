package org.hotcut.core.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeFileTest {
    @TempDir
    private Path data;

    @Test
    void theIdIsSixteenHexadecimalDigitsAndStays() {
        String id = new NodeFile(new StateFolder(data)).id();
        assertTrue(id.matches("[0-9a-f]{16}"), id);
        assertEquals(id, new NodeFile(new StateFolder(data)).id());
    }

    @Test
    void twoInstallationsHaveDifferentIds() {
        assertNotEquals(new NodeFile(new StateFolder(data.resolve("a"))).id(), new NodeFile(new StateFolder(data.resolve("b"))).id());
    }

    @Test
    void aDamagedFileGivesANewIdInsteadOfNoStart() {
        StateFolder folder = new StateFolder(data);
        folder.write("node", "rubbish".getBytes(StandardCharsets.US_ASCII));
        String id = new NodeFile(folder).id();
        assertEquals(id, new NodeFile(folder).id());
    }
}
