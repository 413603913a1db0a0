package org.hotcut.shell.account;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.apache.karaf.shell.api.console.Session;

/** Where a password comes from: the command line, the first line of the input, or a question without echo. */
public final class Password {
    private static final int LONGEST = 1_000;

    private Password() { }

    /**
     * Reads one.
     *
     * @param given as an argument, or null
     * @param stdin whether it is the first line of the input
     * @param twice whether to ask again, for a new one
     * @throws IllegalArgumentException when there is none, or the second is another one
     */
    public static char[] read(Session session, String given, boolean stdin, boolean twice) throws IOException {
        if (given != null && given.startsWith("--")) {
            // Karaf takes what stands after the first argument for arguments
            throw new IllegalArgumentException("Options stand before the address: " + given + " was taken for the password, and nothing was changed");
        }
        char[] password = given != null ? given.toCharArray() : stdin ? line(session.getKeyboard()) : ask(session, "Password: ");
        if (password.length == 0) {
            throw new IllegalArgumentException("No password was given");
        }
        if (given == null && !stdin && twice && !Arrays.equals(password, ask(session, "Again: "))) {
            throw new IllegalArgumentException("The two passwords differ; nothing was changed");
        }
        return password;
    }

    private static char[] ask(Session session, String prompt) throws IOException {
        try {
            String line = session.readLine(prompt, '\0');
            return line == null ? new char[0] : line.toCharArray();
        } catch (UnsupportedOperationException e) {
            // how a session without a terminal says so
            throw new IllegalArgumentException("There is no terminal to ask for the password: give --stdin before the address and the password as the first line of the "
                + "input, or the password after the address", e);
        }
    }

    static char[] line(InputStream input) throws IOException {
        byte[] bytes = new byte[LONGEST];
        int length = 0;
        for (int b = input.read(); b >= 0 && b != '\n' && length < LONGEST; b = input.read()) {
            bytes[length++] = (byte) b;
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8).replace("\r", "").toCharArray();
    }
}
