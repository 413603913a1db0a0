package org.hotcut.stun;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StunMessageTest {
    private static final byte[] ID = HexFormat.of().parseHex("000102030405060708090a0b");
    private static final String BINDING_REQUEST = "000100002112a442000102030405060708090a0b";

    @Test
    void rfc8489_5_readsTheHeaderOfABindingRequest() {
        StunMessage message = StunMessage.of(hex(BINDING_REQUEST));
        assertEquals(StunClass.REQUEST, message.stunClass());
        assertEquals(Stun.BINDING, message.method());
        assertArrayEquals(ID, message.transactionId());
        assertFalse(message.hasFingerprint());
        assertNull(message.attribute(Stun.SOFTWARE));
    }

    @ParameterizedTest
    @CsvSource({"REQUEST,1,0001", "INDICATION,1,0011", "SUCCESS_RESPONSE,1,0101", "ERROR_RESPONSE,1,0111", "REQUEST,4095,3eef", "SUCCESS_RESPONSE,8,0108"})
    void rfc8489_5_figure3_methodAndClassAreInterleaved(StunClass stunClass, int method, String type) {
        byte[] bytes = new StunWriter(stunClass, method, ID).bytes();
        assertEquals(type, HexFormat.of().formatHex(bytes, 0, 2));
        StunMessage message = StunMessage.of(ByteBuffer.wrap(bytes));
        assertEquals(stunClass, message.stunClass());
        assertEquals(method, message.method());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "000100002112a442000102030405060708090a", "400100002112a442000102030405060708090a0b", "800100002112a442000102030405060708090a0b",
        "000100002112a443000102030405060708090a0b", "4f5054494f4e53207369703a6120534950"})
    void rfc8489_6_3_whatHasNoZeroBitsOrNoCookieIsNoStun(String hex) {
        assertFalse(StunMessage.isStun(hex(hex)));
        assertNull(StunMessage.of(hex(hex)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"000100042112a442000102030405060708090a0b", "000100002112a442000102030405060708090a0b00000000", "000100012112a442000102030405060708090a0b00",
        "000100042112a442000102030405060708090a0b80220001", "000100082112a442000102030405060708090a0b8022ffff00000000"})
    void rfc8489_6_3_aLengthThatDoesNotFitIsStunButBroken(String hex) {
        assertTrue(StunMessage.isStun(hex(hex)));
        assertNull(StunMessage.of(hex(hex)));
    }

    @Test
    void rfc8489_14_attributesArePaddedToFourBytes() {
        byte[] bytes = new StunWriter(StunClass.REQUEST, Stun.BINDING, ID).attribute(0x8001, new byte[] {1, 2, 3, 4, 5}).attribute(0x8002, new byte[0])
            .attribute(0x8003, new byte[200]).bytes();
        assertEquals(20 + 4 + 8 + 4 + 4 + 200, bytes.length);
        StunMessage message = StunMessage.of(ByteBuffer.wrap(bytes));
        assertEquals(ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5}), message.attribute(0x8001));
        assertEquals(0, message.attribute(0x8002).remaining());
        assertEquals(200, message.attribute(0x8003).remaining());
    }

    @Test
    void rfc8489_6_3_1_tellsWhatMustBeKnownAndIsNot() {
        byte[] bytes = new StunWriter(StunClass.REQUEST, Stun.BINDING, ID).attribute(0x7001, new byte[1]).attribute(0x0020, new byte[1]).attribute(0x8001, new byte[1])
            .attribute(0x7001, new byte[1]).attribute(0x7002, new byte[1]).bytes();
        assertArrayEquals(new int[] {0x7001, 0x7002}, StunMessage.of(ByteBuffer.wrap(bytes)).unknown(type -> type == 0x20));
    }

    @Test
    void aMessageFullOfUnknownAttributesCostsNoMoreThanOneWithAFew() {
        StunWriter writer = new StunWriter(StunClass.REQUEST, Stun.BINDING, ID);
        for (int type = 0x1000; type < 0x1000 + 16_000; type++) {
            writer.attribute(type, new byte[0]);
        }
        assertEquals(32, StunMessage.of(ByteBuffer.wrap(writer.bytes())).unknown(type -> false).length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.1", "2001:db8::1"})
    void rfc8489_14_2_anAddressIsReadAsItWasWritten(String host) {
        InetSocketAddress address = new InetSocketAddress(host, 32_853);
        byte[] bytes = new StunWriter(StunClass.SUCCESS_RESPONSE, Stun.BINDING, ID).xorAddress(Stun.XOR_MAPPED_ADDRESS, address).bytes();
        assertEquals(address, XorAddress.read(StunMessage.of(ByteBuffer.wrap(bytes)).attribute(Stun.XOR_MAPPED_ADDRESS), ID));
    }

    @Test
    void rfc8489_14_2_whatIsNoAddressIsNone() {
        assertNull(XorAddress.read(ByteBuffer.wrap(new byte[] {0, 2, 0, 0, 1, 2, 3, 4}), ID));
        assertNull(XorAddress.read(ByteBuffer.wrap(new byte[] {0, 1, 0, 0, 1, 2, 3}), ID));
        assertNull(XorAddress.read(ByteBuffer.allocate(0), ID));
    }

    @Test
    void rfc8489_14_7_aFingerprintFitsTheBytesItWasMadeFor() {
        byte[] bytes = new StunWriter(StunClass.REQUEST, Stun.BINDING, ID).attribute(Stun.SOFTWARE, new byte[] {'x'}).fingerprint().bytes();
        assertTrue(StunMessage.of(ByteBuffer.wrap(bytes)).isFingerprintRight());
        for (int i = 0; i < bytes.length; i++) {
            byte[] flipped = bytes.clone();
            flipped[i] ^= 1;
            StunMessage message = StunMessage.of(ByteBuffer.wrap(flipped));
            assertTrue(message == null || !message.isFingerprintRight(), "byte " + i);
        }
    }

    @Test
    void rfc8489_14_7_aFingerprintThatIsNotTheLastIsWrong() {
        byte[] bytes = new StunWriter(StunClass.REQUEST, Stun.BINDING, ID).fingerprint().flag(Stun.SOFTWARE).bytes();
        ByteBuffer.wrap(bytes).putInt(Stun.HEADER + 4, Fingerprint.of(ByteBuffer.wrap(bytes, 0, Stun.HEADER)));
        assertFalse(StunMessage.of(bytes).isFingerprintRight(), "though it fits the length");
        assertFalse(StunMessage.of(new StunWriter(StunClass.REQUEST, Stun.BINDING, ID).uint32(Stun.FINGERPRINT, 0).fingerprint().bytes()).isFingerprintRight(), "the first is the one");
    }

    @Test
    void rfc8489_14_7_aFingerprintHasFourBytes() {
        for (int length = 0; length <= 8; length += 8) {
            byte[] bytes = new StunWriter(StunClass.REQUEST, Stun.BINDING, ID).attribute(Stun.FINGERPRINT, new byte[length]).bytes();
            if (length > 0) {
                ByteBuffer.wrap(bytes).putInt(Stun.HEADER + 4, Fingerprint.of(ByteBuffer.wrap(bytes, 0, Stun.HEADER)));
            }
            assertFalse(StunMessage.of(bytes).isFingerprintRight(), length + " bytes");
        }
    }

    @Test
    void rfc8489_14_8_theReservedBitsOfAnErrorCodeAreNotRead() {
        byte[] bytes = new StunWriter(StunClass.ERROR_RESPONSE, Stun.BINDING, ID).attribute(Stun.ERROR_CODE, new byte[] {-1, -1, (byte) 0xf4, 37}).bytes();
        assertEquals(437, StunMessage.of(bytes).errorCode());
    }

    @Test
    void rfc8489_14_8_writesAnErrorAndWhatWasNotKnown() {
        byte[] bytes = new StunWriter(StunClass.ERROR_RESPONSE, Stun.BINDING, ID).errorCode(420, "").unknownAttributes(0x7001).bytes();
        assertEquals("0111" + "0010" + "2112a442" + "000102030405060708090a0b" + "00090004" + "00000414" + "000a0002" + "70010000", HexFormat.of().formatHex(bytes));
    }

    @Test
    void rfc8656_18_valuesAreReadAsTheyWereWritten() {
        StunMessage message = StunMessage.of(new StunWriter(StunClass.REQUEST, Stun.ALLOCATE, ID).uint32(Stun.LIFETIME, 0xffff_fffeL).uint16(Stun.CHANNEL_NUMBER, 0x4fff)
            .uint8(Stun.REQUESTED_TRANSPORT, 17).evenPort(true).flag(Stun.DONT_FRAGMENT).text(Stun.REALM, "d\u00f6main").bytes());
        assertEquals(0xffff_fffeL, message.uint32(Stun.LIFETIME));
        assertEquals(0x4fff, message.uint16(Stun.CHANNEL_NUMBER));
        assertEquals(17, message.uint8(Stun.REQUESTED_TRANSPORT));
        assertEquals(0x80, message.uint8(Stun.EVEN_PORT));
        assertEquals("d\u00f6main", message.text(Stun.REALM));
        assertTrue(message.has(Stun.DONT_FRAGMENT));
        assertEquals(-1, message.uint32(Stun.EVEN_PORT));
        assertEquals(-1, message.uint16(Stun.EVEN_PORT));
        assertEquals(-1, message.uint8(Stun.DONT_FRAGMENT));
        assertEquals(-1, message.uint32(Stun.CONNECTION_ID));
    }

    @Test
    void rfc8489_14_3_aNameAsLongAsRfc5389HadItIsRead() {
        StunMessage message = StunMessage.of(new StunWriter(StunClass.REQUEST, Stun.ALLOCATE, ID).text(Stun.USERNAME, "u".repeat(763)).bytes());
        assertEquals(763, message.text(Stun.USERNAME).length());
    }

    @Test
    void rfc8656_18_8_aTransportOfOneByteIsNone() {
        StunMessage message = StunMessage.of(new StunWriter(StunClass.REQUEST, Stun.ALLOCATE, ID).attribute(Stun.REQUESTED_TRANSPORT, new byte[] {17})
            .attribute(Stun.REQUESTED_ADDRESS_FAMILY, new byte[] {1}).bytes());
        assertEquals(-1, message.uint8(Stun.REQUESTED_TRANSPORT));
        assertEquals(-1, message.uint8(Stun.REQUESTED_ADDRESS_FAMILY));
    }

    @Test
    void rfc8489_14_3_textThatIsTooLongOrNoUtf8IsNone() {
        StunMessage message = StunMessage.of(new StunWriter(StunClass.REQUEST, Stun.ALLOCATE, ID).text(Stun.USERNAME, "u".repeat(764)).text(Stun.REALM, "r".repeat(763))
            .text(Stun.NONCE, "n".repeat(764)).attribute(Stun.SOFTWARE, new byte[] {(byte) 0xc3}).bytes());
        assertNull(message.text(Stun.USERNAME));
        assertEquals(763, message.text(Stun.REALM).length());
        assertNull(message.text(Stun.NONCE));
        assertNull(message.text(Stun.SOFTWARE));
        assertNull(message.bytes(Stun.USERNAME, 763));
        assertEquals(764, message.bytes(Stun.USERNAME, 764).length);
    }

    @Test
    void rfc8656_10_1_permissionsForSeveralPeersComeInOneRequest() {
        InetSocketAddress one = new InetSocketAddress("192.0.2.1", 1);
        InetSocketAddress two = new InetSocketAddress("2001:db8::1", 2);
        StunMessage message = StunMessage.of(new StunWriter(StunClass.REQUEST, Stun.CREATE_PERMISSION, ID).xorAddress(Stun.XOR_PEER_ADDRESS, one)
            .xorAddress(Stun.XOR_PEER_ADDRESS, two).bytes());
        assertEquals(List.of(one, two), message.xorAddresses(Stun.XOR_PEER_ADDRESS, 2));
        assertNull(message.xorAddresses(Stun.XOR_PEER_ADDRESS, 1), "more than are taken");
        assertEquals(List.of(), message.xorAddresses(Stun.XOR_RELAYED_ADDRESS, 1));
        assertEquals(one, message.xorAddress(Stun.XOR_PEER_ADDRESS));
        assertEquals(1, message.attributes(Stun.XOR_PEER_ADDRESS, 1).size());
        assertNull(StunMessage.of(new StunWriter(StunClass.REQUEST, Stun.CREATE_PERMISSION, ID).xorAddress(Stun.XOR_PEER_ADDRESS, one).flag(Stun.XOR_PEER_ADDRESS).bytes())
            .xorAddresses(Stun.XOR_PEER_ADDRESS, 9), "one of them is no address");
    }

    @Test
    void aResponseIsBegunFromItsRequest() {
        StunMessage request = StunMessage.of(new StunWriter(StunClass.REQUEST, Stun.REFRESH, ID).text(Stun.REALM, "example.org").bytes());
        StunMessage done = StunMessage.of(StunWriter.success(request).copy(request, Stun.REALM).copy(request, Stun.NONCE).bytes());
        assertEquals(StunClass.SUCCESS_RESPONSE, done.stunClass());
        assertEquals(Stun.REFRESH, done.method());
        assertArrayEquals(ID, done.transactionId());
        assertEquals("example.org", done.text(Stun.REALM));
        assertFalse(done.has(Stun.NONCE));
        StunMessage refused = StunMessage.of(StunWriter.error(request, StunError.STALE_NONCE).bytes());
        assertEquals(StunClass.ERROR_RESPONSE, refused.stunClass());
        assertEquals(438, refused.errorCode());
        assertEquals(0, done.errorCode());
        assertEquals("Insufficient Capacity", StunError.reason(508));
        assertEquals("", StunError.reason(599));
    }

    @Test
    void rfc8656_18_12_anErrorOfOneFamily() {
        byte[] bytes = new StunWriter(StunClass.SUCCESS_RESPONSE, Stun.ALLOCATE, ID).addressErrorCode(2, 440, "").bytes();
        assertEquals("8001000402000428", HexFormat.of().formatHex(bytes, 20, 28));
    }

    @Test
    void rfc8489_14_1_aMappedAddressIsWrittenAsItIs() {
        byte[] bytes = new StunWriter(StunClass.SUCCESS_RESPONSE, Stun.BINDING, ID).address(Stun.MAPPED_ADDRESS, new InetSocketAddress("192.0.2.1", 32_853)).bytes();
        assertEquals("0001000800018055c0000201", HexFormat.of().formatHex(bytes, 20, 32));
    }

    @Test
    void paddingIsZeroHoweverOftenTheWriterGrew() {
        StunWriter writer = new StunWriter(StunClass.REQUEST, Stun.BINDING, ID);
        for (int i = 0; i < 200; i++) {
            writer.attribute(0x8001, new byte[] {-1, -1, -1, -1, -1});
        }
        byte[] bytes = writer.bytes();
        for (int at = 20; at < bytes.length; at += 12) {
            assertEquals("000000", HexFormat.of().formatHex(bytes, at + 9, at + 12));
        }
    }

    @Test
    void whatDoesNotFitIntoAMessageIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new StunWriter(StunClass.REQUEST, Stun.BINDING, ID).attribute(0x8001, new byte[65_536]));
        StunWriter full = new StunWriter(StunClass.REQUEST, Stun.BINDING, ID).attribute(0x8001, new byte[65_528]);
        assertThrows(IllegalArgumentException.class, () -> full.flag(0x8001));
        assertNotNull(StunMessage.of(full.bytes()));
    }

    @Test
    void aBufferIsReadWhereverTheMessageLiesInIt() {
        byte[] bytes = new StunWriter(StunClass.REQUEST, Stun.BINDING, ID).attribute(Stun.SOFTWARE, new byte[] {1}).fingerprint().bytes();
        ByteBuffer wide = ByteBuffer.allocateDirect(7 + bytes.length + 5).position(7).put(bytes).position(7).limit(7 + bytes.length);
        StunMessage message = StunMessage.of(wide);
        assertTrue(message.isFingerprintRight());
        assertArrayEquals(ID, message.transactionId());
        assertEquals(7, wide.position());
    }

    @Test
    void noiseNeverThrows() {
        Random random = new Random(1);
        byte[] whole = new StunWriter(StunClass.REQUEST, Stun.BINDING, ID).attribute(0x8001, new byte[9]).xorAddress(Stun.XOR_MAPPED_ADDRESS, new InetSocketAddress("192.0.2.1", 1))
            .fingerprint().bytes();
        int read = 0;
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = Arrays.copyOf(whole, random.nextInt(4) > 0 ? whole.length : random.nextInt(whole.length + 8));
            for (int flips = random.nextInt(4); flips > 0 && bytes.length > 0; flips--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            StunMessage message = StunMessage.of(ByteBuffer.wrap(bytes));
            if (message != null) {
                read++;
                message.isFingerprintRight();
                message.unknown(type -> false);
                ByteBuffer address = message.attribute(Stun.XOR_MAPPED_ADDRESS);
                if (address != null) {
                    XorAddress.read(address, message.transactionId());
                }
            }
        }
        assertTrue(read > 1000);
        assertNotNull(StunMessage.of(ByteBuffer.wrap(whole)));
    }

    private static ByteBuffer hex(String text) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(text));
    }
}
