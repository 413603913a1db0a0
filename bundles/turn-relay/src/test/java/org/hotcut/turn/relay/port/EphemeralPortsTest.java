package org.hotcut.turn.relay.port;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EphemeralPortsTest {
    @TempDir
    Path folder;

    @Test
    void saysTheLineThatKeepsOurPorts() throws IOException {
        String warning = warning("32768\t60999", "");
        assertTrue(warning.contains("11848 of the relay ports"), warning);
        assertTrue(warning.contains("net.ipv4.ip_local_reserved_ports=49152-65535 "), warning);
    }

    @Test
    void keepsWhatIsReservedAlready() throws IOException {
        String warning = warning("32768\t60999", "8080,50000-50009\n");
        assertTrue(warning.contains("11838 of the relay ports"), warning);
        assertTrue(warning.contains("ip_local_reserved_ports=8080,50000-50009,49152-65535 "), warning);
    }

    @Test
    void saysNothingWhenTheyAreKept() throws IOException {
        assertNull(warning("32768\t60999", "49152-65535"));
        assertNull(warning("32768\t60999", "8080,49152-55000,55001-60999"));
    }

    @Test
    void saysNothingWhenTheyAreApart() throws IOException {
        assertNull(warning("32768\t49151", ""));
        assertNull(warning("65535\t65535", "65535"));
        assertNull(new EphemeralPorts(folder).warning(10, 20));
    }

    @Test
    void saysNothingWhereThereAreNoSuchFiles() {
        assertNull(new EphemeralPorts(folder.resolve("none")).warning(49_152, 65_535));
    }

    private String warning(String given, String reserved) throws IOException {
        Files.writeString(folder.resolve("ip_local_port_range"), given);
        Files.writeString(folder.resolve("ip_local_reserved_ports"), reserved);
        return new EphemeralPorts(folder).warning(49_152, 65_535);
    }
}
