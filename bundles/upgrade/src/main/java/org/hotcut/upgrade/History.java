package org.hotcut.upgrade;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

import org.hotcut.core.api.upgrade.Outcome;
import org.hotcut.core.api.upgrade.Upgrade;

/** What was tried: {@code history.log}, a line each, the latest last, tabs between fields. */
final class History {
    private static final int SHOWN = 200;
    private static final int KEPT = 400;
    private static final int FIELDS = 6;

    private final Path file;

    History(Path file) {
        this.file = file;
    }

    synchronized void add(Upgrade upgrade) throws IOException {
        String line = String.join("\t", upgrade.at().toString(), upgrade.bundle(), upgrade.from(), upgrade.to(), upgrade.outcome().name(),
            Causes.line(upgrade.message())) + "\n";
        List<String> lines = lines();
        if (lines.size() < KEPT) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, line, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            return;
        }
        AtomicFile.write(file, String.join("\n", lines.subList(lines.size() - SHOWN, lines.size())) + "\n" + line);
    }

    synchronized List<Upgrade> latestFirst() throws IOException {
        List<Upgrade> all = new ArrayList<>();
        lines().forEach(line -> parse(line).ifPresent(all::add));
        Collections.reverse(all);
        return all.size() <= SHOWN ? all : List.copyOf(all.subList(0, SHOWN));
    }

    /** A line may have been cut off by a full disk. */
    private static Optional<Upgrade> parse(String line) {
        String[] fields = line.split("\t", FIELDS);
        if (fields.length < FIELDS) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Upgrade(Instant.parse(fields[0]), fields[1], fields[2], fields[3], Outcome.valueOf(fields[4]), fields[5]));
        } catch (DateTimeParseException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private List<String> lines() throws IOException {
        try {
            return Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }
}
