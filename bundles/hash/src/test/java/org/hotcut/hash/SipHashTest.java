package org.hotcut.hash;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.junit.jupiter.api.Test;

class SipHashTest {
    private static final byte[] KEY = new byte[20];

    static {
        for (int i = 0; i < KEY.length; i++) {
            KEY[i] = (byte) (200 + i);
        }
    }

    private final SipHash hash = new SipHash(KEY);

    @Test
    void hashesAsThePaperDoes() {
        SipHash.State state = new SipHash.State(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);
        state.word(0x0706050403020100L);
        assertEquals(0xa129ca6149be45e5L, state.end(0x0f0e0d0c0b0a0908L));
    }

    @Test
    void tokensOfDialogsThatAnEarlierHotcutLedAreStillKnown() {
        assertEquals(0x15b114adfeac2ca6L, hash.of(7, ""));
        assertEquals(0x8b6047be7d473ca3L, hash.of(7, "abc"));
        assertEquals(0x59953b68a4ac80fbL, hash.of(7, "alice@example.org"));
        assertEquals(0x2b6a5d00005672edL, hash.of(7, "\u00e4\u20ac\uffff\u8000\uff00"));
        byte[] bytes = "0123456789abcdefghi\u00e4".getBytes(StandardCharsets.UTF_8);
        assertEquals(0x2347400d523dc9d5L, hash.of(-3, bytes, 1, 1));
        assertEquals(0xa36f0877d8d71851L, hash.of(-3, bytes, 1, 8));
        assertEquals(0xdb7d7f285ba96bf9L, hash.of(-3, bytes, 1, 9));
        assertEquals(0xa4b55eee2d9691d4L, hash.of(-3, bytes, 1, 20));
    }

    @Test
    void devicesThatRegisteredWithAnEarlierHotcutKeepTheirNumbers() {
        assertEquals(0x3fb25d730effc7beL, hash.of("alice@example.org", "<urn:uuid:1>", -1));
        assertEquals(0xdabfc6c062e2fbf7L, hash.of("", "", 0));
        assertEquals(0xb16237ad3532b879L, hash.of("abcd", "\u00e4\uffff", 5));
    }

    @Test
    void whatLooksAlikeHashesDifferently() {
        SipHash other = new SipHash("0123456789abcdef".getBytes(StandardCharsets.US_ASCII));
        long[] hashes = {hash.of(1, "alice"), hash.of(2, "alice"), hash.of(1, "alicf"), hash.of(1, "alice "), hash.of(1, ""), hash.of(1, "\0"), other.of(1, "alice"),
            hash.of("ab", "c", 1), hash.of("a", "bc", 1), hash.of("abc", "", 1), hash.of("ab", "c", 2)};
        assertEquals(hashes.length, Arrays.stream(hashes).distinct().count());
        assertEquals(hash.of(1, "alice"), hash.of(1, "alice"));
    }
}
