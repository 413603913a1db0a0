package org.hotcut.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.karaf.main.Main;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.launch.Framework;

/** Starts the server: the main class of {@code bin/hotcut}. */
public final class Launcher {

    /** Asks {@code bin/hotcut} to start a new virtual machine, as Karaf's own scripts do. */
    private static final int RESTART = 10;
    private static final int FAILED = 1;

    private final Path up;

    private Launcher(Path up) {
        this.up = up;
    }

    /**
     * Runs until the server is stopped, then ends the virtual machine.
     *
     * @param args handed on to Karaf
     * @throws Exception if the server cannot be started
     */
    public static void main(String[] args) throws Exception {
        Path data = Path.of(System.getProperty("karaf.data"));
        Path etc = Path.of(System.getProperty("karaf.etc"));
        Path ownBundles = Path.of(System.getProperty("karaf.home"), "system", "org", "hotcut");
        new BundleCache(ownBundles, data).emptyIfOfAnotherBuild();
        new AdminKey(data.resolve("ssh"), etc.resolve("keys.properties")).ensure();
        System.exit(new Launcher(data.resolve("up")).run(new Main(args)));
    }

    private int run(Main karaf) throws Exception {
        System.setProperty("karaf.restart", "false");
        try {
            karaf.launch();
            sayWhenUp(karaf.getFramework());
            karaf.awaitShutdown();
        } catch (Exception e) {
            System.err.println("Hotcut could not start: " + e.getMessage());
            karaf.destroy();
            return FAILED;
        }
        Files.deleteIfExists(up);
        boolean stopped = karaf.destroy();
        if (!stopped) {
            System.err.println("Hotcut did not stop in time; ending it.");
        }
        return Boolean.getBoolean("karaf.restart") ? RESTART : karaf.getExitCode();
    }

    /** Karaf registers the service when every boot feature is installed and started. */
    private void sayWhenUp(Framework framework) throws InvalidSyntaxException {
        String service = "org.apache.karaf.features.BootFinished";
        BundleContext context = framework.getBundleContext();
        context.addServiceListener(event -> {
            if (event.getType() == ServiceEvent.REGISTERED) {
                markUp();
            }
        }, "(" + Constants.OBJECTCLASS + "=" + service + ")");
        if (context.getServiceReference(service) != null) {
            markUp();
        }
    }

    private void markUp() {
        try {
            Files.writeString(up, ProcessHandle.current().pid() + "\n");
        } catch (IOException e) {
            System.err.println("Cannot write " + up + ": " + e.getMessage());
        }
    }
}
