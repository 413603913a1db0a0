package org.hotcut.sip.message;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Looking at bytes as text. */
final class Bytes {
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final boolean[] TOKEN = new boolean[256];
    private static final boolean[] WORD_PART = new boolean[256];
    private static final boolean[] URI_PART = new boolean[256];

    static {
        for (int c = 0; c < 128; c++) {
            TOKEN[c] = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "-.!%*_+`'~".indexOf(c) >= 0;
        }
        for (int c = 0; c < 256; c++) {
            WORD_PART[c] = " \t\r\n;,\"<>".indexOf(c) < 0;
            URI_PART[c] = c > ' ' && c != '<' && c != '>' && c != '"' && c != 0x7f;
        }
    }

    private Bytes() { }

    /** Returns the position of the first byte below 14, so of CR and LF, or end; eight bytes a step. */
    static int control(byte[] bytes, int from, int end) {
        int at = from;
        for (; at + 8 <= end; at += 8) {
            long word = (long) WORD.get(bytes, at);
            long below = word - 14 * ONES & ~word & 0x80 * ONES;
            if (below != 0) {
                return at + (Long.numberOfTrailingZeros(below) >>> 3);
            }
        }
        while (at < end && (bytes[at] < 0 || bytes[at] >= 14)) {
            at++;
        }
        return at;
    }

    static int find(byte[] bytes, char wanted, int from, int end) {
        for (int at = from; at < end; at++) {
            if (bytes[at] == wanted) {
                return at;
            }
        }
        return -1;
    }

    static boolean isSpace(byte c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }

    static boolean isDigit(byte c) {
        return c >= '0' && c <= '9';
    }

    static boolean isLetter(byte c) {
        return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
    }

    static int skipSpace(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && isSpace(bytes[at])) {
            at++;
        }
        return at;
    }

    static int trimEnd(byte[] bytes, int start, int end) {
        int at = end;
        while (at > start && isSpace(bytes[at - 1])) {
            at--;
        }
        return at;
    }

    static int tokenEnd(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && TOKEN[bytes[at] & 0xff]) {
            at++;
        }
        return at;
    }

    /** Returns the end of the parameter value without quotes that starts here; it is given more than its grammar allows. */
    static int wordEnd(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && WORD_PART[bytes[at] & 0xff]) {
            at++;
        }
        return at;
    }

    /** Returns the position of the first byte that cannot stand in a URI, or end. */
    static int uriEnd(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && URI_PART[bytes[at] & 0xff]) {
            at++;
        }
        return at;
    }

    /** Returns the position after the closing quote of the quoted string that starts here, or -1 when it is not closed. */
    static int quotedEnd(byte[] bytes, int from, int end) {
        for (int at = from + 1; at < end; at++) {
            if (bytes[at] == '\\') {
                at++;
            } else if (bytes[at] == '"') {
                return at + 1;
            }
        }
        return -1;
    }

    /** Compares with an ASCII text in lower case. */
    static boolean equalsIgnoreCase(byte[] bytes, int start, int end, String lower) {
        if (end - start != lower.length()) {
            return false;
        }
        for (int i = 0; i < lower.length(); i++) {
            byte c = bytes[start + i];
            if ((c >= 'A' && c <= 'Z' ? c | 0x20 : c) != lower.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Compares with an ASCII text of any case. */
    static boolean sameIgnoreCase(byte[] bytes, int start, int end, String text) {
        if (end - start != text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            int c = bytes[start + i];
            int other = text.charAt(i);
            if (c != other && ((c ^ other) != 0x20 || !isLetter((byte) c))) {
                return false;
            }
        }
        return true;
    }

    static boolean equals(byte[] bytes, int start, int end, String text) {
        if (end - start != text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (bytes[start + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Returns the number that these digits are, -1 when they are no digits or it is above the most. */
    static long number(byte[] bytes, int start, int end, long most) {
        if (start == end) {
            return -1;
        }
        long number = 0;
        for (int at = start; at < end; at++) {
            if (!isDigit(bytes[at])) {
                return -1;
            }
            number = number * 10 + bytes[at] - '0';
            if (number > most) {
                return -1;
            }
        }
        return number;
    }

    static boolean digits(byte[] bytes, int start, int end) {
        for (int at = start; at < end; at++) {
            if (!isDigit(bytes[at])) {
                return false;
            }
        }
        return end > start;
    }

    static byte[] of(CharSequence text) {
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    static String string(byte[] bytes, int start, int end) {
        return new String(bytes, start, end - start, StandardCharsets.UTF_8);
    }

    static String string(byte[] bytes, long span) {
        return string(bytes, start(span), end(span));
    }

    static String lower(byte[] bytes, int start, int end) {
        byte[] lower = new byte[end - start];
        for (int i = 0; i < lower.length; i++) {
            byte c = bytes[start + i];
            lower[i] = c >= 'A' && c <= 'Z' ? (byte) (c | 0x20) : c;
        }
        return new String(lower, StandardCharsets.UTF_8);
    }

    /** Returns a header field value with each fold made one space (RFC 3261 section 7.3.1). */
    static String unfolded(byte[] bytes, int start, int end) {
        if (control(bytes, start, end) == end) {
            return string(bytes, start, end);
        }
        byte[] out = new byte[end - start];
        int length = 0;
        for (int at = start; at < end; at++) {
            if (bytes[at] != '\r' && bytes[at] != '\n') {
                out[length++] = bytes[at];
                continue;
            }
            at = skipSpace(bytes, at, end) - 1;
            length = trimEnd(out, 0, length);
            out[length++] = ' ';
        }
        return string(out, 0, length);
    }

    /** Returns the text between quotes with its escapes resolved. */
    static String unquoted(byte[] bytes, int start, int end) {
        String text = unfolded(bytes, start, end);
        if (text.indexOf('\\') < 0) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            out.append(c == '\\' && i + 1 < text.length() ? text.charAt(++i) : c);
        }
        return out.toString();
    }

    /**
     * Returns the text with %HH resolved. What is no escape stays as it is, and so does all of a text whose escapes are no UTF-8: two that differ
     * must not become one.
     */
    static String unescaped(byte[] bytes, int start, int end) {
        if (find(bytes, '%', start, end) < 0) {
            return string(bytes, start, end);
        }
        byte[] out = new byte[end - start];
        int length = 0;
        for (int at = start; at < end; at++) {
            int value = bytes[at] == '%' && at + 2 < end ? hex(bytes[at + 1]) << 4 | hex(bytes[at + 2]) : -1;
            if (value < 0) {
                out[length++] = bytes[at];
                continue;
            }
            out[length++] = (byte) value;
            at += 2;
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(out, 0, length)).toString();
        } catch (CharacterCodingException e) {
            return string(bytes, start, end);
        }
    }

    private static int hex(byte c) {
        return Character.digit(c, 16);
    }

    static long span(int start, int end) {
        return (long) start << 32 | end;
    }

    static int start(long span) {
        return (int) (span >>> 32);
    }

    static int end(long span) {
        return (int) span;
    }
}
