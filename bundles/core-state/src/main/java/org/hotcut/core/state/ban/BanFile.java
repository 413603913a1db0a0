package org.hotcut.core.state.ban;

import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.zip.CRC32;

import org.hotcut.core.state.StateFolder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sentences of those who were banned, in the file {@code bans}: a line each, {@code ledger source since until times byHand reason}, and a last line with
 * a checksum over the others. Those of sites have ledgers of their own there.
 */
final class BanFile {
    private static final Logger LOG = LoggerFactory.getLogger(BanFile.class);
    private static final String FILE = "bans";
    private static final String END = "end ";
    private static final int FIELDS = 7;
    private static final String DATAGRAMS = "datagrams";
    private static final String STREAMS = "streams";
    private static final String DATAGRAMS_OF_SITES = "datagrams/48";
    private static final String STREAMS_OF_SITES = "streams/48";

    private final StateFolder folder;
    private boolean failing;

    BanFile(StateFolder folder) {
        this.folder = folder;
    }

    /** Reads the file into the ledgers. */
    void restore(Ledger datagrams, Ledger streams, long now) {
        byte[] content = folder.read(FILE);
        if (content == null) {
            return;
        }
        String text = new String(content, StandardCharsets.UTF_8);
        int end = text.lastIndexOf(END);
        try {
            if (end < 0 || !text.substring(end + END.length()).strip().equals(crc(text.substring(0, end)))) {
                throw new IllegalArgumentException("checksum differs");
            }
            text.substring(0, end).lines().forEach(line -> parse(line, datagrams, streams, now));
        } catch (IllegalArgumentException e) {
            folder.setAside(FILE, e.getMessage(), "who was banned before this start is not any more");
        }
    }

    /** Writes the file anew. Blocks for the disk. */
    void save(Ledger datagrams, Ledger streams, long now) {
        StringBuilder text = new StringBuilder();
        datagrams.sentences().forEach(line(DATAGRAMS, text, now));
        streams.sentences().forEach(line(STREAMS, text, now));
        datagrams.sites().sentences().forEach(line(DATAGRAMS_OF_SITES, text, now));
        streams.sites().sentences().forEach(line(STREAMS_OF_SITES, text, now));
        String lines = text.toString();
        try {
            folder.write(FILE, (lines + END + crc(lines) + '\n').getBytes(StandardCharsets.UTF_8));
            failing = false;
        } catch (UncheckedIOException e) {
            if (!failing) {
                LOG.warn("Bans are not saved, so they end with the process: {}", e.getMessage());
            }
            failing = true;
        }
    }

    private static BiConsumer<InetAddress, Sentence> line(String ledger, StringBuilder into, long now) {
        return (source, sentence) -> {
            if (sentence.times() > 0 && !sentence.isOver(now)) {
                into.append(ledger).append(' ').append(source.getHostAddress()).append(' ').append(sentence.since()).append(' ').append(sentence.bannedUntil())
                    .append(' ').append(sentence.times()).append(' ').append(sentence.byHand()).append(' ').append(sentence.reason()).append('\n');
            }
        };
    }

    private static void parse(String line, Ledger datagrams, Ledger streams, long now) {
        String[] fields = line.split(" ", FIELDS);
        if (fields.length != FIELDS) {
            throw new IllegalArgumentException("a line has not " + FIELDS + " fields");
        }
        Sentence sentence = new Sentence(Long.parseLong(fields[2]), Long.parseLong(fields[3]), 0, Integer.parseInt(fields[4]), Boolean.parseBoolean(fields[5]), fields[6],
            new AtomicLong());
        if (sentence.isOver(now)) {
            return;
        }
        InetAddress address = address(fields[1]);
        switch (fields[0]) {
            case DATAGRAMS -> datagrams.put(address, sentence, now);
            case STREAMS -> streams.put(address, sentence, now);
            case DATAGRAMS_OF_SITES -> datagrams.sites().sentences().put(address, sentence);
            case STREAMS_OF_SITES -> streams.sites().sentences().put(address, sentence);
            default -> throw new IllegalArgumentException("a line is of " + fields[0]);
        }
    }

    private static InetAddress address(String text) {
        // a name would be looked up
        if (!text.matches("[0-9a-f.:]+")) {
            throw new IllegalArgumentException("a line has no address");
        }
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("a line has no address", e);
        }
    }

    private static String crc(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(crc.getValue());
    }
}
