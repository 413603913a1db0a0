package org.hotcut.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs SIPp with one of the scenarios in src/test/sipp. */
final class Sipp implements AutoCloseable {
    private final Process process;
    private final Path folder;
    private final String name;

    private Sipp(Process process, Path folder, String name) {
        this.process = process;
        this.folder = folder;
        this.name = name;
    }

    /** Starts a scenario against {@code 127.0.0.1:5060}; the other arguments are SIPp's own. */
    static Sipp start(Path folder, String scenario, int port, String... arguments) throws IOException {
        Peers.need("sipp");
        String name = scenario + '-' + port;
        List<String> command = new ArrayList<>(List.of("sipp", "127.0.0.1:5060", "-sf",
                Path.of(System.getProperty("hotcut.basedir"), "src/test/sipp", scenario + ".xml").toString(),
                "-i", "127.0.0.1", "-p", Integer.toString(port), "-nostdin", "-timeout", "600s", "-timeout_error", "-trace_err",
                "-error_file", folder.resolve(name + ".errors").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(folder.resolve(name + ".log").toFile());
        builder.environment().put("TERM", "dumb");
        return new Sipp(builder.directory(folder.toFile()).start(), folder, name);
    }

    /** Returns whether it has not ended. */
    boolean isCalling() {
        return process.isAlive();
    }

    /** Lets it place no more calls and end when those that are up have ended, as its key q does. */
    void finish() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-USR1", Long.toString(process.pid())).inheritIO().start().waitFor();
    }

    /** Waits for the end; returns the exit code, 0 when every call was as the scenario wants. */
    int await(int seconds) throws InterruptedException {
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            throw new AssertionError("SIPp " + name + " did not end");
        }
        return process.exitValue();
    }

    /** Returns how many calls it gave up because of something it did not expect. */
    long aborted() throws IOException {
        try (Stream<String> lines = Files.lines(folder.resolve(name + ".errors"))) {
            return lines.filter(line -> line.contains("Aborting call on")).count();
        }
    }

    /** Returns what SIPp said was wrong, as far as it can be read. */
    String errorsOrNothing() {
        try {
            Path file = folder.resolve(name + ".errors");
            String errors = Files.exists(file) ? Files.readString(file) : "no error was written";
            return errors.length() > 4000 ? errors.substring(0, 4000) : errors;
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Override
    public void close() {
        Peers.end(process);
    }
}
