package org.hotcut.system;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.awaitility.Awaitility;

/** A baresip that plays a tone and records what it hears; steered through its control port, one JSON netstring a command or event. */
final class Softphone implements AutoCloseable {
    private final Path folder;
    private final Process process;
    private final Socket control;
    private final List<String> events = new ArrayList<>();

    private Softphone(Path folder, Process process, Socket control) {
        this.folder = folder;
        this.process = process;
        this.control = control;
        Thread reader = new Thread(this::read, "softphone " + folder.getFileName());
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts one.
     *
     * @param port of its control connection; its SIP ports are the next two
     * @param ca   the authority that signed the server's certificate, or null
     */
    static Softphone start(Path folder, String address, int port, int hertz, Path ca) throws IOException {
        return start(folder, List.of(), "hotcut0", "127.0.0.1", address, port, hertz, ca);
    }

    /** Starts one in another network, see there for the rest. It speaks by UDP and TCP from that house's address. */
    static Softphone start(Path folder, House house, int port, int hertz) throws IOException {
        return start(folder, house.inside(), House.INTERFACE, house.address(), house.address(), port, hertz, null);
    }

    private static Softphone start(Path folder, List<String> before, String network, String controlled, String address, int port, int hertz, Path ca) throws IOException {
        Files.createDirectories(folder.resolve("recordings"));
        Path tone = folder.resolve("tone.wav");
        Tone.write(hertz, tone);
        Files.writeString(folder.resolve("accounts"), "");
        Files.writeString(folder.resolve("contacts"), "");
        Files.writeString(folder.resolve("config"), String.join("\n",
                "poll_method epoll",
                "sip_listen " + (address.indexOf(':') < 0 ? address : '[' + address + ']') + ':' + (port + 1),
                ca == null ? "" : "sip_cafile " + ca,
                "call_max_calls 4",
                "audio_path /usr/share/baresip",
                "audio_player aubridge,nil",
                "audio_source aufile," + tone,
                "audio_alert aubridge,alert",
                "ausrc_srate 8000", "auplay_srate 8000", "ausrc_channels 1", "auplay_channels 1",
                "rtcp_mux yes", "rtp_stats yes", "jitter_buffer_delay 1-5", "net_interface " + network,
                "module_path /usr/lib/baresip/modules",
                "module g711.so", "module turn.so", "module aufile.so", "module aubridge.so", "module sndfile.so",
                "snd_path " + folder.resolve("recordings"),
                "module_tmp uuid.so", "module_tmp account.so", "module_app menu.so", "module_app ctrl_tcp.so",
                "ctrl_tcp_listen " + controlled + ':' + port, ""));
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of("stdbuf", "-oL", "baresip", "-f", folder.toString())); // its log is read while it runs
        if (address.indexOf(':') >= 0) {
            command.add("-6");
        }
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile()).start();
        Socket control = Awaitility.await().atMost(Duration.ofSeconds(60)).ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> new Socket(controlled, port), Socket::isConnected);
        return new Softphone(folder, process, control);
    }

    /** Adds an account as baresip writes it and waits until it is registered. */
    void register(String account) throws IOException {
        command("uanew", account);
        await("REGISTER_OK", Duration.ofSeconds(60));
    }

    /** Places a call. */
    void dial(String uri) throws IOException {
        command("dial", uri);
    }

    /** Takes the call that rings. */
    void answer() throws IOException {
        command("accept", "");
    }

    /** Ends the call. */
    void hangUp() throws IOException {
        command("hangup", "");
    }

    /** Waits for an event such as CALL_ESTABLISHED that came since {@link #forget}. */
    void await(String event, Duration atMost) {
        Awaitility.await(event + " at " + folder.getFileName() + " of " + events).atMost(atMost).until(() -> saw(event));
    }

    /** Returns whether an event came. */
    boolean saw(String event) {
        synchronized (events) {
            return events.stream().anyMatch(e -> e.contains("\"type\":\"" + event + '"'));
        }
    }

    /** Forgets the events so far. */
    void forget() {
        synchronized (events) {
            events.clear();
        }
    }

    /** Returns which part of the longest recording of what was heard is this tone. */
    double heard(int hertz) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("recordings"))) {
            Path longest = files.filter(f -> f.toString().endsWith("-dec.wav"))
                    .max(java.util.Comparator.comparingLong(f -> f.toFile().length())).orElseThrow(() -> new IOException("nothing was recorded"));
            return Tone.part(hertz, longest);
        }
    }

    /** Waits until the recording is written, and wants it to be this tone. */
    void awaitTone(int hertz) {
        Awaitility.await("the recording of " + folder.getFileName()).atMost(Duration.ofSeconds(60)).ignoreExceptionsInstanceOf(IOException.class).untilAsserted(() -> {
            double part = heard(hertz);
            if (part <= 0.8) {
                throw new AssertionError("only " + part + " of what was heard is the other's tone of " + hertz + " Hz");
            }
        });
    }

    /** Waits until so much of the present call was recorded. */
    void awaitSpeech(Duration length) {
        Awaitility.await("speech at " + folder.getFileName()).atMost(length.plusSeconds(60)).pollInterval(Duration.ofMillis(200)).until(() -> {
            try (Stream<Path> files = Files.list(folder.resolve("recordings"))) {
                return files.anyMatch(f -> f.toString().endsWith("-dec.wav") && f.toFile().length() > 16 * length.toMillis());
            }
        });
    }

    /** Waits until a call's last lines are in the log and returns how many packets of media it sent and received. */
    Packets packets() {
        Pattern line = Pattern.compile("packets: +(\\d+) +(\\d+)");
        return Awaitility.await("the packets that " + folder.getFileName() + " has counted").atMost(Duration.ofSeconds(60)).until(() -> line.matcher(Files.readString(folder.resolve("log"))).results()
                .reduce((before, last) -> last).map(last -> new Packets(Long.parseLong(last.group(1)), Long.parseLong(last.group(2)))).orElse(null), Objects::nonNull);
    }

    /** Packets of one call as the telephone counts them, without those of RTCP. */
    record Packets(long sent, long received) {
    }

    /** Removes the recordings so far. */
    void forgetRecordings() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("recordings"))) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.delete(file);
            }
        }
    }

    private void command(String command, String parameters) throws IOException {
        String json = "{\"command\":\"" + command + "\",\"params\":\"" + parameters.replace("\"", "\\\"") + "\",\"token\":\"t\"}";
        OutputStream out = control.getOutputStream();
        out.write((json.length() + ":" + json + ",").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private void read() {
        try (InputStream in = control.getInputStream()) {
            while (true) {
                int length = 0;
                for (int c = in.read(); c != ':'; c = in.read()) {
                    if (c < 0) {
                        return;
                    }
                    length = 10 * length + c - '0';
                }
                String event = new String(in.readNBytes(length), StandardCharsets.UTF_8);
                in.read();
                synchronized (events) {
                    events.add(event);
                }
            }
        } catch (IOException e) {
            synchronized (events) {
                events.add("control connection: " + e.getMessage());
            }
        }
    }

    @Override
    public void close() throws IOException {
        control.close();
        Peers.end(process);
    }
}
