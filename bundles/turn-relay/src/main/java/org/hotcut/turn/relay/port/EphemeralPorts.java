package org.hotcut.turn.relay.port;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;

/** The ports that Linux gives to whoever asks for any: where they are ours too, others are in the way. */
final class EphemeralPorts {
    static final EphemeralPorts OF_THIS_MACHINE = new EphemeralPorts(Path.of("/proc/sys/net/ipv4"));
    private static final int PORTS = 1 << 16;

    private final Path folder;

    /** Asks the files of a folder. */
    EphemeralPorts(Path folder) {
        this.folder = folder;
    }

    /** Returns a sentence for the admin with the line that keeps our range from being given away, or null when it is not. */
    String warning(int from, int to) {
        try {
            String[] given = Files.readString(folder.resolve("ip_local_port_range")).trim().split("\\s+");
            String reserved = Files.readString(folder.resolve("ip_local_reserved_ports")).trim();
            BitSet common = new BitSet(PORTS);
            int first = Math.max(from, Integer.parseInt(given[0]));
            common.set(first, Math.max(first, Math.min(to, Integer.parseInt(given[1])) + 1));
            common.andNot(ports(reserved));
            if (common.isEmpty()) {
                return null;
            }
            return "Linux gives " + common.cardinality() + " of the relay ports " + from + "-" + to + " to other programs that want any port. To keep them: sysctl -w net.ipv4.ip_local_reserved_ports="
                + (reserved.isEmpty() ? "" : reserved + ",") + from + "-" + to + " (and the same line without \"sysctl -w\" in /etc/sysctl.d/hotcut.conf)";
        } catch (IOException | RuntimeException e) {
            return null; // not Linux, or it does not say
        }
    }

    /** Reads {@code 8080,49152-50000}. */
    private static BitSet ports(String list) {
        BitSet ports = new BitSet(PORTS);
        for (String part : list.split(",")) {
            if (part.isBlank()) {
                continue;
            }
            String[] ends = part.trim().split("-");
            ports.set(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]) + 1);
        }
        return ports;
    }
}
