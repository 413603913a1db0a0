package org.hotcut.upgrade;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * What is in force instead of what was delivered, on disk: {@code ledger.properties}. Used by one thread at a time.
 */
final class Ledger {
    /** How often one can roll back; the delivered version is never forgotten. */
    private static final int MOST_VERSIONS = 6;

    /**
     * A jar.
     *
     * @param file relative to the folder of upgrades
     */
    record Jar(String version, String file) {
        private static Jar parse(String text) {
            int bar = text.indexOf('|');
            return new Jar(text.substring(0, bar), text.substring(bar + 1));
        }

        private String text() {
            return version + "|" + file;
        }
    }

    /**
     * A bundle that is, or is about to be, another than was delivered.
     *
     * @param origin the location under which features list it, empty when no feature does
     * @param jars   the delivered one first, the one in force last
     * @param trying what is being swapped in at this moment, null when nothing is
     * @param since  when the last one came into force
     */
    record Entry(String bundle, String origin, List<Jar> jars, Jar trying, Instant since) {
        Jar current() {
            return jars.get(jars.size() - 1);
        }

        boolean isAsDelivered() {
            return jars.size() == 1;
        }

        Entry tries(Jar jar) {
            return new Entry(bundle, origin, jars, jar, since);
        }

        Entry settled() {
            return tries(null);
        }

        Entry with(Jar jar, Instant now) {
            List<Jar> longer = new ArrayList<>(jars);
            longer.add(jar);
            if (longer.size() > MOST_VERSIONS) {
                longer.remove(1);
            }
            return new Entry(bundle, origin, List.copyOf(longer), null, now);
        }

        Entry withoutLast(Instant now) {
            return new Entry(bundle, origin, List.copyOf(jars.subList(0, jars.size() - 1)), null, now);
        }

        List<String> files() {
            return jars.stream().map(Jar::file).toList();
        }
    }

    private final Path file;
    private final Map<String, Entry> entries = new TreeMap<>();

    /** @throws IOException when there is a file that cannot be read or understood */
    Ledger(Path file) throws IOException {
        this.file = file;
        if (Files.exists(file)) {
            read();
        }
    }

    synchronized Entry find(String bundle) {
        return entries.get(bundle);
    }

    synchronized Collection<Entry> entries() {
        return List.copyOf(entries.values());
    }

    /** Remembers an entry; one that is as delivered and tries nothing is forgotten. */
    synchronized void put(Entry entry) throws IOException {
        if (entry.isAsDelivered() && entry.trying() == null) {
            entries.remove(entry.bundle());
        } else {
            entries.put(entry.bundle(), entry);
        }
        write();
    }

    private void read() throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(Files.readString(file, StandardCharsets.UTF_8)));
        try {
            for (String key : properties.stringPropertyNames()) {
                if (key.endsWith("/origin")) {
                    String bundle = key.substring(0, key.indexOf('/'));
                    entries.put(bundle, entry(bundle, properties));
                }
            }
        } catch (RuntimeException e) {
            throw new IOException(file + " is damaged (" + e.getMessage() + "): delete it, and the versions that were delivered count as in force", e);
        }
    }

    private static Entry entry(String bundle, Properties properties) {
        List<Jar> jars = new ArrayList<>();
        for (String jar = properties.getProperty(bundle + "/0"); jar != null; jar = properties.getProperty(bundle + "/" + jars.size())) {
            jars.add(Jar.parse(jar));
        }
        String trying = properties.getProperty(bundle + "/trying");
        return new Entry(bundle, properties.getProperty(bundle + "/origin"), List.copyOf(jars), trying == null ? null : Jar.parse(trying),
            Instant.parse(properties.getProperty(bundle + "/since")));
    }

    private void write() throws IOException {
        Properties properties = new Properties();
        for (Entry entry : entries.values()) {
            String prefix = entry.bundle() + "/";
            properties.setProperty(prefix + "origin", entry.origin());
            properties.setProperty(prefix + "since", entry.since().toString());
            for (int i = 0; i < entry.jars().size(); i++) {
                properties.setProperty(prefix + i, entry.jars().get(i).text());
            }
            if (entry.trying() != null) {
                properties.setProperty(prefix + "trying", entry.trying().text());
            }
        }
        StringWriter text = new StringWriter();
        properties.store(text, "What edge:update has put in force. Written by the server.");
        AtomicFile.write(file, text.toString());
    }
}
