package org.hotcut.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.awaitility.Awaitility;

/**
 * A network of its own with one cable, to the tests' machine. Whoever is in it reaches the addresses of {@link Peers#HOST} and has no route to anywhere else: not to another
 * house, which could not answer either.
 */
final class House implements AutoCloseable {
    /** The name of its end of the cable. */
    static final String INTERFACE = "eth0";

    private final Process holder;
    private final String address;

    private House(Process holder, String address) {
        this.holder = holder;
        this.address = address;
    }

    /** Builds one; the number, 1 to 250, is its own. */
    static House build(int number) throws IOException, InterruptedException {
        Process holder = new ProcessBuilder("unshare", "-n", "sleep", "infinity").start();
        String outside = "10.71." + number + ".1";
        String inside = "10.71." + number + ".2";
        House house = new House(holder, inside);
        Path ours = Files.readSymbolicLink(Path.of("/proc/self/ns/net"));
        Awaitility.await("a network for house " + number).atMost(Duration.ofSeconds(60)).ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> !Files.readSymbolicLink(Path.of("/proc", Long.toString(holder.pid()), "ns/net")).equals(ours));
        String cable = "house" + number;
        run("ip", "link", "add", cable, "type", "veth", "peer", "name", INTERFACE, "netns", Long.toString(holder.pid()));
        run("ip", "addr", "add", outside + "/24", "dev", cable);
        run("ip", "link", "set", cable, "up");
        house.run("ip link set lo up && ip addr add " + inside + "/24 dev " + INTERFACE + " && ip link set " + INTERFACE + " up && ip route add " + Peers.HOST + " via " + outside);
        return house;
    }

    /** Returns the address in it. */
    String address() {
        return address;
    }

    /** Returns what to write before a command so that it runs in it. */
    List<String> inside() {
        return List.of("nsenter", "-t", Long.toString(holder.pid()), "-n", "--");
    }

    /** Returns whether a TCP connection from inside is accepted there, within five seconds. */
    boolean reaches(String host, int port) throws IOException, InterruptedException {
        return start("timeout 5 bash -c 'exec 3<>/dev/tcp/" + host + '/' + port + "'").waitFor() == 0;
    }

    private void run(String script) throws IOException, InterruptedException {
        ended(start(script), script);
    }

    private Process start(String script) throws IOException {
        List<String> command = new ArrayList<>(inside());
        command.addAll(List.of("sh", "-c", script));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static void run(String... command) throws IOException, InterruptedException {
        ended(new ProcessBuilder(command).redirectErrorStream(true).start(), String.join(" ", command));
    }

    private static void ended(Process process, String what) throws IOException, InterruptedException {
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(what + ": " + output);
        }
    }

    /** Its network goes with the last process in it, and the cable with it. */
    @Override
    public void close() {
        Peers.end(holder);
    }
}
