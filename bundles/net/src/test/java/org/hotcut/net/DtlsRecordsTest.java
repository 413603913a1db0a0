package org.hotcut.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DtlsRecordsTest {
    /** RFC 7983 section 7. */
    @ParameterizedTest
    @CsvSource({"0,false", "3,false", "16,false", "19,false", "20,true", "22,true", "63,true", "64,false", "79,false", "127,false", "128,false", "255,false"})
    void isToldByTheFirstOctet(int first, boolean isIt) {
        assertEquals(isIt, DtlsRecords.isDtls(ByteBuffer.wrap(new byte[] {(byte) first})));
        assertFalse(DtlsRecords.isDtls(ByteBuffer.allocate(0)));
    }

    private static ByteBuffer record(int type, int epoch, byte[]... messages) {
        ByteBuffer record = ByteBuffer.allocate(500).put((byte) type).putShort((short) 0xfefd).putShort((short) epoch).putShort((short) 0).putInt(7).putShort((short) 0);
        for (byte[] message : messages) {
            record.put(message);
        }
        return record.putShort(11, (short) (record.position() - 13)).flip();
    }

    private static byte[] message(int type, int length, int fragment) {
        return ByteBuffer.allocate(12 + fragment).put((byte) type).put((byte) (length >> 16)).putShort((short) length).putShort((short) 1).put(new byte[3])
            .put((byte) (fragment >> 16)).putShort((short) fragment).array();
    }

    private static byte[] bytes(ByteBuffer... records) {
        ByteBuffer all = ByteBuffer.allocate(2000);
        for (ByteBuffer record : records) {
            all.put(record);
        }
        byte[] bytes = new byte[all.flip().remaining()];
        all.get(bytes);
        return bytes;
    }

    @Test
    void aClientHelloIsOneInTheClear() {
        assertTrue(DtlsRecords.isClientHello(record(22, 0, message(1, 10, 10))));
        assertFalse(DtlsRecords.isClientHello(record(22, 1, message(1, 10, 10))));
        assertFalse(DtlsRecords.isClientHello(record(22, 0, message(16, 10, 10))));
        assertFalse(DtlsRecords.isClientHello(record(23, 0, message(1, 10, 10))));
        assertFalse(DtlsRecords.isClientHello(ByteBuffer.wrap(new byte[] {22})));
    }

    @Test
    void noMessageOfAHandshakeIsLong() {
        assertTrue(DtlsRecords.isBearable(bytes(record(22, 0, message(1, 4096, 100)))));
        assertFalse(DtlsRecords.isBearable(bytes(record(22, 0, message(1, 4097, 100)))));
        assertFalse(DtlsRecords.isBearable(bytes(record(22, 0, message(16, 0xffffff, 0)))));
        assertFalse(DtlsRecords.isBearable(bytes(record(22, 0, message(16, 30, 30), message(20, 0x10000, 0)))), "the second of a record");
        assertFalse(DtlsRecords.isBearable(bytes(record(20, 0, new byte[1]), record(22, 0, message(16, 0x10000, 0)))), "in the second record");
        assertTrue(DtlsRecords.isBearable(bytes(record(22, 1, message(16, 0xffffff, 0)))), "encrypted: nothing can be said of it");
    }

    @Test
    void anythingMayStandThere() {
        Random random = new Random(42);
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = new byte[random.nextInt(80)];
            random.nextBytes(bytes);
            if (bytes.length > 0 && i % 2 == 0) {
                bytes[0] = 22;
            }
            DtlsRecords.isBearable(bytes);
            DtlsRecords.isClientHello(ByteBuffer.wrap(bytes));
            DtlsRecords.areBearable(bytes, 0, bytes.length);
        }
    }
}
