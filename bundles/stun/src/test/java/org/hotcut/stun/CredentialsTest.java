package org.hotcut.stun;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.HexFormat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Integrity, keys and nonce cookie, against messages and hashes that another implementation made. */
class CredentialsTest {
    private static final byte[] ID = hex("000102030405060708090a0b");
    private static final byte[] MD5 = hex("543e1aec5d3614f03141652d6ada51b2");
    private static final byte[] SHA256 = hex("d1659fff7a501be15962adc35514ca6a5868905695f2dd1093741f931e000a1f");
    private static final String ATTRIBUTES = "001900041100000000060005616c6963650000000014000b6578616d706c652e6f726700001500106f624d61744a6f733241414144616263"
        + "00080014e96b0040f09af04b89c8578a8e7e0093d7c668b6";
    private static final String HEADER_END = "2112a442000102030405060708090a0b";
    private static final String WITH_SHA1 = "00030058" + HEADER_END + ATTRIBUTES + "8028000425ea280f";
    private static final String WITH_SHA256 = "0003005c" + HEADER_END + "001900041100000000060005616c6963650000000014000b6578616d706c652e6f726700001500106f624d61744a6f73324141414461"
        + "6263001c0020857180c8159ed1f3b80cd26eb94014f4aaf580e4d8113337c1e9bb92e903e002";
    private static final String WITH_BOTH = "0003007c" + HEADER_END + ATTRIBUTES + "001c0020b3e8f2c78ccccf177cf24f0e6f058c1e602df22b6919e8e0861b736fb85a9b71802800046b4ef3cc";

    @Test
    void rfc8489_9_2_2_theKeyIsADigestOfUserRealmAndPassword() {
        assertArrayEquals(MD5, LongTermKey.md5("alice", "example.org", "secret"));
        assertArrayEquals(SHA256, LongTermKey.sha256("alice", "example.org", "secret"));
        assertArrayEquals(SHA256, LongTermKey.of(Stun.SHA256, "alice", "example.org", "secret"));
        assertArrayEquals(hex("435b7933096a304d3c734cfb833ec9075bd47ab1c0160321aed31c06a8c7009e"), LongTermKey.userHash("alice", "example.org"));
    }

    @Test
    void rfc8265_4_2_spacesAreOneAndLettersComposed() {
        assertEquals("plain  text", LongTermKey.opaque("plain  text"));
        assertEquals("a b c", LongTermKey.opaque("a\u00a0b\u3000c"));
        assertEquals("\u00e9\ufb01", LongTermKey.opaque("e\u0301\ufb01"), "composed, compatibility characters left as they are");
        assertArrayEquals(LongTermKey.md5("ren\u00e9", "example.org", "a b"), LongTermKey.md5("rene\u0301", "example.org", "a\u2003b"));
    }

    @Test
    void rfc8489_14_5_readsMessageIntegrity() {
        StunMessage message = StunMessage.of(hex(WITH_SHA1));
        assertTrue(message.isIntegrityRight(MD5) && message.isFingerprintRight());
        assertFalse(message.isIntegrityRight(SHA256));
        assertFalse(message.isIntegrityRight(new byte[0]));
        assertFalse(message.isIntegritySha256Right(MD5));
    }

    @Test
    void rfc8489_14_6_readsMessageIntegritySha256() {
        StunMessage message = StunMessage.of(hex(WITH_SHA256));
        assertTrue(message.isIntegritySha256Right(SHA256));
        assertFalse(message.isIntegritySha256Right(MD5));
        assertFalse(message.isIntegrityRight(SHA256));
    }

    @Test
    void rfc8489_9_2_3_aRequestMayCarryBoth() {
        StunMessage message = StunMessage.of(hex(WITH_BOTH));
        assertTrue(message.isIntegrityRight(MD5) && message.isIntegritySha256Right(MD5) && message.isFingerprintRight());
    }

    @Test
    void writesWhatAnotherImplementationWrote() {
        assertEquals(WITH_SHA1, HexFormat.of().formatHex(request().messageIntegrity(MD5).fingerprint().bytes()));
        assertEquals(WITH_SHA256, HexFormat.of().formatHex(request().messageIntegritySha256(SHA256).bytes()));
        assertEquals(WITH_BOTH, HexFormat.of().formatHex(request().messageIntegrity(MD5).messageIntegritySha256(MD5).fingerprint().bytes()));
    }

    @Test
    void everyCoveredByteCounts() {
        for (String good : new String[] {WITH_SHA1, WITH_BOTH}) {
            byte[] bytes = hex(good);
            for (int i = 0; i < 20 + ATTRIBUTES.length() / 2; i++) {
                for (int bit = 1; bit < 0x100; bit <<= 1) {
                    byte[] flipped = bytes.clone();
                    flipped[i] ^= (byte) bit;
                    StunMessage message = StunMessage.of(flipped);
                    assertTrue(message == null || !message.isIntegrityRight(MD5) && !message.isIntegritySha256Right(MD5), "byte " + i);
                }
            }
        }
    }

    @Test
    void rfc8489_14_6_truncationIsTakenOnlyWhereItIsAllowed() {
        for (int length = 16; length <= 32; length += 4) {
            StunMessage message = StunMessage.of(request().messageIntegritySha256(SHA256, length).bytes());
            assertTrue(message.isIntegritySha256Right(SHA256, 16), length + " bytes");
            assertEquals(length == 32, message.isIntegritySha256Right(SHA256), length + " bytes");
            assertEquals(length >= 24, message.isIntegritySha256Right(SHA256, 24), length + " bytes");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4, 12, 15, 17, 30, 33, 36, 64})
    void rfc8489_14_6_aMacOfAWildLengthIsWrong(int length) {
        assertFalse(StunMessage.of(withMac(Stun.MESSAGE_INTEGRITY_SHA256, length, SHA256, true)).isIntegritySha256Right(SHA256, 0));
        assertFalse(StunMessage.of(withMac(Stun.MESSAGE_INTEGRITY, length, MD5, false)).isIntegrityRight(MD5));
    }

    /** Its first bytes are right, and what is more is zero. */
    private static byte[] withMac(int type, int length, byte[] key, boolean sha256) {
        byte[] bytes = request().attribute(type, new byte[length]).bytes();
        int at = bytes.length - Stun.padded(length) - Stun.ATTRIBUTE_HEADER;
        byte[] mac = Integrity.of(ByteBuffer.wrap(bytes, 0, at), length, key, sha256);
        System.arraycopy(mac, 0, bytes, at + Stun.ATTRIBUTE_HEADER, Math.min(length, mac.length));
        return bytes;
    }

    @Test
    void rfc8489_14_5_whatFollowsMessageIntegrityIsNotSeen() {
        StunMessage message = StunMessage.of(request().messageIntegrity(MD5).uint32(Stun.LIFETIME, 0).attribute(0x7001, new byte[0]).text(Stun.USERNAME, "mallory")
            .messageIntegritySha256(SHA256).bytes());
        assertFalse(message.has(Stun.LIFETIME));
        assertNull(message.attribute(Stun.LIFETIME));
        assertEquals("alice", message.text(Stun.USERNAME));
        assertEquals(1, message.attributes(Stun.USERNAME, 9).size());
        assertArrayEquals(new int[] {0x0008, 0x001c}, message.unknown(type -> type == Stun.REQUESTED_TRANSPORT || type == Stun.USERNAME || type == Stun.REALM || type == Stun.NONCE));
        assertTrue(message.isIntegrityRight(MD5));
        assertTrue(message.isIntegritySha256Right(SHA256));
    }

    @Test
    void rfc8489_14_6_whatFollowsMessageIntegritySha256IsNotSeenNotEvenTheWeakerOne() {
        StunMessage message = StunMessage.of(request().messageIntegritySha256(SHA256).messageIntegrity(MD5).text(Stun.SOFTWARE, "x").fingerprint().bytes());
        assertFalse(message.has(Stun.MESSAGE_INTEGRITY));
        assertFalse(message.isIntegrityRight(MD5));
        assertFalse(message.has(Stun.SOFTWARE));
        assertTrue(message.isIntegritySha256Right(SHA256));
        assertTrue(message.isFingerprintRight());
    }

    @Test
    void onlyTheFirstMessageIntegrityCounts() {
        assertFalse(StunMessage.of(request().messageIntegrity(SHA256).messageIntegrity(MD5).bytes()).isIntegrityRight(MD5));
        assertTrue(StunMessage.of(request().messageIntegrity(MD5).messageIntegrity(SHA256).bytes()).isIntegrityRight(MD5));
        StunMessage two = StunMessage.of(request().messageIntegritySha256(SHA256).uint32(Stun.LIFETIME, 0).messageIntegritySha256(MD5).bytes());
        assertTrue(two.isIntegritySha256Right(SHA256));
        assertFalse(two.has(Stun.LIFETIME));
    }

    @Test
    void anEmptyKeyIsAKey() {
        assertTrue(StunMessage.of(request().messageIntegrity(new byte[0]).bytes()).isIntegrityRight(new byte[0]));
    }

    @Test
    void aMessageIsVerifiedWhereverItLiesAndTheBufferIsLeftAsItWas() {
        byte[] bytes = hex(WITH_BOTH);
        ByteBuffer wide = ByteBuffer.allocateDirect(11 + bytes.length + 5).position(11).put(bytes).position(11).limit(11 + bytes.length);
        StunMessage message = StunMessage.of(wide);
        assertTrue(message.isIntegrityRight(MD5) && message.isIntegritySha256Right(MD5) && message.isFingerprintRight());
        assertEquals(11, wide.position());
        assertEquals(ByteBuffer.wrap(bytes), wide);
    }

    @ParameterizedTest
    @CsvSource({"0,obMatJos2AAAArest", "1,obMatJos2AAABrest", "2,obMatJos2AAACrest", "3,obMatJos2AAADrest", "16777215,obMatJos2////rest", "12582912,obMatJos2wAAArest"})
    void rfc8489_9_2_theNonceSaysWhatTheServerOffers(int features, String nonce) {
        assertEquals(nonce, NonceCookie.make(features, "rest"));
        assertEquals(features, NonceCookie.features(nonce));
        assertEquals("rest", NonceCookie.rest(nonce));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "obMatJos2", "obMatJos2AAA", "obMatJos2AA==", "obMatJos2A*AA", "obMatJos1AAAAxyz", "OBMATJOS2AAAA"})
    void aNonceWithoutTheCookieSaysNothing(String nonce) {
        assertEquals(-1, NonceCookie.features(nonce));
        assertEquals(nonce, NonceCookie.rest(nonce));
    }

    @Test
    void rfc8489_14_11_algorithmsAreReadWithTheirParametersPassedOver() {
        StunMessage message = StunMessage.of(new StunWriter(StunClass.REQUEST, Stun.ALLOCATE, ID).passwordAlgorithms(Stun.SHA256, Stun.MD5).passwordAlgorithm(Stun.SHA256).bytes());
        assertArrayEquals(new int[] {2, 1}, message.passwordAlgorithms());
        assertEquals(Stun.SHA256, message.passwordAlgorithm());
        assertArrayEquals(new int[] {7, 1}, algorithms("0007000301020300" + "00010000").passwordAlgorithms());
        for (String broken : new String[] {"", "00", "000100", "00010001", "0001ffff", "00010000ff"}) {
            assertNull(algorithms(broken).passwordAlgorithms(), broken);
        }
        assertNull(algorithms("00010000".repeat(17)).passwordAlgorithms());
        assertEquals(-1, algorithms("00010000").passwordAlgorithm());
        assertNotNull(algorithms("00010000").passwordAlgorithms());
    }

    private static StunMessage algorithms(String hex) {
        return StunMessage.of(new StunWriter(StunClass.REQUEST, Stun.ALLOCATE, ID).attribute(Stun.PASSWORD_ALGORITHMS, hex(hex)).bytes());
    }

    private static StunWriter request() {
        return new StunWriter(StunClass.REQUEST, Stun.ALLOCATE, ID).uint8(Stun.REQUESTED_TRANSPORT, 17).text(Stun.USERNAME, "alice").text(Stun.REALM, "example.org")
            .text(Stun.NONCE, "obMatJos2AAADabc");
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }
}
