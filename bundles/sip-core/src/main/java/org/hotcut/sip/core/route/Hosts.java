package org.hotcut.sip.core.route;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The machine's own list of names, {@code /etc/hosts}. What stands there is not asked of DNS. Any thread may look; reading the file blocks. */
final class Hosts {
    private static final long MOST_BYTES = 1 << 20;
    private static final List<InetAddress> LOOPBACK = List.of(Literal.parse("127.0.0.1"), Literal.parse("::1"));

    private final Path file;
    private volatile Map<String, List<InetAddress>> names = Map.of();
    private FileTime read;

    Hosts(Path file) {
        this.file = file;
    }

    /** Returns the addresses of a name in lower case; none when it is not there. {@code localhost} always is (RFC 6761 section 6.3). */
    List<InetAddress> find(String name) {
        List<InetAddress> found = names.get(name);
        if (found != null) {
            return found;
        }
        return name.equals("localhost") || name.endsWith(".localhost") ? LOOPBACK : List.of();
    }

    /** Reads the file if it has changed; one that cannot be read is as if it were empty. */
    synchronized void read() {
        try {
            FileTime changed = Files.getLastModifiedTime(file);
            if (!changed.equals(read)) {
                names = Files.size(file) > MOST_BYTES ? Map.of() : parse(Files.readAllLines(file, StandardCharsets.ISO_8859_1));
                read = changed;
            }
        } catch (IOException e) {
            names = Map.of();
            read = null;
        }
    }

    private static Map<String, List<InetAddress>> parse(List<String> lines) {
        Map<String, List<InetAddress>> parsed = new HashMap<>();
        for (String line : lines) {
            int comment = line.indexOf('#');
            String[] words = (comment < 0 ? line : line.substring(0, comment)).trim().split("\\s+");
            InetAddress address = Literal.parse(words[0]);
            for (int i = 1; address != null && i < words.length; i++) {
                parsed.computeIfAbsent(words[i].toLowerCase(Locale.ROOT), name -> new ArrayList<>(1)).add(address);
            }
        }
        return parsed;
    }
}
