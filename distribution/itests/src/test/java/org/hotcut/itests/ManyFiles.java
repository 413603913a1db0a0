package org.hotcut.itests;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** Files of settings that nobody needs, changed by commands and by an editor: the first half by commands only, of the others each by both, now one first and now the other. */
final class ManyFiles implements AutoCloseable {
    private static final int FILES = 40;
    private static final Duration SOON = Duration.ofSeconds(120);
    private static final Duration TWO_LOOKS = Duration.ofMillis(2_500);
    private static final String PID = "org.example.many";

    private final ConfigurationAdmin configurations;
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(4);

    ManyFiles(ConfigurationAdmin configurations) throws IOException {
        this.configurations = configurations;
        for (int i = 0; i < FILES; i++) {
            Files.writeString(file(i), "# Settings of nobody.\n\ncommand = 0\n\n# Where it is.\nfolder = ${karaf.etc}\neditor = 0\n");
        }
    }

    private static Path file(int number) {
        return Path.of(System.getProperty("karaf.etc"), PID + number + ".cfg");
    }

    void awaitRead() {
        awaitInForce(0);
    }

    /** Each file at a moment of the next second. */
    void change(int round) throws InterruptedException, ExecutionException {
        List<Future<?>> changes = new ArrayList<>();
        for (int i = 0; i < FILES; i++) {
            int number = i;
            changes.add(threads.schedule(() -> change(number, round), ThreadLocalRandom.current().nextInt(1_000), TimeUnit.MILLISECONDS));
        }
        for (Future<?> change : changes) {
            change.get();
        }
    }

    private Void change(int number, int round) throws IOException {
        boolean editorFirst = number % 2 == 1;
        if (number >= FILES / 2 && editorFirst) {
            edit(number, round);
        }
        command(number, "not " + round);
        LockSupport.parkNanos(ThreadLocalRandom.current().nextInt(20_000_000));
        command(number, Integer.toString(round));
        if (number >= FILES / 2 && !editorFirst) {
            edit(number, round);
        }
        return null;
    }

    private void command(int number, String value) throws IOException {
        Configuration configuration = configurations.getConfiguration(PID + number, "?");
        Dictionary<String, Object> properties = configuration.getProperties();
        properties.put("command", value);
        configuration.update(properties);
    }

    private static void edit(int number, int round) throws IOException {
        Path file = file(number);
        String text = Files.readString(file);
        Files.writeString(file, text.replaceAll("editor = .*", "editor = " + round));
    }

    void awaitInForce(int round) {
        await("what was wanted in round " + round).atMost(SOON).during(round == 0 ? Duration.ZERO : TWO_LOOKS).until(() -> wrong(round), List::isEmpty);
    }

    private List<String> wrong(int round) throws IOException, InvalidSyntaxException {
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < FILES; i++) {
            String editor = Integer.toString(i >= FILES / 2 ? round : 0);
            String text = Files.readString(file(i));
            Configuration[] found = configurations.listConfigurations("(service.pid=" + PID + i + ")");
            Dictionary<String, Object> inForce = found == null ? null : found[0].getProperties();
            boolean written = text.contains("# Settings of nobody.\n\ncommand = " + round + "\n\n# Where it is.\nfolder = ${karaf.etc}\n") && text.contains("editor = " + editor + "\n");
            if (inForce == null || !written || !Objects.equals(inForce.get("command"), Integer.toString(round)) || !Objects.equals(inForce.get("editor"), editor)) {
                wrong.add(i + ": " + inForce + ", in the file: " + text);
            }
        }
        return wrong;
    }

    @Override
    public void close() throws IOException {
        threads.shutdownNow();
        for (int i = 0; i < FILES; i++) {
            Files.deleteIfExists(file(i));
        }
    }
}
