package org.hotcut.system;

import java.io.IOException;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Assumptions;

/** What must be on the machine for a test, or the test skips with that reason. */
final class Peers {
    /** The address of the namespace that is not loopback. */
    static final String HOST = "198.51.100.19";
    static final String OTHER_HOST = "198.51.100.20";
    static final String HOST6 = "2001:db8:1000:2000::19";

    private Peers() { }

    /** Skips the test unless the namespace was made. */
    static void needNamespace() {
        try {
            Assumptions.assumeTrue(NetworkInterface.getByName("hotcut0") != null,
                    "no network namespace (src/test/netns/bin/java needs unshare and ip, and the right to use them)");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Skips the test unless the program is installed. */
    static void need(String program) {
        for (String folder : (System.getenv("PATH") + ":/usr/sbin").split(":")) {
            if (Files.isExecutable(Path.of(folder, program))) {
                return;
            }
        }
        Assumptions.abort(program + " is not installed");
    }

    /** Ends a process that a test started: asks, then insists. */
    static void end(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
