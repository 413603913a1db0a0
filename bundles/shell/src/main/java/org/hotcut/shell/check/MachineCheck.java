package org.hotcut.shell.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Looks at what the machine allows us. Linux only; elsewhere it says nothing. */
final class MachineCheck {
    private static final long WANTED_BUFFER = 4 << 20;
    private static final long WANTED_FILES = 8_192;

    private MachineCheck() { }

    static void check(Findings findings) {
        first(Path.of("/proc/sys/net/core/rmem_max"), "(\\d+)").ifPresent(bytes -> buffer(bytes, findings));
        first(Path.of("/proc/self/limits"), "Max open files +(\\d+).*").ifPresent(files -> files(files, findings));
    }

    static void buffer(long bytes, Findings findings) {
        if (bytes < WANTED_BUFFER) {
            findings.note("The kernel lets a UDP socket buffer " + bytes / 1024 + " kB only: bursts, and datagrams while a bundle is swapped, may be lost",
                "sysctl -w net.core.rmem_max=" + WANTED_BUFFER + "    (and in /etc/sysctl.d, for the next start of the machine)");
        } else {
            findings.ok("The kernel's UDP buffers are large enough");
        }
    }

    static void files(long files, Findings findings) {
        if (files < WANTED_FILES) {
            findings.note("Only " + files + " files may be open, so about as many connections", "ulimit -n 65536, or LimitNOFILE=65536 in the systemd unit; then a restart");
        } else {
            findings.ok(files + " files may be open");
        }
    }

    private static OptionalLong first(Path file, String pattern) {
        java.util.regex.Pattern line = java.util.regex.Pattern.compile(pattern);
        try (Stream<String> lines = Files.lines(file)) {
            return lines.map(line::matcher).filter(java.util.regex.Matcher::matches).mapToLong(match -> Long.parseLong(match.group(1))).findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
