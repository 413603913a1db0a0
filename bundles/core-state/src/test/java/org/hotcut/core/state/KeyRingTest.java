package org.hotcut.core.state;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

import javax.crypto.Mac;

import org.hotcut.core.api.Keys.Key;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyRingTest {
    @TempDir
    private Path data;

    @Test
    void aKeySignsAndIsFoundByItsId() throws Exception {
        KeyRing keys = ring();
        Key key = keys.current("nonce");
        assertSame(key, keys.current("nonce"));
        assertSame(key, keys.find("nonce", key.id()));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(key.secret());
        assertEquals(32, mac.doFinal().length);
    }

    @Test
    void eachPurposeHasItsOwnKey() {
        KeyRing keys = ring();
        assertFalse(Arrays.equals(keys.current("nonce").secret().getEncoded(), keys.current("route").secret().getEncoded()));
        assertNull(keys.find("unheard-of", 0));
    }

    @Test
    void aKeyIsOnTheDiskBeforeAnybodyGetsIt() {
        Key key = ring().current("nonce");
        KeyRing afterKill = ring();
        assertArrayEquals(key.secret().getEncoded(), afterKill.find("nonce", key.id()).secret().getEncoded());
        assertEquals(key.id(), afterKill.current("nonce").id());
    }

    @Test
    void theFourKeysBeforeTheCurrentOneAreStillFound() {
        KeyRing keys = ring();
        Key first = keys.current("route");
        for (int i = 0; i < 4; i++) {
            keys.rotate("route");
        }
        assertNotNull(keys.find("route", first.id()));
        Key newest = keys.rotate("route");
        assertNull(keys.find("route", first.id()));
        assertSame(newest, keys.current("route"));
        assertEquals(5, ring().counts().get("route"));
    }

    @Test
    void idsWrapAfter255() {
        KeyRing keys = ring();
        Key key = keys.current("route");
        for (int i = 0; i < 256; i++) {
            key = keys.rotate("route");
            assertSame(key, keys.find("route", key.id()));
        }
        assertEquals(ring().current("route").id(), key.id());
    }

    @Test
    void aDamagedFileIsMovedAsideAndNewKeysAreMade() {
        StateFolder folder = new StateFolder(data);
        ring().current("nonce");
        for (String rubbish : new String[] {"nonce", "nonce 1 AAAA", "nonce 999 AAAA", "nonce 1 !!!!"}) {
            folder.write("keys", rubbish.getBytes(StandardCharsets.US_ASCII));
            Key made = ring().current("nonce");
            assertEquals(made.id(), ring().current("nonce").id());
        }
    }

    @Test
    void aPurposeThatWouldBreakTheFileIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> ring().current("two words"));
    }

    private KeyRing ring() {
        return new KeyRing(new StateFolder(data));
    }
}
