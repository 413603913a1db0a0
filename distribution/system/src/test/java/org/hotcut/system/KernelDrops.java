package org.hotcut.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Datagrams for which the kernel had no room, of all programs in this network: whoever was not given the processor in time has not read them. */
final class KernelDrops {
    private static final List<String> COLUMNS = List.of("RcvbufErrors", "SndbufErrors", "MemErrors");

    private KernelDrops() { }

    /** Returns how many there were since the network was made. */
    static long count() {
        try {
            return udp() + udp6() + beforeAnySocket();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long udp() throws IOException {
        List<String[]> lines = Files.readAllLines(Path.of("/proc/self/net/snmp")).stream().filter(line -> line.startsWith("Udp:")).map(line -> line.split(" ")).toList();
        List<String> names = Arrays.asList(lines.get(0));
        return COLUMNS.stream().filter(names::contains).mapToLong(name -> Long.parseLong(lines.get(1)[names.indexOf(name)])).sum();
    }

    private static long udp6() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/net/snmp6")).stream().map(line -> line.split("\\s+"))
                .filter(line -> COLUMNS.contains(line[0].replaceFirst("^Udp6", ""))).mapToLong(line -> Long.parseLong(line[1])).sum();
    }

    /** Of the whole machine. */
    private static long beforeAnySocket() throws IOException {
        return Files.readAllLines(Path.of("/proc/net/softnet_stat")).stream().mapToLong(line -> Long.parseLong(line.split(" ")[1], 16)).sum();
    }
}
