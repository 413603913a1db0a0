package org.hotcut.sip.message;

import java.util.Arrays;

/** What handlers may change of a message: a splice of the bytes, and an index that is moved, not made anew. */
final class Edits {
    private Edits() { }

    /** Returns the message with a field above the first of its name, or at the end. */
    static Message inserted(Message message, String name, String value) {
        int id = checkEditable(name);
        if (value.indexOf('\r') >= 0 || value.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("Line end in the value of " + name);
        }
        int above = message.line(id, name, 0);
        int line = above < 0 ? message.index.count() : above;
        int at = line < message.index.count() ? message.index.name(line) : message.index.body - 2;
        byte[] field = Bytes.of(name + ": " + value + "\r\n");
        return message.copy(replaced(message.bytes, at, at, field), message.index.inserted(line, id, name.length(), field.length));
    }

    /** Returns the message without any field of that name. */
    static Message removed(Message message, String name) {
        int id = checkEditable(name);
        int next = message.line(id, name, 0);
        if (next < 0) {
            return message;
        }
        Index index = message.index;
        Index kept = new Index();
        Output out = new Output();
        int from = 0;
        int gone = 0;
        for (int line = 0; line < index.count(); line++) {
            if (line != next) {
                kept.addShifted(index, line, -gone);
                continue;
            }
            out.bytes(message.bytes, from, index.name(line));
            from = index.lineEnd(line);
            gone += from - index.name(line);
            next = message.line(id, name, line + 1);
        }
        kept.body = index.body - gone;
        return message.copy(out.bytes(message.bytes, from, message.bytes.length).toBytes(), kept);
    }

    /** Returns a copy in which other bytes stand in that place. */
    static byte[] replaced(byte[] bytes, int from, int to, byte[] with) {
        byte[] edited = Arrays.copyOf(bytes, bytes.length + with.length - (to - from));
        System.arraycopy(with, 0, edited, from, with.length);
        System.arraycopy(bytes, to, edited, from + with.length, bytes.length - to);
        return edited;
    }

    private static int checkEditable(String name) {
        int id = HeaderNames.id(name);
        byte[] text = Bytes.of(name);
        if (id == HeaderNames.VIA || HeaderNames.isSingle(id) || text.length == 0 || Bytes.tokenEnd(text, 0, text.length) != text.length) {
            throw new IllegalArgumentException("Not a header field that may be edited: " + name);
        }
        return id;
    }
}
