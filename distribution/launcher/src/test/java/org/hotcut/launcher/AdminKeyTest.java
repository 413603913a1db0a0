package org.hotcut.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminKeyTest {

    @TempDir
    Path folder;

    @Test
    void makesAPrivateKeyThatOnlyItsOwnerReads() throws IOException {
        key().ensure();

        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("ssh/admin.key"))));
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("ssh"))));
    }

    @Test
    void letsTheOtherHalfOfTheKeyLogIn() throws Exception {
        Files.writeString(allowed(), "_g_\\:admingroup = group,admin\n");

        key().ensure();

        List<String> lines = Files.readAllLines(allowed());
        assertEquals("_g_\\:admingroup = group,admin", lines.get(0));
        assertTrue(lines.get(1).startsWith("hotcut = ") && lines.get(1).endsWith(",_g_:admingroup"), lines.get(1));
        assertEquals(((RSAPublicKey) key().pair().getPublic()).getModulus(), modulus(lines.get(1).substring("hotcut = ".length()).split(",")[0]));
    }

    @Test
    void keepsTheKeyAtTheNextStart() throws IOException {
        key().ensure();
        String before = Files.readString(allowed());

        key().ensure();

        assertEquals(before, Files.readString(allowed()));
    }

    @Test
    void replacesTheKeyOfAnotherDataFolder() throws IOException {
        Files.writeString(allowed(), "hotcut = AAAA,_g_:admingroup\njane = BBBB,_g_:admingroup\n");

        key().ensure();

        List<String> lines = Files.readAllLines(allowed());
        assertEquals(2, lines.size());
        assertEquals("jane = BBBB,_g_:admingroup", lines.get(0));
    }

    private AdminKey key() {
        return new AdminKey(folder.resolve("ssh"), allowed());
    }

    private Path allowed() {
        return folder.resolve("keys.properties");
    }

    private static BigInteger modulus(String key) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(key)));
        assertEquals("ssh-rsa", new String(in.readNBytes(in.readInt()), StandardCharsets.US_ASCII));
        in.readNBytes(in.readInt());
        return new BigInteger(in.readNBytes(in.readInt()));
    }
}
