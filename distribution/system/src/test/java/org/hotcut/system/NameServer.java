package org.hotcut.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.awaitility.Awaitility;

/** Debian's knot on loopback, with the zones of a test. */
final class NameServer implements AutoCloseable {
    static final String ADDRESS = "127.0.0.1";
    static final int PORT = 5353;

    private final Path folder;
    private final Map<String, List<String>> zones = new LinkedHashMap<>();
    private Process process;

    NameServer(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
    }

    /** Adds a zone with records as a zone file has them. */
    NameServer zone(String domain, String... records) {
        zones.put(domain, List.of(records));
        return this;
    }

    /** Starts it and waits until it serves. */
    NameServer start() throws IOException {
        List<String> config = new ArrayList<>(List.of("server:", "    rundir: \"" + folder + '"', "    pidfile: \"" + folder.resolve("pid") + '"', "    listen: " + ADDRESS + '@' + PORT,
                "database:", "    storage: \"" + folder + '"', "log:", "  - target: stdout", "    any: info", "zone:"));
        for (Map.Entry<String, List<String>> zone : zones.entrySet()) {
            Path file = folder.resolve(zone.getKey() + ".zone");
            List<String> lines = new ArrayList<>(List.of("$ORIGIN " + zone.getKey() + '.', "$TTL 60", "@ SOA ns hostmaster 1 3600 600 86400 60", "@ NS ns", "ns A " + ADDRESS));
            lines.addAll(zone.getValue());
            Files.write(file, lines);
            config.addAll(List.of("  - domain: " + zone.getKey(), "    file: \"" + file + '"', "    zonefile-sync: -1", "    journal-content: none"));
        }
        Files.write(folder.resolve("knot.conf"), config);
        Path log = folder.resolve("log");
        process = new ProcessBuilder("/usr/sbin/knotd", "-c", folder.resolve("knot.conf").toString()).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        Awaitility.await("knot serves").atMost(Duration.ofSeconds(60)).until(() -> {
            String said = Files.readString(log);
            if (!process.isAlive()) {
                throw new AssertionError(said);
            }
            return zones.keySet().stream().allMatch(zone -> said.contains('[' + zone + ".] loaded"));
        });
        return this;
    }

    @Override
    public void close() {
        if (process != null) {
            Peers.end(process);
        }
    }
}
