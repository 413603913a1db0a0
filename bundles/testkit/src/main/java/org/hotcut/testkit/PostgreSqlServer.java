package org.hotcut.testkit;

import java.io.File;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real PostgreSQL in a folder of its own on a free loopback port, from Debian's binaries, as an unprivileged user (it refuses to run as root). Its user is {@code hotcut}, without a password. */
public final class PostgreSqlServer implements AutoCloseable {
    private static final Path VERSIONS = Path.of("/usr/lib/postgresql");

    private final Path binaries;
    private final Path folder;
    private final int port;
    private int databases;

    private PostgreSqlServer(Path binaries, Path folder, int port) {
        this.binaries = binaries;
        this.folder = folder;
        this.port = port;
    }

    /** Returns why no server can be started here, or null. */
    public static String reasonToSkip() throws IOException {
        if (binaries() == null) {
            return "no PostgreSQL server in " + VERSIONS + "; on Debian: apt-get install postgresql";
        }
        if (isRoot() && !Files.isExecutable(Path.of("/usr/sbin/runuser"))) {
            return "PostgreSQL does not run as root and there is no runuser";
        }
        return null;
    }

    /** Makes a server and starts it. */
    public static PostgreSqlServer start() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("hotcut-postgresql");
        PostgreSqlServer server = new PostgreSqlServer(binaries(), folder, freePort());
        try {
            if (isRoot()) {
                Files.setOwner(folder, folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("postgres"));
            }
            server.run("initdb", "--auth=trust", "--username=hotcut", "--encoding=UTF8", "--no-sync", "--pgdata=" + folder.resolve("data"));
            server.resume();
            return server;
        } catch (IOException | InterruptedException e) {
            server.deleteFolder();
            throw e;
        }
    }

    /** Starts it again after {@link #crash}. */
    public void resume() throws IOException, InterruptedException {
        run("pg_ctl", "--wait", "--pgdata=" + folder.resolve("data"), "--log=" + folder.resolve("log"), "start",
            "--options=-p " + port + " -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off");
    }

    /** Stops it as a crash would; clients lose their connections. */
    public void crash() throws IOException, InterruptedException {
        run("pg_ctl", "--pgdata=" + folder.resolve("data"), "--mode=immediate", "stop");
    }

    /** Makes a new, empty database and returns its name. */
    public String database() throws IOException, InterruptedException {
        String name = "test" + ++databases;
        sql("postgres", "CREATE DATABASE " + name);
        return name;
    }

    /** Runs a statement as another program does. */
    public void sql(String database, String statement) throws IOException, InterruptedException {
        run("psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--host=127.0.0.1", "--port=" + port, "--username=hotcut", "--command=" + statement, database);
    }

    /** Returns the port on 127.0.0.1. */
    public int port() {
        return port;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        crash();
        deleteFolder();
    }

    private void run(String program, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(List.of("/usr/sbin/runuser", "-u", "postgres", "--"));
        }
        command.add(binaries.resolve(program).toString());
        command.addAll(List.of(arguments));
        File output = File.createTempFile("hotcut-postgresql", ".log");
        Process process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).redirectOutput(output).start();
        boolean ended = process.waitFor(300, TimeUnit.SECONDS);
        String said = Files.readString(output.toPath());
        Files.delete(output.toPath());
        if (!ended || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException(program + " failed: " + said);
        }
    }

    private void deleteFolder() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        }
    }

    private static Path binaries() throws IOException {
        if (!Files.isDirectory(VERSIONS)) {
            return null;
        }
        try (Stream<Path> versions = Files.list(VERSIONS)) {
            return versions.map(version -> version.resolve("bin")).filter(bin -> Files.isExecutable(bin.resolve("initdb"))).max(Comparator.naturalOrder())
                .orElse(null);
        }
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    /** Below the ports that the kernel gives to connections, lest one takes it before the server does. */
    private static int freePort() throws IOException {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (BindException e) {
                // another one
            }
        }
    }
}
