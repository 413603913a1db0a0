package org.hotcut.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

import org.junit.jupiter.api.Test;

class RecordBufferTest {
    private final RecordBuffer buffer = new RecordBuffer(new RecordFormat(NameTable.MAGIC, NameTable.FORMER, 10_000, true));

    @Test
    void aRecordIsMagicLengthChecksumAndContent() {
        buffer.begin();
        buffer.octet((byte) 7);
        buffer.number(8);
        buffer.longNumber(9);
        int part = buffer.beginPart();
        buffer.octets(new byte[] {1, 2, 3});
        buffer.octets(null);
        buffer.endPart(part);
        buffer.end();
        byte[] content = ByteBuffer.allocate(28).put((byte) 7).putInt(8).putLong(9).putInt(11).putInt(3).put(new byte[] {1, 2, 3}).putInt(-1).array();
        CRC32C crc = new CRC32C();
        crc.update(content);
        assertArrayEquals(ByteBuffer.allocate(40).putInt(NameTable.MAGIC).putInt(28).putInt((int) crc.getValue()).put(content).array(), written());
    }

    @Test
    void textIsUtf8WhateverIsInIt() {
        for (String text : new String[] {"", "plain", "\u00e4bc", "abc\u20ac", "x".repeat(9_000)}) {
            buffer.clear();
            buffer.begin();
            buffer.text(text);
            buffer.end();
            ByteBuffer content = buffer.written().position(RecordFormat.HEADER);
            assertEquals(text.getBytes(StandardCharsets.UTF_8).length, content.getInt());
            assertEquals(text, StandardCharsets.UTF_8.decode(content).toString());
        }
    }

    @Test
    void aRecordThatIsTooLongOrWasNotEndedLeavesTheOthersWhole() {
        NameTable.write("one", 1, buffer);
        byte[] one = written();
        buffer.begin();
        buffer.octets(new byte[10_001]);
        assertThrows(IllegalArgumentException.class, buffer::end);
        assertArrayEquals(one, written());
        buffer.begin();
        buffer.number(5);
        assertArrayEquals(one, written());
        NameTable.write("one", 1, buffer);
        assertArrayEquals(one, Arrays.copyOfRange(written(), one.length, 2 * one.length));
        assertEquals(2 * one.length, buffer.length());
    }

    private byte[] written() {
        return Arrays.copyOf(buffer.written().array(), buffer.length());
    }
}
