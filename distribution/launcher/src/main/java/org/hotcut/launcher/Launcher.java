package org.hotcut.launcher;

import java.nio.file.Path;
import org.apache.karaf.main.Main;
import org.osgi.framework.Constants;

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
            up.watch(karaf.getFramework().getBundleContext());
            karaf.awaitShutdown();
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
}
