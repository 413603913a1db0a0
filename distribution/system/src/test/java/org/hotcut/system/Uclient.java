package org.hotcut.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** coturn's client: makes allocations, sends messages to a peer that echoes them, and counts. */
final class Uclient implements AutoCloseable {
    private static final Pattern MESSAGES = Pattern.compile("start_mclient: tot_send_msgs=(\\d+), tot_recv_msgs=(\\d+)");
    private static final Pattern LOST = Pattern.compile("Total lost packets (\\d+) ");

    private static final Pattern BYTES = Pattern.compile("start_mclient: tot_send_bytes ~ (\\d+), tot_recv_bytes ~ (\\d+)");

    /** What it counted. */
    record Counts(int sent, int received, int lost, int sentBytes, int receivedBytes) { }

    private final Process process;
    private final Path log;
    private final String options;

    private Uclient(Process process, Path log, String options) {
        this.process = process;
        this.log = log;
        this.options = options;
    }

    /** Starts one: its options, then the server's address. */
    static Uclient start(Path log, String options) throws IOException {
        List<String> command = new ArrayList<>(List.of("turnutils_uclient"));
        command.addAll(List.of(options.trim().split(" +")));
        return new Uclient(new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start(), log, options);
    }

    /** Waits for its end and returns what it says. */
    Counts counts() throws IOException, InterruptedException {
        if (!process.waitFor(180, TimeUnit.SECONDS)) {
            throw new AssertionError("turnutils_uclient " + options + " does not end: " + output());
        }
        Matcher messages = MESSAGES.matcher(output());
        Matcher lost = LOST.matcher(output());
        Matcher bytes = BYTES.matcher(output());
        if (!messages.find() || !lost.find() || !bytes.find()) {
            throw new AssertionError("turnutils_uclient " + options + " ended with " + process.exitValue() + ": " + output());
        }
        return new Counts(number(messages, 1), number(messages, 2), number(lost, 1), number(bytes, 1), number(bytes, 2));
    }

    private static int number(Matcher matcher, int group) {
        return Integer.parseInt(matcher.group(group));
    }

    /** The end of what it printed: it says a line a second. */
    private String output() throws IOException {
        String all = Files.readString(log);
        return all.substring(Math.max(0, all.length() - 4000));
    }

    @Override
    public void close() {
        Peers.end(process);
    }
}
