package org.hotcut.launcher;

import java.io.Console;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Properties;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.keyverifier.AcceptAllServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;

/**
 * Runs one command on the running server, as {@code bin/hotcut client COMMAND} does, and ends with the command's exit code.
 *
 * <p>Karaf's own client keeps its standard input to itself, so a password could neither be asked for nor be piped to a command.
 */
public final class Client {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String EDGE_CHECK = "edge:check";
    private static final List<String> ASK_FOR_A_PASSWORD = List.of("user:add", "user:password", EDGE_CHECK);

    private Client() {
    }

    /**
     * Runs the command that the arguments make together.
     *
     * @param args the command and its arguments
     */
    public static void main(String[] args) {
        try {
            System.exit(run(args));
        } catch (Exception e) {
            System.err.println("hotcut: no answer from the server: " + e.getMessage());
            System.exit(1);
        }
    }

    private static int run(String[] args) throws Exception {
        Properties shell = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of(System.getProperty("karaf.etc"), "org.apache.karaf.shell.cfg"))) {
            shell.load(reader);
        }
        AdminKey key = new AdminKey(Path.of(System.getProperty("karaf.data"), "ssh"), null);
        String command = String.join(" ", args);
        InputStream input = System.console() == null ? System.in : InputStream.nullInputStream();
        if (asksForPassword(command)) {
            // once is enough for a check: it says when the password is wrong
            input = password(!command.startsWith(EDGE_CHECK));
            command = command.replaceFirst(" ", " --stdin ");
        }
        try (SshClient client = SshClient.setUpDefaultClient()) {
            // the key never leaves this machine, and the server listens on loopback unless its administrator has said otherwise
            client.setServerKeyVerifier(AcceptAllServerKeyVerifier.INSTANCE);
            client.start();
            try (ClientSession session = client.connect(AdminKey.USER, host(shell), port(shell)).verify(PATIENCE).getSession()) {
                session.addPublicKeyIdentity(key.pair());
                session.auth().verify(PATIENCE);
                return execute(session, command, input);
            }
        }
    }

    private static int execute(ClientSession session, String command, InputStream input) throws IOException {
        try (ChannelExec channel = session.createExecChannel(command)) {
            channel.setIn(input);
            channel.setOut(System.out);
            channel.setErr(System.err);
            channel.open().verify(PATIENCE);
            channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), 0);
            return channel.getExitStatus() == null ? 1 : channel.getExitStatus();
        }
    }

    /** With nothing behind the user, the command would ask on a terminal that it has not. */
    private static boolean asksForPassword(String command) {
        String[] words = command.strip().split(" +");
        return System.console() != null && words.length == 2 && ASK_FOR_A_PASSWORD.contains(words[0]) && !words[1].startsWith("-");
    }

    private static InputStream password(boolean twice) {
        Console console = System.console();
        char[] first = console.readPassword("Password: ");
        char[] second = twice ? console.readPassword("Again: ") : first;
        if (first == null || !Arrays.equals(first, second)) {
            throw new IllegalArgumentException("the two passwords differ; nothing was changed");
        }
        return new ByteArrayInputStream((new String(first) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static String host(Properties shell) {
        String host = shell.getProperty("sshHost", "127.0.0.1").trim();
        return List.of("0.0.0.0", "::").contains(host) ? "127.0.0.1" : host;
    }

    private static int port(Properties shell) {
        return Integer.parseInt(shell.getProperty("sshPort", "8101").trim());
    }
}
