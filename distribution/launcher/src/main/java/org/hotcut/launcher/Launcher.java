package org.hotcut.launcher;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.karaf.main.Main;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;

/** Starts the server: the main class of {@code bin/hotcut}. */
public final class Launcher {

    private static final int FAILED = 1;

    private Launcher() {
    }

    /**
     * Runs until the server is stopped, then ends the virtual machine.
     *
     * @param args handed on to Karaf
     * @throws Exception if the data folder cannot be used
     */
    public static void main(String[] args) throws Exception {
        Path data = Path.of(System.getProperty("karaf.data"));
        Path etc = Path.of(System.getProperty("karaf.etc"));
        Path ownBundles = Path.of(System.getProperty("karaf.home"), "system", "org", "hotcut");
        new BundleCache(ownBundles, data).emptyIfOfAnotherBuild();
        new AdminKey(data.resolve("ssh"), etc.resolve("keys.properties")).ensure();
        int code;
        do {
            System.setProperty("karaf.restart", "false");
            code = run(new Main(args), data.resolve("up"));
        } while (Boolean.getBoolean("karaf.restart"));
        System.exit(code);
    }

    private static int run(Main karaf, Path file) throws Exception {
        try {
            karaf.launch();
            UpFile up = new UpFile(file, Integer.getInteger(Constants.FRAMEWORK_BEGINNING_STARTLEVEL));
            Thread greeter = greeter(up, karaf.getFramework().getBundleContext());
            karaf.awaitShutdown();
            greeter.interrupt();
            up.remove();
        } catch (Exception e) {
            System.err.println("Hotcut could not start: " + e.getMessage());
            karaf.destroy();
            return FAILED;
        }
        if (!karaf.destroy()) {
            System.err.println("Hotcut did not stop in time; ending it.");
        }
        return karaf.getExitCode();
    }

    private static Thread greeter(UpFile up, BundleContext framework) throws InvalidSyntaxException {
        up.watch(framework);
        Thread thread = new Thread(() -> greet(up, framework), "welcome");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void greet(UpFile up, BundleContext framework) {
        try {
            up.await();
            new Welcome(framework).print();
            up.make();
        } catch (InterruptedException | IllegalStateException e) {
            // stopped while it was starting
            Thread.currentThread().interrupt();
        } catch (InvalidSyntaxException | IOException e) {
            System.err.println("Hotcut is up, but cannot say so: " + e.getMessage());
        }
    }
}
