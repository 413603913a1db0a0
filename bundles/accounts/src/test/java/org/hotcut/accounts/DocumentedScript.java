package org.hotcut.accounts;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The shell scripts in {@code docs/accounts.md}, run as a reader would. */
final class DocumentedScript {
    private static final Path DOCUMENT = Path.of("../../docs/accounts.md");
    private static final Pattern SCRIPT = Pattern.compile("^```sh\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

    private DocumentedScript() { }

    /** Returns why they cannot be run here, or null. */
    static String reasonToSkip() throws Exception {
        for (String program : List.of("md5sum --version", "openssl kdf -help", "openssl mac -help", "od --version")) {
            Process process = new ProcessBuilder("sh", "-c", program + " >/dev/null 2>&1").start();
            if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
                return "no " + program.substring(0, program.lastIndexOf(' ')) + " here; on Debian: apt-get install coreutils openssl";
            }
        }
        return null;
    }

    /** Runs the n-th script and returns what it printed. */
    static String run(int number) throws Exception {
        Matcher scripts = SCRIPT.matcher(Files.readString(DOCUMENT));
        for (int i = 0; i < number; i++) {
            if (!scripts.find()) {
                throw new IllegalStateException("no script " + number + " in " + DOCUMENT);
            }
        }
        Process process = new ProcessBuilder("sh", "-e").redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (var script = process.getOutputStream()) {
            script.write(scripts.group(1).getBytes(StandardCharsets.UTF_8));
        }
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IllegalStateException("script " + number + " failed: " + printed);
        }
        return printed.trim();
    }
}
