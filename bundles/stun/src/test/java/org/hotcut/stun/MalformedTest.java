package org.hotcut.stun;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

/** What strangers may send. Every buffer ends on both sides where the input does, so that a read beyond it throws. */
class MalformedTest {
    private static final byte[] ID = {9, 8, 7, 6, 5, 4, 3, 2, 1, 0, -1, -2};
    private static final byte[] KEY = {1, 2, 3};
    private static final int[] ALL = {1, 6, 8, 9, 0xa, 0xc, 0xd, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17, 0x18, 0x19, 0x1a, 0x1b, 0x1c, 0x1d, 0x1e, 0x20, 0x22, 0x2a, 0x8000, 0x8001,
        0x8002, 0x8003, 0x8004, 0x8022, 0x8023, 0x8028, 0x8030};
    private final SendIndication send = new SendIndication();

    @Test
    void aMessageThatWasCutAnywhereIsNone() {
        for (byte[] good : corpus()) {
            assertNotNull(StunMessage.of(good));
            for (int length = 0; length < good.length; length++) {
                ByteBuffer cut = alone(Arrays.copyOf(good, length));
                assertNull(StunMessage.of(cut));
                assertFalse(send.read(cut));
                assertTrue(StreamFrame.length(cut) == StreamFrame.INCOMPLETE);
                lookEverywhere(cut);
            }
        }
    }

    @Test
    void wildLengthsInEveryPlaceDoNoHarm() {
        int[] wild = {0, 1, 2, 3, 4, 5, 8, 19, 20, 0x7f, 0x80, 0xff, 0x100, 0x7ffc, 0x7fff, 0x8000, 0x8001, 0xfff0, 0xfffc, 0xfffd, 0xffff};
        for (byte[] good : corpus()) {
            for (int at = 0; at + 1 < good.length; at++) {
                for (int length : wild) {
                    byte[] bytes = good.clone();
                    ByteBuffer.wrap(bytes).putShort(at, (short) length);
                    lookEverywhere(alone(bytes));
                }
            }
        }
    }

    @Test
    void attributesThatWouldReachIntoEachOtherOrBeyondTheEndDoNoHarm() {
        for (int length = 0; length <= 0xffff; length += length < 64 ? 1 : 251) {
            byte[] bytes = new byte[44];
            ByteBuffer.wrap(bytes).putShort((short) 0x0016).putShort((short) 24).putInt(Stun.MAGIC_COOKIE).put(ID).putShort((short) Stun.XOR_PEER_ADDRESS).putShort((short) length)
                .putShort((short) 1).putShort((short) 1).putInt(7).putShort((short) Stun.DATA).putShort((short) length);
            lookEverywhere(alone(bytes));
        }
    }

    @Test
    void noiseDoesNoHarm() {
        Random random = new Random(5);
        List<byte[]> corpus = corpus();
        int read = 0;
        for (int i = 0; i < 60_000; i++) {
            byte[] good = corpus.get(random.nextInt(corpus.size()));
            byte[] bytes = Arrays.copyOf(good, random.nextInt(3) > 0 ? good.length : random.nextInt(good.length + 12));
            for (int flips = random.nextInt(5); flips > 0 && bytes.length > 0; flips--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            if (random.nextBoolean() && bytes.length >= 4) {
                ByteBuffer.wrap(bytes).putShort(2, (short) (bytes.length - 20));
            }
            read += lookEverywhere(alone(bytes)) ? 1 : 0;
        }
        assertTrue(read > 1000, "only " + read + " were messages at all");
    }

    private boolean lookEverywhere(ByteBuffer input) {
        StreamFrame.length(input);
        StreamFrame.announced(input);
        ChannelData.isWhole(input);
        if (send.read(input)) {
            send.peer();
            send.narrow(input.duplicate());
        }
        StunMessage message = StunMessage.of(input);
        if (message == null) {
            return false;
        }
        for (int type : ALL) {
            message.has(type);
            message.attributes(type, 8);
            message.bytes(type, 64);
            message.text(type);
            message.uint32(type);
            message.uint16(type);
            message.uint8(type);
            message.xorAddress(type);
            message.xorAddresses(type, 4);
        }
        message.stunClass();
        message.errorCode();
        message.passwordAlgorithm();
        message.passwordAlgorithms();
        message.isFingerprintRight();
        message.isIntegrityRight(KEY);
        message.isIntegritySha256Right(KEY, 16);
        message.unknown(type -> false);
        return true;
    }

    private static List<byte[]> corpus() {
        InetSocketAddress peer4 = new InetSocketAddress("192.0.2.1", 5004);
        InetSocketAddress peer6 = new InetSocketAddress("2001:db8::1", 5004);
        List<byte[]> corpus = new ArrayList<>();
        corpus.add(new StunWriter(StunClass.REQUEST, Stun.BINDING, ID).text(Stun.SOFTWARE, "t").fingerprint().bytes());
        corpus.add(new StunWriter(StunClass.REQUEST, Stun.ALLOCATE, ID).uint8(Stun.REQUESTED_TRANSPORT, 17).evenPort(true).uint32(Stun.LIFETIME, 600).text(Stun.USERNAME, "alice")
            .text(Stun.REALM, "example.org").text(Stun.NONCE, NonceCookie.make(3, "n")).passwordAlgorithms(1, 2).passwordAlgorithm(2).messageIntegrity(KEY).messageIntegritySha256(KEY)
            .fingerprint().bytes());
        corpus.add(new StunWriter(StunClass.REQUEST, Stun.CREATE_PERMISSION, ID).xorAddress(Stun.XOR_PEER_ADDRESS, peer4).xorAddress(Stun.XOR_PEER_ADDRESS, peer6).messageIntegrity(KEY).bytes());
        corpus.add(new StunWriter(StunClass.INDICATION, Stun.SEND, ID).xorAddress(Stun.XOR_PEER_ADDRESS, peer4).attribute(Stun.DATA, new byte[7]).bytes());
        corpus.add(new StunWriter(StunClass.INDICATION, Stun.SEND, ID).xorAddress(Stun.XOR_PEER_ADDRESS, peer6).attribute(Stun.DATA, new byte[8]).flag(Stun.DONT_FRAGMENT).bytes());
        corpus.add(new StunWriter(StunClass.ERROR_RESPONSE, Stun.ALLOCATE, ID).errorCode(420, "Unknown Attribute").unknownAttributes(1, 2, 3).bytes());
        return corpus;
    }

    private static ByteBuffer alone(byte[] bytes) {
        return ByteBuffer.allocateDirect(bytes.length + 8).put(4, bytes).slice(4, bytes.length);
    }
}
