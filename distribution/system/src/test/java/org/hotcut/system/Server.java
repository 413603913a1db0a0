package org.hotcut.system;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** The archive a user downloads, unpacked and started as a user would. */
final class Server implements AutoCloseable {
    private static final Pattern TRANSACTIONS = Pattern.compile("\"(?:unansweredRequests|transactions)\": (\\d+)");

    private final Path home;
    private final Path data;
    private final List<String> before = new ArrayList<>();
    private String loopback = "127.0.0.1";
    private Process process;

    private Server(Path home, Path data) {
        this.home = home;
        this.data = data;
    }

    /** Unpacks the archive into a folder whose name has a space. */
    static Server unpack(Path folder) throws IOException, InterruptedException {
        Path home = Files.createDirectories(folder.resolve("a server"));
        Process tar = new ProcessBuilder("tar", "-xzf", System.getProperty("hotcut.assembly"), "--strip-components=1", "-C", home.toString())
                .inheritIO().start();
        if (tar.waitFor() != 0) {
            throw new IOException("cannot unpack " + System.getProperty("hotcut.assembly"));
        }
        return new Server(home, folder.resolve("data"));
    }

    /** Gives everything to an ordinary user, who starts it from now on. Only root can. */
    Server ownedBy(String user) throws IOException, InterruptedException {
        Files.createDirectories(data);
        for (List<String> command : List.of(List.of("chmod", "755", home.getParent().toString()), List.of("chown", "-R", user, home.toString(), data.toString()))) {
            if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
                throw new IOException("failed: " + command);
            }
        }
        before.addAll(List.of("runuser", "-u", user, "--"));
        return this;
    }

    /** Writes a file into {@code etc}. */
    Server configure(String file, String... lines) throws IOException {
        Files.write(home.resolve("etc").resolve(file), List.of(lines));
        return this;
    }

    /** Moves what is for this machine only to another address of it, so that several servers run beside each other. */
    Server at(String address) throws IOException {
        loopback = address;
        if (!address.equals("127.0.0.1")) {
            for (String protocol : List.of("udp", "tcp")) {
                configure("org.hotcut.net.listener-" + protocol + ".cfg", "name = " + protocol, "protocol = " + protocol, "address = " + address, "port = 5060");
                Files.delete(home.resolve("etc/org.hotcut.net.listener-" + protocol + "6.cfg"));
            }
            for (String protocol : List.of("udp", "tcp", "tls")) {
                replace("org.hotcut.net.listener-turn-" + protocol + ".cfg", "address = ::", "address = " + address);
            }
            replace("org.apache.karaf.shell.cfg", "sshHost = 127.0.0.1", "sshHost = " + address);
        }
        return this;
    }

    /** Replaces a line in a file of {@code etc}. */
    Server replace(String file, String line, String by) throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(home.resolve("etc").resolve(file)));
        lines.replaceAll(each -> each.strip().equals(line) ? by : each);
        return configure(file, lines.toArray(String[]::new));
    }

    /** Adds UDP and TCP listeners, and answers from the namespace's address to softphones that are not on loopback. */
    Server listenPlain(String address, String suffix) throws IOException {
        configure("org.hotcut.net.listener-udp" + suffix + ".cfg", "name = udp" + suffix, "protocol = udp", "address = " + address, "port = 5060");
        return configure("org.hotcut.net.listener-tcp" + suffix + ".cfg", "name = tcp" + suffix, "protocol = tcp", "address = " + address, "port = 5060");
    }

    /** Starts in server mode and waits until OPTIONS is answered. */
    Server start() throws IOException {
        launch(home.resolve("bin/hotcut").toString(), "server");
        try {
            Awaitility.await().atMost(Duration.ofSeconds(300)).pollInterval(Duration.ofMillis(100)).until(() -> !process.isAlive() || answersAtOnce());
        } catch (ConditionTimeoutException e) {
            stop();
            throw new AssertionError("the server does not answer OPTIONS; it said: " + output() + complaints(), e);
        }
        if (!process.isAlive()) {
            throw new AssertionError("the server ended; it said: " + output() + complaints());
        }
        return this;
    }

    /** Starts a command in the background, what it prints goes to {@link #output}. */
    void launch(String... command) throws IOException {
        List<String> whole = new ArrayList<>(before);
        whole.addAll(List.of(command));
        ProcessBuilder builder = new ProcessBuilder(whole).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(home.resolveSibling("server.log").toFile()));
        builder.environment().put("HOTCUT_DATA", data.toString());
        process = builder.start();
    }

    /** Returns whether OPTIONS to the UDP listener on loopback is answered, perhaps after it was repeated: within half a minute. */
    boolean answersOptions() throws IOException {
        for (int i = 0; i < 60; i++) {
            if (answersAtOnce()) {
                return true;
            }
        }
        return false;
    }

    /** Within half a second. */
    private boolean answersAtOnce() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            socket.setSoTimeout(500);
            byte[] options = String.join("\r\n", "OPTIONS sip:" + loopback + " SIP/2.0",
                    "Via: SIP/2.0/UDP 127.0.0.1:" + socket.getLocalPort() + ";branch=z9hG4bK" + System.nanoTime() + ";rport", "Max-Forwards: 70",
                    "From: <sip:probe@127.0.0.1>;tag=1", "To: <sip:127.0.0.1>", "Call-ID: " + System.nanoTime(), "CSeq: 1 OPTIONS", "Content-Length: 0", "", "")
                    .getBytes(StandardCharsets.UTF_8);
            socket.send(new DatagramPacket(options, options.length, InetAddress.getByName(loopback), 5060));
            DatagramPacket answer = new DatagramPacket(new byte[2000], 2000);
            socket.receive(answer);
            return new String(answer.getData(), 0, answer.getLength(), StandardCharsets.UTF_8).startsWith("SIP/2.0 200");
        } catch (SocketTimeoutException | java.net.PortUnreachableException e) {
            return false;
        }
    }

    /** Runs a command of the server's shell, as {@code bin/hotcut client} does, and returns what it printed. */
    String shell(String command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(home.resolve("bin/hotcut").toString(), "client", command).redirectErrorStream(true);
        builder.environment().put("HOTCUT_DATA", data.toString());
        Process client = builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile())).start();
        String output = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!client.waitFor(300, TimeUnit.SECONDS)) {
            client.destroyForcibly();
            throw new IOException(command + " did not end: " + output);
        }
        if (client.exitValue() != 0) {
            throw new IOException(command + ": " + output);
        }
        return output;
    }

    /** Returns the folder with all that the server keeps. */
    Path data() {
        return data;
    }

    /** Returns a folder of the installation. */
    Path home() {
        return home;
    }

    /** Returns the server's process id. */
    long pid() {
        return process.pid();
    }

    /** Returns everything the server has printed. */
    String output() throws IOException {
        return Files.readString(home.resolveSibling("server.log"));
    }

    /** Returns how many unanswered requests and SIP transactions there are, those included that only absorb retransmissions. */
    int transactions() throws IOException, InterruptedException {
        String status = shell("edge:status --json");
        List<Integer> counts = TRANSACTIONS.matcher(status).results().map(count -> Integer.valueOf(count.group(1))).toList();
        if (counts.size() < 2) {
            throw new IOException("not the numbers of transactions in " + status);
        }
        return counts.stream().mapToInt(Integer::intValue).sum();
    }

    /** Collects garbage in the server and returns the bytes of all objects that are left: what the collector calls used is megabytes more or less. */
    long heapAfterCollection() throws IOException, InterruptedException {
        Matcher total = Pattern.compile("Total +\\d+ +(\\d+)").matcher(jcmd("GC.class_histogram"));
        if (!total.find()) {
            throw new IOException("no histogram of the heap");
        }
        return Long.parseLong(total.group(1));
    }

    /** Returns what the server's threads do at this moment. */
    String threads() throws IOException, InterruptedException {
        return jcmd("Thread.print");
    }

    private String jcmd(String command) throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder("jcmd", Long.toString(pid()), command).redirectErrorStream(true).start();
        String output = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (jcmd.waitFor() != 0) {
            throw new IOException("jcmd " + command + ": " + output);
        }
        return output;
    }

    /** Returns the lines of the log. */
    List<String> log() throws IOException {
        Path log = data.resolve("log/hotcut.log");
        return Files.exists(log) ? Files.readAllLines(log) : List.of();
    }

    /** Returns those that say WARN or ERROR. */
    List<String> complaints() throws IOException {
        return log().stream().filter(l -> l.contains("WARN") || l.contains("ERROR")).toList();
    }

    /** kill -9, children included. */
    void kill() throws InterruptedException {
        List<ProcessHandle> children = process.descendants().toList();
        children.forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
        children.forEach(child -> child.onExit().join());
    }

    /** Asks it to stop and waits. */
    void stop() {
        if (process != null) {
            process.descendants().forEach(ProcessHandle::destroy);
            Peers.end(process);
        }
    }

    /** Ends it at once; what is to be kept by an orderly end is {@link #stop}'s. */
    @Override
    public void close() {
        try {
            if (process != null) {
                kill();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
