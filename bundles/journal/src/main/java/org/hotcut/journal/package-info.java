/**
 * A table's changes on disk, so that it survives swaps, restarts and kill -9. A plain jar with no dependencies but SLF4J, embedded in the state bundles that keep such
 * a table ({@code sip-location}, {@code sip-events}); each has its own classes, folder and {@link org.hotcut.journal.RecordFormat}.
 *
 * <p>The owner writes rows with a {@link org.hotcut.journal.RecordBuffer} and hands the bytes to {@link org.hotcut.journal.Journal#append}; when that returns, the change may
 * be answered. {@link org.hotcut.journal.JournalKeeper} is the one thread of it: it forces to disk each second what was appended, and when most of that is stale asks
 * the owner's {@link org.hotcut.journal.Journalled} table for its {@link org.hotcut.journal.Rows} and replaces the journal by a snapshot of them. At the start
 * {@link org.hotcut.journal.Journal#load} gives everything back to a {@link org.hotcut.journal.Replay}: {@code RecordFile} finds the records in {@code Generations}' files.
 */
package org.hotcut.journal;
