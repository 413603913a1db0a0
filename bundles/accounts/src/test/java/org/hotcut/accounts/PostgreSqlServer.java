package org.hotcut.accounts;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import javax.sql.DataSource;

import org.postgresql.ds.PGSimpleDataSource;

/** A real PostgreSQL in a folder of its own on a free loopback port, from Debian's binaries, as an unprivileged user (it refuses to run as root). */
final class PostgreSqlServer implements AutoCloseable {
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
    static String reasonToSkip() throws IOException {
        if (binaries() == null) {
            return "no PostgreSQL server in " + VERSIONS + "; on Debian: apt-get install postgresql";
        }
        if (isRoot() && !Files.isExecutable(Path.of("/usr/sbin/runuser"))) {
            return "PostgreSQL does not run as root and there is no runuser";
        }
        return null;
    }

    static PostgreSqlServer start() throws Exception {
        Path folder = Files.createTempDirectory("hotcut-postgresql");
        PostgreSqlServer server = new PostgreSqlServer(binaries(), folder, freePort());
        try {
            if (isRoot()) {
                Files.setOwner(folder, folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("postgres"));
            }
            server.run("initdb", "--auth=trust", "--username=hotcut", "--encoding=UTF8", "--no-sync", "--pgdata=" + folder.resolve("data"));
            server.run("pg_ctl", "--wait", "--pgdata=" + folder.resolve("data"), "--log=" + folder.resolve("log"), "start",
                "--options=-p " + server.port + " -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off");
            return server;
        } catch (IOException | InterruptedException e) {
            server.deleteFolder();
            throw e;
        }
    }

    /** Returns a new, empty database. */
    DataSource database() throws Exception {
        String name = "test" + ++databases;
        PGSimpleDataSource all = dataSource("postgres");
        try (var connection = all.getConnection(); var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        return dataSource(name);
    }

    @Override
    public void close() throws Exception {
        run("pg_ctl", "--pgdata=" + folder.resolve("data"), "--mode=immediate", "stop");
        deleteFolder();
    }

    private PGSimpleDataSource dataSource(String name) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setServerNames(new String[] {"127.0.0.1"});
        dataSource.setPortNumbers(new int[] {port});
        dataSource.setDatabaseName(name);
        dataSource.setUser("hotcut");
        return dataSource;
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
        boolean ended = process.waitFor(60, TimeUnit.SECONDS);
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

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
