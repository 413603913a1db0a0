package org.hotcut.journal;

/**
 * How a record is told from what is none. It is a magic number, the length of what follows, the CRC-32C of that, and then the owner's bytes.
 *
 * @param magic        four octets that each record begins with
 * @param formerMagic  those of an earlier version, whose files are read too (a file is wholly of one); the same as {@code magic} when there was none
 * @param longest      bytes that a record may have
 * @param unmistakable whether nothing that others make us write can hold the magic. Then records after a damaged place are found again by it; else reading
 *                     ends at damage, for what looks like a record there may be what somebody has written into one
 */
public record RecordFormat(int magic, int formerMagic, int longest, boolean unmistakable) {
    static final int HEADER = 3 * Integer.BYTES;
    static final int LENGTH_AT = Integer.BYTES;
    static final int CRC_AT = 2 * Integer.BYTES;
}
