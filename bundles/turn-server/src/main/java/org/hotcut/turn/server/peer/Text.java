package org.hotcut.turn.server.peer;

/** Addresses as an admin reads them. */
final class Text {
    private static final int GROUPS = 8;

    private Text() { }

    /** Returns an address of 4 or 16 bytes; IPv6 in the short form of RFC 5952. */
    static String of(byte[] address) {
        return address.length == 4 ? four(address, 0) : six(address);
    }

    private static String four(byte[] bytes, int at) {
        return (bytes[at] & 0xff) + "." + (bytes[at + 1] & 0xff) + '.' + (bytes[at + 2] & 0xff) + '.' + (bytes[at + 3] & 0xff);
    }

    private static String six(byte[] address) {
        int[] groups = new int[GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            groups[i] = (address[2 * i] & 0xff) << 8 | address[2 * i + 1] & 0xff;
        }
        int from = 0;
        int length = 0;
        for (int i = 0; i < GROUPS; i++) {
            int zeros = zeros(groups, i);
            if (zeros > length && zeros > 1) {
                from = i;
                length = zeros;
            }
        }
        return length == 0 ? joined(groups, 0, GROUPS) : joined(groups, 0, from) + "::" + joined(groups, from + length, GROUPS);
    }

    private static int zeros(int[] groups, int from) {
        int end = from;
        while (end < GROUPS && groups[end] == 0) {
            end++;
        }
        return end - from;
    }

    private static String joined(int[] groups, int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < to; i++) {
            text.append(i == from ? "" : ":").append(Integer.toHexString(groups[i]));
        }
        return text.toString();
    }
}
