package org.hotcut.sip.events;

/**
 * A row as it stands in the journal.
 *
 * @param kind which table, one of the constants
 * @param key  of the row in its table
 * @param row  its fields; null when it is deleted
 */
record Entry(byte kind, String key, byte[] row) {
    static final byte MESSAGE = 'm';
    static final byte SUBSCRIPTION = 's';
    static final byte PUBLICATION = 'p';
}
