package org.hotcut.journal;

/** The rows of a table, one after the other. */
@FunctionalInterface
public interface Rows {
    /** Writes the next row as one record. Returns false, and writes none, after the last. */
    boolean next(RecordBuffer out);
}
