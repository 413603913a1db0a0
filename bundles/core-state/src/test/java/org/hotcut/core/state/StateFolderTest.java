package org.hotcut.core.state;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFolderTest {
    @TempDir
    private Path data;

    @Test
    void aFileIsReadableByItsOwnerOnly() throws Exception {
        StateFolder folder = new StateFolder(data.resolve("state"));
        folder.write("written", "x".getBytes(US_ASCII));
        folder.append("appended", "x".getBytes(US_ASCII));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("state/written"))));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("state/appended"))));
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("state"))));
    }

    @Test
    void aFileIsReplacedWholeEvenWhenAnEarlierAttemptWasCutShort() throws Exception {
        StateFolder folder = new StateFolder(data.resolve("state"));
        folder.write("file", "old and long".getBytes(US_ASCII));
        Files.writeString(data.resolve("state/file.new"), "half of someth");
        folder.write("file", "new".getBytes(US_ASCII));
        assertArrayEquals("new".getBytes(US_ASCII), folder.read("file"));
        assertFalse(Files.exists(data.resolve("state/file.new")));
    }

    @Test
    void aDamagedFileIsMovedAside() {
        StateFolder folder = new StateFolder(data.resolve("state"));
        folder.write("file", "rubbish".getBytes(US_ASCII));
        folder.setAside("file", "a test", "nothing is lost");
        assertNull(folder.read("file"));
        assertTrue(Files.exists(data.resolve("state/file.damaged")));
    }
}
