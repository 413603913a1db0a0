package org.hotcut.sip.message;

import java.util.Arrays;

/** Bytes being put together; grows, and is used again. */
final class Output {
    private byte[] bytes = new byte[2_048];
    private int length;

    Output clear() {
        length = 0;
        return this;
    }

    Output bytes(byte[] from, int start, int end) {
        ensure(end - start);
        System.arraycopy(from, start, bytes, length, end - start);
        length += end - start;
        return this;
    }

    Output bytes(byte[] all) {
        return bytes(all, 0, all.length);
    }

    /** Appends a text in UTF-8; quick when it is ASCII. */
    @SuppressWarnings("deprecation")
    Output text(String text) {
        int size = text.length();
        ensure(size);
        for (int i = 0; i < size; i++) {
            if (text.charAt(i) >= 0x80) {
                return bytes(Bytes.of(text));
            }
        }
        text.getBytes(0, size, bytes, length);
        length += size;
        return this;
    }

    Output number(long number) {
        return text(Long.toString(number));
    }

    /** Appends a header field; line ends in it become spaces, lest they begin another one. */
    Output header(String name, String value) {
        return text(oneLine(name)).text(": ").text(oneLine(value)).text("\r\n");
    }

    static String oneLine(String text) {
        return text.indexOf('\r') < 0 && text.indexOf('\n') < 0 ? text : text.replace('\r', ' ').replace('\n', ' ');
    }

    private void ensure(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }
}
