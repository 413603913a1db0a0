package org.hotcut.stun;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** PASSWORD-ALGORITHM and PASSWORD-ALGORITHMS (RFC 8489 sections 14.11 and 14.12): numbers, each with parameters; those that there are have none. */
final class PasswordAlgorithms {
    private static final int BEFORE_PARAMETERS = 4;
    private static final int MOST = 16;

    private PasswordAlgorithms() { }

    /** Returns the numbers in order; null when there is no value, it is not whole or there are more than anybody offers. */
    static int[] read(ByteBuffer value) {
        if (value == null) {
            return null;
        }
        int[] numbers = new int[0];
        int at = 0;
        while (at + BEFORE_PARAMETERS <= value.limit() && numbers.length < MOST) {
            numbers = Arrays.copyOf(numbers, numbers.length + 1);
            numbers[numbers.length - 1] = value.getShort(at) & 0xffff;
            at += BEFORE_PARAMETERS + Stun.padded(value.getShort(at + 2) & 0xffff);
        }
        return at == value.limit() && at > 0 ? numbers : null;
    }

    /** Returns the value for algorithms without parameters. */
    static byte[] write(int... numbers) {
        ByteBuffer value = ByteBuffer.allocate(BEFORE_PARAMETERS * numbers.length);
        for (int number : numbers) {
            value.putShort((short) number).putShort((short) 0);
        }
        return value.array();
    }
}
