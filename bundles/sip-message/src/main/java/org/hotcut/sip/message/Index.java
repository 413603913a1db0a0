package org.hotcut.sip.message;

import java.util.Arrays;

/** Where the header lines of a message are: for each its number (see {@link HeaderNames}), start of name, start and end of value. */
final class Index {
    static final int STRIDE = 4;
    private int[] lines;
    private int count;
    /** Position after the empty line. */
    int body;

    Index() {
        lines = new int[24 * STRIDE];
    }

    private Index(int[] lines, int count, int body) {
        this.lines = lines;
        this.count = count;
        this.body = body;
    }

    void add(int id, int name, int valueStart, int valueEnd) {
        int at = count * STRIDE;
        if (at == lines.length) {
            lines = Arrays.copyOf(lines, lines.length * 2);
        }
        lines[at] = id;
        lines[at + 1] = name;
        lines[at + 2] = valueStart;
        lines[at + 3] = valueEnd;
        count++;
    }

    int count() {
        return count;
    }

    int id(int line) {
        return lines[line * STRIDE];
    }

    int name(int line) {
        return lines[line * STRIDE + 1];
    }

    int valueStart(int line) {
        return lines[line * STRIDE + 2];
    }

    int valueEnd(int line) {
        return lines[line * STRIDE + 3];
    }

    /** Returns where the line after it starts, or the empty line. */
    int lineEnd(int line) {
        return line + 1 < count ? name(line + 1) : body - 2;
    }

    /** Returns the first line of this number from a line on, or -1. */
    int next(int id, int from) {
        for (int at = from * STRIDE; at < count * STRIDE; at += STRIDE) {
            if (lines[at] == id) {
                return at / STRIDE;
            }
        }
        return -1;
    }

    int first(int id) {
        return next(id, 0);
    }

    /** Returns the index of the message that this becomes when bytes are put in before a line. */
    Index inserted(int line, int id, int nameLength, int size) {
        int position = line < count ? name(line) : body - 2;
        Index result = new Index(new int[(count + 1) * STRIDE], 0, body + size);
        for (int i = 0; i < count; i++) {
            if (i == line) {
                result.add(id, position, position + nameLength + 2, position + size - 2);
            }
            result.addShifted(this, i, i < line ? 0 : size);
        }
        if (line == count) {
            result.add(id, position, position + nameLength + 2, position + size - 2);
        }
        return result;
    }

    /** Returns the index of the message that this becomes when its start line changes in length. */
    Index shifted(int by) {
        Index result = new Index(new int[count * STRIDE], 0, body + by);
        for (int i = 0; i < count; i++) {
            result.addShifted(this, i, by);
        }
        return result;
    }

    void addShifted(Index from, int line, int by) {
        add(from.id(line), from.name(line) + by, from.valueStart(line) + by, from.valueEnd(line) + by);
    }
}
